"""The help centre while it is being written.

`watch` tells of saves, `sources` keeps what could last be read, `preview` has the pages, `overlay` says on
them what `remarks` has to say, and `server` gives them out.
"""
