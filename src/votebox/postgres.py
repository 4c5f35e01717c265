"""The store that is a PostgreSQL database, which any number of replicas share."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, TypeVar

import psycopg
from msgspec import Struct

from votebox import cluster
from votebox.address import Address
from votebox.errors import StoreError
from votebox.migrations import migrate_cluster, require_newest_cluster
from votebox.readers import hashed
from votebox.session import DAY, PostgresSession, text_id
from votebox.store import Outcome, Submission
from votebox.vote import Helpful, Vote

_TEXTS_KNOWN = 10_000  # anyone can send a revision that never was, so what is remembered has an end

_INSERT = """
    INSERT INTO votes (id, text, helpful, reason, status, comment, reader, created_at, flagged)
    SELECT id, text, helpful, reason, status, comment, decode(reader, 'hex'), created_at, flagged
    FROM unnest(
        %t::uuid[], %t::uuid[], %t::boolean[], %t::text[], %t::text[], %t::text[], %t::text[], %t::bigint[],
        %t::boolean[]
    ) AS given (id, text, helpful, reason, status, comment, reader, created_at, flagged)
    ON CONFLICT (id) DO NOTHING RETURNING id
"""
_COMPLETE = """
    UPDATE votes SET
        reason = coalesce(given.reason, votes.reason),
        status = coalesce(given.status, votes.status),
        comment = coalesce(given.comment, votes.comment)
    FROM unnest(%t::uuid[], %t::uuid[], %t::boolean[], %t::text[], %t::text[], %t::text[])
        AS given (id, text, helpful, reason, status, comment)
    WHERE votes.id = given.id AND votes.text = given.text AND votes.helpful = given.helpful
    RETURNING votes.id, votes.text, votes.helpful
"""
_ADD_TEXTS = """
    INSERT INTO texts (id, page, revision) SELECT * FROM unnest(%t::uuid[], %t::text[], %t::text[])
    ON CONFLICT DO NOTHING
"""
_ADD_SALT = "INSERT INTO salts (day, salt) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_GET_SALT = "SELECT salt FROM salts WHERE day = %s"
_DESTROY_SALTS = """
    WITH clock AS (SELECT floor(extract(epoch FROM now()) / 86400)::bigint AS today)
    DELETE FROM salts USING clock
    WHERE day < least(%s::bigint, today) OR day > greatest(%s::bigint, today + 1)
"""

_Text = tuple[str, str]
_Result = TypeVar("_Result")
_Key = tuple[str, str, str]
"""The id of a vote and that of its text, in hex, and the answer, `t` or `f`: what may not change."""


class _Row(Struct, gc=False):
    """What a batch says of one vote."""

    key: _Key
    reason: str | None
    status: str | None
    comment: str | None
    reader: str
    created_at: str
    flagged: str


class PostgresStore:
    """A Store; what its methods promise is said there.

    Of a batch that fails because the connection was lost in the midst of a commit, votes may be stored;
    whoever sends them again is told so.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._connection: cluster.Connection | None = None
        self._texts: dict[_Text, str] = {}
        self._salts: dict[int, bytes] = {}

    def open(self) -> None:
        """See Store."""
        with self._reported("cannot be opened as a database of votes"):
            connection = cluster.connect(self._address)
            try:
                migrate_cluster(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection

    def close(self) -> None:
        """See Store."""
        self._texts.clear()
        self._salts.clear()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def claim(self) -> None:
        """See Store. Any number of processes may write."""

    def save(self, batch: Sequence[Submission]) -> list[Outcome]:
        """See Store. Each vote that is new is in one statement, whose transaction is its own."""
        connection = self._live()
        with self._reported("did not take votes"):
            keys, rows = self._rows(connection, batch)
            inserted = _insert(connection, rows)
            if len(inserted) == len(batch):
                return [Outcome.STORED] * len(batch)
            known = _complete(connection, [row for key, row in rows.items() if key not in inserted])
            return list(_outcomes(keys, inserted, known))

    def destroy_salts(self, now: int, latest: int | None = None) -> None:
        """See Store. The server gives the place of a deleted row to others when it next vacuums the table.

        The server's clock is asked, too: that of one replica must not destroy what the others use.
        """
        connection = self._live()
        with self._reported("still holds salts of past days"):
            days = (now // DAY, max(now, latest or now) // DAY + 1)
            cluster.retried(lambda: connection.execute(_DESTROY_SALTS, days))
        self._salts = {day: salt for day, salt in self._salts.items() if days[0] <= day <= days[1]}

    @contextmanager
    def read(self) -> Iterator[PostgresSession]:
        """See Store."""
        with (
            self._reported("cannot be read", writing=False),
            closing(cluster.read(self._address)) as connection,
        ):
            require_newest_cluster(connection, self._address)
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield PostgresSession(connection)

    def write(self, work: Callable[[PostgresSession], _Result]) -> _Result:
        """See Store."""
        connection = self._live()

        def once() -> _Result:
            with connection.transaction():
                return work(PostgresSession(connection))

        with self._reported("did not take a change"):
            return cluster.retried(once)

    def scrub(self) -> bool:
        """See Store. The server gives the place of a deleted row to others when it next vacuums the table."""
        return True

    def _live(self) -> cluster.Connection:
        if self._connection is None:
            self.open()
        if self._connection is None:
            raise StoreError(f"{self._address} is not open.")
        return self._connection

    @contextmanager
    def _reported(self, what: str, *, writing: bool = True) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            if writing:
                # The server that the next batch finds need not be the one that this one lost.
                self.close()
            # Not what the server adds to its first sentence: that quotes the row.
            why = self._address.hide(error.diag.message_primary or str(error))
            why = " ".join(why.split()).removesuffix(".")
            raise StoreError(f"{self._address} {what}: {why}.") from None

    def _rows(
        self, connection: cluster.Connection, batch: Sequence[Submission]
    ) -> tuple[list[_Key], dict[_Key, _Row]]:
        """Return the key of each submission, and what is said of each: the latest details."""
        self._learn(connection, batch)
        keys: list[_Key] = []
        rows: dict[_Key, _Row] = {}
        for submission in batch:
            vote = submission.vote
            answer = "t" if vote.helpful is Helpful.YES else "f"
            key = (vote.id.bytes.hex(), self._texts[vote.page, vote.revision], answer)
            keys.append(key)
            if key in rows:
                _add_details(rows[key], vote)
            else:
                at = submission.received_at
                reader = hashed(submission, self._salts[at // DAY]).hex()
                flagged = "t" if submission.flagged else "f"
                rows[key] = _Row(key, vote.reason, vote.status, vote.comment, reader, str(at), flagged)
        return keys, rows

    def _learn(self, connection: cluster.Connection, batch: Sequence[Submission]) -> None:
        """Know that each text is there, and the salt of each day of a batch; make what is not there yet."""
        if len(self._texts) > _TEXTS_KNOWN:
            self._texts.clear()
        texts = {(one.vote.page, one.vote.revision) for one in batch} - self._texts.keys()
        if texts:
            self._texts.update(_add_texts(connection, texts))
        for day in {one.received_at // DAY for one in batch} - self._salts.keys():
            self._salts[day] = _salt(connection, day)


def _insert(connection: cluster.Connection, rows: dict[_Key, _Row]) -> set[_Key]:
    """Insert the first row of each id; return the keys of those that were not there before."""
    first: dict[str, _Row] = {}
    for row in rows.values():
        first.setdefault(row.key[0], row)
    # In the order of the ids: replicas that write the same ones do not wait for each other in a circle, and
    # neighbours in the index are written together.
    ordered = [first[vote_id] for vote_id in sorted(first)]
    columns = (
        *_columns(ordered),
        _array(row.reader for row in ordered),
        _array(row.created_at for row in ordered),
        _array(row.flagged for row in ordered),
    )
    cursor = cluster.retried(lambda: connection.execute(_INSERT, columns))
    if cursor.rowcount == len(ordered):
        return {row.key for row in ordered}
    return {first[vote_id.hex].key for (vote_id,) in cursor}


def _complete(connection: cluster.Connection, rows: list[_Row]) -> set[_Key]:
    """Add details to votes that are known; return the keys of those, and not of ids known for others."""
    if not rows:
        return set()
    columns = _columns(sorted(rows, key=lambda row: row.key))
    found = cluster.retried(lambda: connection.execute(_COMPLETE, columns))
    return {(vote_id.hex, text.hex, "t" if helpful else "f") for vote_id, text, helpful in found}


def _columns(rows: list[_Row]) -> tuple[Any, ...]:
    ids, texts, answers = zip(*(row.key for row in rows), strict=True)
    return (
        _array(ids),
        _array(texts),
        _array(answers),
        [row.reason and str(row.reason) for row in rows],
        [row.status for row in rows],
        [row.comment for row in rows],
    )


def _array(items: Iterable[str]) -> str:
    """Write items that need no quotes as an array; psycopg takes many times as long with objects."""
    return f"{{{','.join(items)}}}"


def _outcomes(keys: Iterable[_Key], inserted: set[_Key], known: set[_Key]) -> Iterator[Outcome]:
    new = set(inserted)
    for key in keys:
        if key in new:
            new.remove(key)
            yield Outcome.STORED
        else:
            yield Outcome.STORED_AGAIN if key in inserted or key in known else Outcome.CONFLICT


def _add_texts(connection: cluster.Connection, texts: set[_Text]) -> dict[_Text, str]:
    ids = {text: text_id(*text).hex for text in sorted(texts)}
    columns = (_array(ids.values()), [page for page, _ in ids], [revision for _, revision in ids])
    cluster.retried(lambda: connection.execute(_ADD_TEXTS, columns))
    return ids


def _salt(connection: cluster.Connection, day: int) -> bytes:
    """Return the one salt of a day, whichever replica made it."""
    new = (day, secrets.token_bytes(32))
    cluster.retried(lambda: connection.execute(_ADD_SALT, new))
    found = connection.execute(_GET_SALT, (day,)).fetchone()
    if found is None:
        raise StoreError("The salt of the day went away while it was made.")
    return bytes(found[0])


def _add_details(row: _Row, vote: Vote) -> None:
    row.reason = vote.reason or row.reason
    row.status = vote.status or row.status
    row.comment = vote.comment or row.comment
