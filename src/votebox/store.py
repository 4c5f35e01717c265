"""What is asked of a store, and what it is given."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from enum import Enum, auto
from typing import Protocol, TypeVar

from msgspec import Struct

from votebox.session import Session
from votebox.vote import Vote

BATCH_LIMIT = 1_000
"""The most submissions that a store is given at once."""


_Result = TypeVar("_Result")


class Submission(Struct, frozen=True, kw_only=True, gc=False):
    """A vote as it came in. Address and agent stay in memory: a store keeps a keyed hash of them alone."""

    vote: Vote
    address: str
    """The client's address; behind named proxies the one that they report."""
    agent: bytes
    """The User-Agent header; empty when there is none."""
    received_at: int
    """Milliseconds since the Unix epoch, UTC."""
    flagged: bool = False
    """Whether it is part of a burst: it is kept, and left out of the scores."""


class Outcome(Enum):
    """What became of a submission."""

    STORED = auto()
    STORED_AGAIN = auto()
    """The vote was known; what details came with it are stored, and replace those of before."""
    CONFLICT = auto()
    """The id is known for another page, revision or answer; nothing is stored."""


class Store(Protocol):
    """What is asked of a store. Its methods block; but for `read`, one thread at a time calls them."""

    def open(self) -> None:
        """Connect, and bring the schema up to date.

        Raises:
            StoreError: The votes cannot be kept there; the text says why.
        """

    def claim(self) -> None:
        """Be the one process that writes, where there may be one alone; until `close`.

        Raises:
            StoreError: Another process is.
        """

    def save(self, batch: Sequence[Submission]) -> list[Outcome]:
        """Keep a batch durably; return the outcome of each, in the same order.

        A batch has 1 to BATCH_LIMIT submissions; the same id may come twice in it.

        Raises:
            StoreError: None of the batch may be acknowledged. Where a connection was lost, votes of it may be
                stored; sent again they are STORED_AGAIN.
        """

    def destroy_salts(self, now: int, latest: int | None = None) -> None:
        """Make the reader hashes of past days impossible to retrace.

        So are those of days after tomorrow: only a clock that was wrong has made them, and their own day may
        never come.

        Args:
            now: As in Submission.
            latest: What time it may be as well, where the clock was set.

        Raises:
            StoreError: Salts of past days are still there; to be tried again.
        """

    def read(self) -> AbstractContextManager[Session]:
        """Read one moment of the store; needs no `open`, writes nothing, and waits for no writer.

        Raises:
            StoreError: There is no store, or it cannot be read.
        """

    def write(self, work: Callable[[Session], _Result]) -> _Result:
        """Do a piece of work in one transaction, and return what it does; it may be done more than once.

        Raises:
            StoreError: Nothing of it is stored.
        """

    def scrub(self) -> bool:
        """Leave no trace of what was deleted, as far as that is in the hands of this store.

        Returns whether there is none. There may be some as long as somebody reads who began before; the next
        `destroy_salts` tries again.

        Raises:
            StoreError: There are traces yet; to be tried again.
        """

    def close(self) -> None:
        """Let the store go; what was saved stays."""
