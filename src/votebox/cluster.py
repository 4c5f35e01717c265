"""A PostgreSQL database: how it is connected to, and when a statement is tried again.

Only SQL that CockroachDB and YugabyteDB know, too, is sent to it.
"""

import random
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.conninfo import conninfo_to_dict

from votebox.address import Address
from votebox.errors import StoreError

Connection = psycopg.Connection[tuple[Any, ...]]

SERIALIZATION_FAILURE: Final = "40001"
DEADLOCK: Final = "40P01"

_TRIES = 8
_PAUSE = 0.01  # seconds before the second try; doubled before each of the next

# A server that has gone without a word is given up after seconds, not after the system's many minutes.
_PATIENCE: Final[dict[str, Any]] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,  # milliseconds
    "application_name": "votebox",
}
_DURABLE = """
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit', true) = 'off'
"""
_SYNCED = "SELECT current_setting('fsync', true)"
_HASTE = "SET statement_timeout = '10s'"
_SILENCE = 15.0  # seconds; a server that can still speak says within ten that it gave a statement up

_Result = TypeVar("_Result")


class _Impatient(psycopg.Connection[tuple[Any, ...]]):
    """A connection that is given up when nothing is heard of the server.

    What lies between may keep a connection that leads nowhere: a balancer, a pooler. The system sees nothing
    wrong with it, and waits for ever.
    """

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """See psycopg.Connection; seconds without another limit are `_SILENCE`."""
        return super().wait(gen, interval, _SILENCE if timeout is None else timeout)


def connect(address: Address) -> Connection:
    """Connect for writing, in autocommit mode; a commit returns when it is on the server's disk.

    Threads may use the connection in turn.

    Raises:
        StoreError: The address cannot be read, or the server does not sync what it commits.
        psycopg.Error: There is no such database.
    """
    connection = _open(address, _Impatient)
    try:
        if connection.execute(_SYNCED).fetchone() == ("off",):
            raise StoreError(
                f"{address} runs with fsync = off: votes that it has stored would be lost with its power. "
                "Set fsync = on in its postgresql.conf, and reload it."
            )
        connection.execute(_DURABLE)  # never the other way: an operator may ask for more than `on`
        connection.execute(_HASTE)
    except BaseException:
        connection.close()
        raise
    return connection


def read(address: Address) -> Connection:
    """Connect for reading: without a limit of time for each statement; otherwise as `connect`."""
    return _open(address, psycopg.Connection[tuple[Any, ...]])


def _open(address: Address, kind: type[Connection]) -> Connection:
    try:
        given = _PATIENCE | conninfo_to_dict(address.url)
    except psycopg.ProgrammingError:
        # Not libpq's own words: they quote what stands at a place, which may be a part of the password.
        raise StoreError(
            f"{address} is no address of a database. Write postgresql://USER:PASSWORD@HOST/NAME, "
            "with %40 for @, %2F for / and %25 for % in the password."
        ) from None
    return kind.connect(**given, autocommit=True)


def retried(work: Callable[[], _Result], *states: str) -> _Result:
    """Do a piece of work; do it again where the server says that it clashed with another and left nothing.

    Args:
        work: One transaction, or one statement in autocommit mode.
        states: SQLSTATEs that are tried again besides serialization failures and deadlocks.

    Raises:
        psycopg.Error: It failed otherwise, or clashed eight times.
    """
    pause = _PAUSE
    for _ in range(_TRIES - 1):
        try:
            return work()
        except psycopg.Error as error:
            if error.sqlstate not in (SERIALIZATION_FAILURE, DEADLOCK, *states):
                raise
        # Those who clashed must not meet again (full jitter).
        time.sleep(random.uniform(0, pause))  # noqa: S311 - no secret
        pause *= 2
    return work()
