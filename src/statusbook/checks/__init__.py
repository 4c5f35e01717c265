"""What keeps the help centre from being built, or would mislead its readers, and how to mend it.

`check` is the whole of it. `rules` looks at the facts, `proofread` at written pages, `review` at
translations, `anchors` at what was published; `rulebook` tells what each rule is for. `tidy` and `mend`
correct what is safe to correct.
"""
