"""The help centre while it is being written.

`preview` keeps what could last be read; `overlay` says on the pages what is to be mended.
"""
