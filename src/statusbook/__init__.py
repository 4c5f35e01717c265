"""The fact book: `statuses.yaml` to a help centre in many languages.

From the facts to the page, each room knowing only those above it:

- `model`, `problems`: the catalog as frozen data; what is wrong with a file, and how to mend it
- `source`, `values`, `load`: YAML to nodes with places, nodes to the catalog, with every problem on the way
- `rules`: contradictions in a well-formed catalog
- `messages`, `phrases`, `pages`, `pseudo`: texts of one language, amounts of time in words, written pages
- `extract`, `catalogs`, `glossary`, `review`: what translators are given, and what is checked of their work
- `edition`: the catalog in one language, from which every output is made
- `exports`: HTML blocks, structured data, and the list of pages for votebox
- `assets`, `history`, `search`: css and js, what git knows of the sources, the search index
- `styles`, `compact`, `policy`, `dress`, `precompress`: finished pages made light and safe
- `check`, `report`: everything that is wrong, in one list, for people and for machines
- `schema`: the shape of `statuses.yaml`, for editors that complete what is typed
- `site`, `cli`: the help centre as a whole; the commands
"""
