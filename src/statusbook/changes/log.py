"""``changes.json``: what the last commits did to readers. The contract with votebox; both sides test it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from statusbook.changes.cache import Cache
from statusbook.changes.chain import Chain
from statusbook.changes.change import Change
from statusbook.history import Commit, commits, git
from statusbook.problems import StatusbookError

VERSION = 1
"""Raised when a reader of the old shape could no longer read the new one."""

_NO_HISTORY = "changes.json is not written: git knows no commit here. Clone the project with its history."
_CUT_OFF = (
    "The clone is shallow: what {commit} changed, and what was before it, is not known. "
    "Fetch the rest: git fetch --unshallow"
)
_UNREADABLE = "{commit} “{subject}”: what it changed cannot be told.\n{why}"


class NoHistoryError(StatusbookError):
    """Git knows no commit."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A commit with what it did to readers."""

    commit: Commit
    changes: Sequence[Change] = ()
    """In the order of `compare`; none where there was no help centre before, or where a `Log` says why."""


@dataclass(frozen=True, kw_only=True)
class Log:
    """The last commits that touched the words of a help centre."""

    entries: Sequence[Entry]
    """Newest first."""
    problems: Sequence[str]
    """What cannot be told, and why."""


def read_log(root: Path, most: int) -> Log:
    """The last commits of the project in `root`, `most` at most.

    What they changed is kept in ``.cache/``, so that it is found out once.

    Raises:
        NoHistoryError: where git knows no commit.
    """
    found, project = commits(root, most + 1), git(root, "rev-parse", "--show-prefix")
    if found is None or project is None:
        raise NoHistoryError(_NO_HISTORY)
    with Chain(root, Cache(root / ".cache" / "changes", project)) as chain:
        # Between two of these commits the words stayed as they were, so each was written upon the next.
        pairs = zip(found[:most], [*found[1:], None], strict=False)
        told = [_told(commit, before, chain) for commit, before in pairs]
    return Log(
        entries=[entry for entry, _ in told if entry], problems=[problem for _, problem in told if problem]
    )


def _told(commit: Commit, before: Commit | None, chain: Chain) -> tuple[Entry | None, str]:
    """A commit's entry, and what is wrong with it."""
    name = commit.hash[:12]
    if commit.cut_off:
        return None, _CUT_OFF.format(commit=name)
    try:
        changes = chain.changes(before.hash, commit.hash) if before else ()
    except StatusbookError as error:
        return Entry(commit=commit), _UNREADABLE.format(commit=name, subject=commit.subject, why=error)
    return Entry(commit=commit, changes=changes), ""


def changes_json(entries: Iterable[Entry]) -> str:
    """The file; who wrote a commit is not in it, since it is published."""
    shown = [_shown(entry) for entry in entries]
    return json.dumps({"version": VERSION, "commits": shown}, ensure_ascii=False, indent=1) + "\n"


def _shown(entry: Entry) -> dict[str, Any]:
    return {
        "commit": entry.commit.hash,
        "date": entry.commit.date.isoformat(),
        "subject": entry.commit.subject,
        "changes": [
            {"area": change.area.name.lower(), "locale": change.locale, "sentence": change.sentence}
            for change in entry.changes
        ],
    }
