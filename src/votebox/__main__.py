"""`python -m votebox` is the command `votebox`, where the command itself is not installed."""

from votebox.cli import main

main(prog_name="votebox")
