"""What editors want to know of one id.

`uses` tells what names it, `provenance` who translated it, `votes` how many readers looked for it, and
`address` fetches those from a votebox that runs.
"""
