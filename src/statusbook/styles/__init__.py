"""The css that a page needs, and no other.

`parse` reads a sheet, `usage` knows what pages are made of, `select` drops the rules that nothing on them can
match, and `minify` writes what is left.
"""
