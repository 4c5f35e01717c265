"""Whether a database of votes is whole, by the database's own means."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from votebox.address import Address, Place

_INDEXES = """
    SELECT c.oid::regclass::text FROM pg_class c JOIN pg_am a ON a.oid = c.relam
    WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relnamespace = current_schema()::regnamespace
"""
_AVAILABLE = "SELECT 1 FROM pg_available_extensions WHERE name = 'amcheck'"


def damage(place: Place) -> list[str]:
    """Return what is broken, in the database's words; nothing when all is well."""
    return _of_cluster(place) if isinstance(place, Address) else _of_file(place)


def _of_file(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        found = [text for (text,) in connection.execute("PRAGMA integrity_check")]
        orphans = [f"no such text: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
    return [text for text in found if text != "ok"] + orphans


def _of_cluster(address: Address) -> list[str]:
    with psycopg.connect(address.url, autocommit=True) as connection:
        found = _broken_indexes(connection)
        orphans = connection.execute("SELECT id FROM votes WHERE text NOT IN (SELECT id FROM texts)")
        return found + [f"no such text: vote {vote_id}" for (vote_id,) in orphans]


def _broken_indexes(connection: psycopg.Connection[tuple[Any, ...]]) -> list[str]:
    if not connection.execute(_AVAILABLE).fetchone():
        # Built anew from the heap, a unique index fails where the heap has an id twice.
        connection.execute("REINDEX TABLE votes")
        return []
    connection.execute("CREATE EXTENSION IF NOT EXISTS amcheck SCHEMA public")
    found = []
    for (index,) in connection.execute(_INDEXES).fetchall():
        try:
            connection.execute("SELECT public.bt_index_check(%s::regclass, true)", (index,))
        except psycopg.Error as error:
            found.append(f"{index}: {error}")
    return found
