"""Which store a setting means."""

from votebox.address import Address, Place
from votebox.postgres import PostgresStore
from votebox.sqlite import SqliteStore
from votebox.store import Store


def store_at(place: Place) -> Store:
    """Return the store of a place, which is not open yet: a SQLite file, or a database server's."""
    return PostgresStore(place) if isinstance(place, Address) else SqliteStore(place)
