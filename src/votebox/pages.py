"""The pages that votes are taken for: `pages.json`, which the build of the site writes."""

import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import DecodeError, Struct
from msgspec.json import Decoder

from votebox.errors import SettingsError
from votebox.logs import event
from votebox.revisions import Edition

_LOG = logging.getLogger("votebox")


class Page(Struct, frozen=True, kw_only=True):
    """What votebox has to know of a page; the other members of `pages.json` are for others."""

    thanks: str
    """The path that a form is sent on to when its vote is stored."""
    failed: str
    """The path of the page that says that a vote was not stored."""
    statuses: frozenset[str] = frozenset()
    """The ids of the statuses on the page: what a reader may have been looking for."""
    revision: str = ""
    """The hash of what the page says now."""
    title: str = ""
    url: str = ""
    """The path of the page."""


class _Document(Struct, frozen=True, kw_only=True):
    version: Literal[1]
    pages: dict[str, Page]
    commit: str | None = None
    policy: str | None = None


_DECODER = Decoder(_Document)


class PageList:
    """The pages of a built site, by their keys; follows the file when a new build replaces it."""

    def __init__(self, path: Path, *, interval: float = 1.0) -> None:
        """Read the file; look at it again at most every `interval` seconds.

        Raises:
            SettingsError: The file is missing, or is not the list that votebox knows.
        """
        self._path = path
        self._interval = interval
        self._looked = time.monotonic()
        try:
            self._stamp = self._stamped()
            self._document = _read(path)
        except FileNotFoundError as error:
            raise SettingsError(f"{path} does not exist. Build the site first: make build") from error
        except (OSError, DecodeError, ValueError) as error:
            raise SettingsError(
                f"{path} cannot be read: {error}. Build the site again: make build"
            ) from error

    def current(self) -> Mapping[str, Page]:
        """Return the pages by key; of a file that has become unreadable, those of its last good version."""
        now = time.monotonic()
        if now - self._looked >= self._interval:
            self._looked = now
            self._follow()
        return self._document.pages

    def policy(self) -> bytes | None:
        """Return the Content-Security-Policy that the pages were built for, if there is one.

        The file is looked at each time: where a policy names hashes, a page under that of another build would
        lose its style.
        """
        self._follow()
        policy = self._document.policy
        return policy.encode("latin-1", "replace") if policy and policy.isprintable() else None

    def edition(self) -> Edition:
        """Return which revision each page has now, and the commit that the site was made from."""
        pages = self.current()
        revisions = {key: page.revision for key, page in pages.items() if page.revision}
        return Edition(revisions=revisions, commit=self._document.commit)

    def _follow(self) -> None:
        try:
            stamp = self._stamped()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self._document = _read(self._path)
        except (OSError, DecodeError, ValueError) as error:
            # A build empties the site before it fills it: for a moment the file is missing or half written.
            _LOG.warning(
                "%s cannot be read, the pages known before stay: %s",
                self._path,
                error,
                extra=event("pages-unreadable", path=str(self._path)),
            )

    def _stamped(self) -> tuple[int, int]:
        status = self._path.stat()
        return status.st_mtime_ns, status.st_size


def _read(path: Path) -> _Document:
    return _DECODER.decode(path.read_bytes())
