"""The collector of readers' answers to "Was this page helpful?".

What comes in:

- `vote`: a vote, its limits, and how it is read from JSON or a form
- `redact`: what is taken out of a comment
- `pages`: the pages that votes are taken for
- `intake`: who may send, and how much
- `clients`: whose request it is; `limits` says how many votes its network may send
- `bursts`: which of them are kept and do not count
- `endpoint`: the route of votes

What is kept:

- `store`: what is asked of a store; `session`: a transaction of it, in the SQL that all stores share
- `sqlite`: the store that is one SQLite file; `database` opens it, `migrations` is its schema,
  `claim` keeps a second process from it
- `postgres`: the store that is a PostgreSQL database; `cluster` connects to it and tries again
- `stores`: which store a setting means; `address` is that of a server, shown without its password
- `readers`: how double votes are found
- `writer`: group commit
- `tallies`: what each day came to; `retention`: what is deleted then, and what a reader wants forgotten
- `revisions`: which revision of a page was published when
- `upkeep`: all that has to be done from time to time; `clock` says when, although it may be set
- `transfer`: all votes to another store; `backup`: to a file

What it says:

- `totals`: what the votes say of each page; `days`: of each day; `snapshot`: it all, as it was a moment ago
- `comments`: what readers wrote, and what was decided of it; `kept`: all that is kept of one vote
- `statistics`: what can be said of shares, and how surely; `comparison`: revisions side by side
- `report`: the totals as text, JSON and CSV; `digest`: the week as Markdown

What goes out:

- `app`: the routes; `operators`: those for operators and their programs
- `answers`: how votes are answered
- `dashboard`: all that the votes say, as pages for the help team
- `problems`: the answers that say no (RFC 9457)
- `openapi`: what programs can ask, as an OpenAPI document; `schemas`: the shapes of votes and answers
- `site`: the built site; `policy`: what browsers may do with an answer; `compressed`: its files, packed
- `server`: the process that serves
- `transport` sends each answer in one packet, and cuts what is slow or long
- `metrics`: what is counted, for Prometheus
- `logs`: what the server says of itself; `refusals` tells it of a flood in few lines
- `settings`, `errors`, `cli`, `__main__`
"""
