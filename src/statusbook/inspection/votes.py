"""What readers answered, as “votebox report --format json” tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import msgspec

from statusbook.model import Where
from statusbook.problems import InvalidInputError, Problem


@dataclass(frozen=True, kw_only=True)
class PageVotes:
    """The votes on a page in one language, at one revision."""

    page: str
    """Its key, such as ``ru/order-status``."""
    language: str
    yes: int
    no: int
    statuses: dict[str, int]
    """How many of those who answered No looked for each status, by its id."""


@dataclass(frozen=True, kw_only=True)
class Votes:
    """All votes; what is said of them besides is not needed here."""

    version: Literal[1]
    pages: tuple[PageVotes, ...]

    def looked_for(self, status: str) -> dict[str, int]:
        """How many looked for a status, by language, most of them first."""
        found: dict[str, int] = {}
        for page in self.pages:
            if count := page.statuses.get(status, 0):
                found[page.language] = found.get(page.language, 0) + count
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def answers(self, page: str) -> tuple[int, int]:
        """How many answered Yes and No on a page, at all its revisions."""
        votes = [entry for entry in self.pages if entry.page == page]
        return sum(entry.yes for entry in votes), sum(entry.no for entry in votes)


def read_votes(data: bytes, name: str, fix: str = "Make it with “votebox report --format json”.") -> Votes:
    """The votes in a file; `name` is what problems call it, and `fix` how another one is come by.

    Raises:
        InvalidInputError: where it is of another shape.
    """
    try:
        return msgspec.json.decode(data, type=Votes)
    except UnicodeDecodeError:
        why = "it is not UTF-8"
    except msgspec.DecodeError as error:
        why = re.sub(r"`([^`]*)`", r"“\1”", str(error))
    message = f"The file holds no votes: {why}."
    raise InvalidInputError([Problem(where=Where(name), rule="wrong-type", message=message, fix=fix)])
