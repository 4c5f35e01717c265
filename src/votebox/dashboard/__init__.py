"""The dashboard of the help team: pages that a server renders, which need no script.

Who comes in, and how they are answered:

- `app`: the dashboard as an application
- `gate`: who may come in
- `routes`: what each address answers
- `filters`: what an address asks for, and the way back
- `answers`: pages, and refusals; `problems` has their words
- `render`: templates to pages; `templates/` and `dashboard.css` are how they look

What is shown, each a function of what is known to what a template shows:

- `sources`: where it comes from, and what may be changed
- `overview`: all pages, the worst first
- `page`: one page with its revisions; `history` knows what each commit changed
- `inbox`: comments to be decided; `notes` is how a comment is shown
- `forgetting`: a vote that is to be forgotten
- `shares`, `counted`, `trend`, `names`: what several of these show
- `charts`: numbers to the geometry of pictures
"""
