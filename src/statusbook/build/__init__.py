"""Our own builder: what MkDocs would build with our hook, byte for byte, and sooner.

MkDocs builds one language after the other and looks at every theme file for each; here each process takes
some of the languages, and what all of them need is made once. Pages are rendered by MkDocs's own functions.
"""
