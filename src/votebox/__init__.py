"""The collector of readers' answers to "Was this page helpful?".

What comes in:

- `vote`: a vote, its limits, and how it is read from JSON or a form
- `redact`: what is taken out of a comment
- `pages`: the pages that votes are taken for
- `intake`: who may send, and how much

What is kept:

- `store`: what is asked of a store
- `sqlite`: the store that is one SQLite file; `database` opens it, `migrations` is its schema
- `writer`: group commit
- `totals`: what the votes say
- `report`: the totals as text, JSON and CSV

What goes out:

- `app`: the routes
- `answers`: how votes are answered
- `problems`: the answers that say no (RFC 9457)
- `site`: the built site
- `server`: the process that serves; `transport` sends each answer in one packet
- `settings`, `errors`, `cli`
"""
