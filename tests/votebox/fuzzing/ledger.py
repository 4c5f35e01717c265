"""What was acknowledged: all of it has to be in the database, within every limit, and nothing else."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from tests.votebox.fuzzing.exchange import Answer, Facts, Request
from tests.votebox.sharing import PAGES

_REASONS = {"not-found", "hard-to-understand", "out-of-date", "wrong", "translation"}

_LONGEST, _LONGEST_REDACTED = 2_000, 3_200
"""Characters: what takes the place of personal data can be longer than they are."""

_REDACTED = re.compile(r"\[(email|token|iban|order|phone|card|number)\]")

_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PERSONAL = re.compile(r"\w@\w+\.\w{2}|\d{9}", re.ASCII)

_Row = dict[str, Any]


class Ledger:
    """Notes the answers to votes."""

    def __init__(self) -> None:
        self.stored: set[UUID] = set()
        """Votes that were acknowledged."""
        self._doubtful: set[UUID] = set()
        """Votes whose sender did not wait for an answer, or could not know what was read."""
        self._trapped: set[UUID] = set()
        """Votes that were answered like others, and are not to be stored."""
        self._facts: set[Facts] = set()
        """What is known of acknowledged votes."""

    def note(self, request: Request, answers: Sequence[Answer]) -> Iterator[str]:
        """Take down what a request was answered; yield what cannot be, a sentence each."""
        if request.answers is None or len(answers) < request.answers:
            self._doubtful.update(vote.id for vote in request.votes)
        for found in filter(None, map(_acknowledged, answers)):
            if request.votes and found not in {vote.id for vote in request.votes}:
                yield f"A vote was acknowledged by the id {found}."
            elif request.trapped:
                self._trapped.add(found)
            else:
                self.stored.add(found)
                self._facts.update(vote for vote in request.votes if vote.id == found)

    def faults(self, rows: Sequence[_Row], began: int, ended: int) -> Iterator[str]:
        """Yield what is wrong with the rows of a run, a sentence each; its times are as in Submission."""
        found = {UUID(row["id"]) for row in rows}
        if missing := self.stored - found:
            yield f"{len(missing)} votes were acknowledged and are not stored, such as {min(missing)}."
        if others := found - self.stored - self._doubtful:
            machines = len(others & self._trapped)
            yield f"{len(others)} votes are stored and were not acknowledged, {machines} of them of machines."
        known = {vote.id for vote in self._facts}
        if changed := {vote for vote in map(_facts, rows) if vote.id in known} - self._facts:
            yield f"{len(changed)} votes are stored as nobody sent them, such as {min(changed)}."
        for row in rows:
            yield from (f"{row['id']}: {fault}" for fault in broken(row, began, ended))


def _acknowledged(answer: Answer) -> UUID | None:
    """Return the id that stands in an answer which says that a vote is stored."""
    if answer.status in {200, 201} and b'"stored":true' in answer.body:
        return UUID(json.loads(answer.body)["id"])
    if answer.status == 303:
        return UUID(answer.values("location")[0].rpartition("#")[2])
    return None


def _facts(row: _Row) -> Facts:
    return Facts(UUID(row["id"]), row["page"], row["revision"], "yes" if row["helpful"] else "no")


def broken(row: _Row, began: int, ended: int) -> Iterator[str]:
    """Yield each limit that a row breaks."""
    reason, status, comment = row["reason"], row["status"], row["comment"]
    if row["page"] not in PAGES:
        yield f"The page is {row['page']!r}."
    elif status is not None and status not in PAGES[row["page"]]["statuses"]:
        yield f"The status is {status!r}."
    if not re.fullmatch("[0-9a-f]{8,64}", row["revision"]):
        yield f"The revision is {row['revision']!r}."
    if row["helpful"] not in {0, 1}:
        yield f"helpful is {row['helpful']!r}."
    if row["helpful"] and (reason, status, comment) != (None, None, None):
        yield "A Yes has details."
    if reason is not None and reason not in _REASONS:
        yield f"The reason is {reason!r}."
    if comment is not None:
        yield from _of_a_comment(comment)
    if len(row["reader"]) != 16:
        yield f"The reader has {len(row['reader'])} bytes."
    if not began <= row["created_at"] <= ended:
        yield f"The time is {row['created_at']}."


def _of_a_comment(comment: str) -> Iterator[str]:
    longest = _LONGEST_REDACTED if _REDACTED.search(comment) else _LONGEST
    if not 1 <= len(comment) <= longest or comment != comment.strip():
        yield f"The comment has {len(comment)} characters, with blanks at its ends or without."
    if found := _UNSTORABLE.search(comment):
        yield f"The comment has the character {found[0]!r}."
    if found := _PERSONAL.search(comment):
        yield f"The comment has {found[0]!r}."
