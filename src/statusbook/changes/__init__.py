"""What a change of the sources does to readers, promises, translations and addresses.

`compare` is the whole of it. `sides` opens what an editor names: a revision, a folder or a file; `catalog`
compares two catalogs, `pages` what is written outside of them, `translations` every language; `report` writes
it down. `log` tells of the last commits, which `chain` compares and `cache` remembers.
"""
