"""Requests of every kind for a real votebox, and what has to hold whatever they are.

- `exchange`: a request as bytes, and a client that sends them
- `votes`: what is in a vote, right and wrong
- `bodies`: votes as JSON and as forms, well written and badly
- `heads`: content types, headers, methods, paths
- `requests`: votes and others, each whole
- `streams`: what goes over a connection beside one whole request after another
- `dashboard`: what somebody who may come in asks there
- `described`: what Schemathesis makes of votebox's own OpenAPI document
- `rules`: what has to hold of an answer
- `ledger`: what was acknowledged, and what has to hold of the rows in the database
- `run`: so many requests of all kinds
"""
