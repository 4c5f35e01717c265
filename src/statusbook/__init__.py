"""The fact book: `statuses.yaml` to a help centre in many languages.

From the facts to the page, each room knowing only those above it:

- `model`, `problems`: the catalog as frozen data; what is wrong with a file, and how to mend it
- `source`, `values`, `ids`, `load`: YAML to nodes with places, nodes to the catalog, with every problem
- `messages`, `phrases`, `pages`, `pseudo`: texts of one language, amounts of time in words, written pages
- `extract`, `catalogs`: what translators are given
- `edition`, `languages`: the catalog in one language, from which every output is made; and in several
- `checks`, `changes`, `inspection`, `report`: what is wrong, what a change does, what is known of an id
- `exports`, `beside`: HTML blocks, structured data, Markdown twins, and the list of pages for votebox
- `assets`, `history`, `search`: css and js, what git knows of the sources, the search index
- `styles`, `compact`, `policy`, `dress`, `loaded`, `precompress`: finished pages made light and safe
- `schema`: the shape of `statuses.yaml`, for editors that complete what is typed
- `built`, `parsing`, `site`, `whole`, `build`, `preview`, `cli`: the help centre as a whole, and who makes it
"""
