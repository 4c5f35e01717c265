"""A votebox whose SQLite syncs nothing, on which a test of syncs has to fail."""

from pathlib import Path

_SITECUSTOMIZE = """
import sqlite3


class Hasty(sqlite3.Connection):
    def execute(self, statement, *values):
        return super().execute(statement.replace("synchronous = FULL", "synchronous = OFF"), *values)


connect = sqlite3.connect
sqlite3.connect = lambda *arguments, **options: connect(*arguments, factory=Hasty, **options)
"""


def hasty(folder: Path) -> dict[str, str]:
    """Return the environment that makes a votebox such a one; a folder of the test's own is needed for it."""
    (folder / "sitecustomize.py").write_text(_SITECUSTOMIZE)
    return {"PYTHONPATH": str(folder)}
