"""The help centre while it is being written: what cannot be read stays as it was, and each page says so."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import tempfile
import threading
import time
from collections.abc import Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from statusbook import report, search
from statusbook.build.resident import Resident
from statusbook.build.tree import put
from statusbook.checks.check import check
from statusbook.history import LastChanges
from statusbook.preview.overlay import Overlay, Told
from statusbook.preview.remarks import Remarks
from statusbook.preview.sources import STATUSES, Sources
from statusbook.preview.turns import Turns
from statusbook.problems import Problem, StatusbookError
from statusbook.site import History
from statusbook.whole import told

STOPPED = "Until this is mended, you see this page as it was before."
"""What an editor is told when a page cannot be made."""

_SETUP = ("mkdocs.yml", "hooks/")
"""What MkDocs is set up by."""

_BARE = "<!doctype html><html><head><title>…</title><style></style></head><body></body></html>"
"""The place of a page that could never be made."""


class Preview:
    """The pages of a project as they are now; `refresh` tells it that files have changed.

    Its methods can be called from any thread. What a reader does not wait for (the checks, the pages that
    nobody looks at, the search index) is done by `work`, which is for a thread of its own.
    """

    def __init__(self, root: Path, asked: Sequence[str]) -> None:
        """Read the project; see `Resident` for `asked`.

        Raises:
            StatusbookError: when MkDocs cannot be set up, or a script cannot be read.
        """
        self._root, self._asked = root, asked
        self._lock = Turns()
        self._turned = threading.Condition()
        self._idle = threading.Event()
        self._work = threading.Event()
        self._folder = tempfile.TemporaryDirectory(prefix="preview_")
        self._checks, self._is_closed = _checks(), False
        self._remarks = Remarks(root)
        self._last: dict[str, str] = {}
        self._beside: dict[str, bytes] = {}
        self._stopped = ""
        self._said: list[Problem] = []
        self.version = int(time.time() * 1000)
        """Grows whenever pages may have changed, and is never that of a preview before this one."""
        self._history: History | None = None
        self._sources = Sources(root)
        self._resident = Resident(root, asked, self._remarks.hear)
        self.refresh()
        if self._stopped:
            raise StatusbookError(self._stopped)

    def refresh(self, changed: Collection[str] = ()) -> None:
        """Reads what has changed; `changed` are paths below the project's folder."""
        with self._lock:
            if self._remarks.forget():
                self._resident.forget()
            self._stopped, self._checked = "", False
            try:
                if any(path.startswith(_SETUP) for path in changed):
                    self._resident = Resident(self._root, self._asked, self._remarks.hear)
                elif not all(map(self._is_text, changed)):
                    self._resident.look()
                self._renew()
            except StatusbookError as error:
                self._stopped = str(error)
                self._remarks.hear(self._stopped)
                _say(self._stopped)
            self._announce()
        self._idle.clear()
        self._work.set()

    def _renew(self) -> None:
        resident, sources = self._resident, self._sources
        sources.read(resident.names, self._history.changes if self._history else LastChanges(self._root))
        if self._history is None:
            self._history = self._read_history()
        resident.renew(sources.catalog, sources.languages, self._history)
        self._overlay = Overlay(resident.names, resident.setup.folders)

    def _read_history(self) -> History:
        return History.read(self._root, [language.texts for language in self._sources.languages])

    def _is_text(self, path: str) -> bool:
        """Whether a file, by its path below the project's folder, is one of words that is still there."""
        if path == STATUSES or path.startswith("locales/"):
            return True
        is_page = path.endswith(".md") and path.removeprefix("docs/") in self._resident.written
        return is_page and (self._root / path).is_file()

    def _announce(self) -> None:
        with self._turned:
            self.version += 1
            self._turned.notify_all()

    def wait(self, version: int, seconds: float) -> int:
        """The version, as soon as it is another one, or some time has passed."""
        with self._turned:
            self._turned.wait_for(lambda: self.version != version, timeout=seconds)
            return self.version

    def page(self, file: str) -> str | None:
        """The page that is written to a file below the site's folder; None where there is none."""
        with self._lock:
            if file not in self._resident.files:
                return None
            notes = [*self._sources.notes, *([STOPPED] if self._stopped else [])]
            heard = self._remarks.count
            try:
                raw = self._resident.html(file)
                html = self._resident.site.loaded.undressed(raw)
                self._last[file] = raw
            except Exception as error:  # whatever it is, the editor reads it on the page
                if self._remarks.count == heard:  # MkDocs says more of most, such as the page
                    self._remarks.hear(str(error))
                html = self._resident.site.loaded.undressed(self._last.get(file, _BARE))
                notes = [*self._sources.notes, STOPPED]
            remarks = self._remarks.all(self._sources, self._resident.site.problems)
            told = Told(version=self.version, remarks=remarks, notes=notes, is_checked=self._checked)
            return self._overlay.draw(html, file, self._resident.files, told)

    def raw(self, file: str) -> str:
        """The page as a build would write it before it is dressed."""
        with self._lock:
            return self._resident.html(file)

    @property
    def files(self) -> list[str]:
        """Where all pages are written to."""
        return list(self._resident.files)

    def beside(self, file: str) -> bytes | None:
        """What is at another path below the site's folder."""
        with self._lock:
            data = self._resident.assets().get(file) or self._beside.get(file)
        path = self._index / file
        if data is None and file.startswith("pagefind/") and ".." not in file and path.is_file():
            return path.read_bytes()
        return data

    @property
    def _index(self) -> Path:
        return Path(self._folder.name)

    def work(self) -> None:
        """Does what nobody waits for, again and again, until `close`."""
        while self._work.wait() and not self._is_closed:
            self._work.clear()
            try:
                self._work_once()
            except Exception as error:  # whatever it is, the next save is to be looked at, too
                if not self._is_closed:
                    self._remarks.hear(f"The checks have failed: {error!r}")
                    self._checks = _checks()
                    self._announce()

    def settle(self, seconds: float) -> bool:
        """Waits until all is done that nobody waits for; whether it is."""
        return self._idle.wait(seconds)

    def _work_once(self) -> None:
        problems = self._checks.submit(check, self._root).result()
        if self._work.is_set():
            return
        self._take(problems)
        for file in self.files:
            self._lock.let_others()
            if self._work.is_set():
                return
            self.page(file)
        self._finish()
        history = self._read_history()
        if history != self._history:  # something was committed, or it is told in other words
            self._history = history
            self.refresh()
        gc.collect()  # which takes a tenth of a second, and would at other times delay a page
        if not self._work.is_set():
            self._idle.set()

    def _take(self, problems: list[Problem]) -> None:
        with self._lock:
            self._remarks.found, self._checked = problems, True
            self._announce()
            if problems != self._said:
                _say(report.text(problems, self._root) if problems else "All is mended.")
            self._said = problems

    def _finish(self) -> None:
        """The files beside the pages, and the search index."""
        with self._lock:
            site = self._resident.site
            if not self._stopped:
                self._beside = dict(site.beside()) | dict(told(site, site.gathered()))
            self._announce()
            shown = {file: self._last[file] for file in self.files if file in self._last}
        pages = {file: body for file, html in shown.items() if (body := search.readable(html))}
        for path in self._index.rglob("*.html"):
            if path.relative_to(self._index).as_posix() not in pages:
                path.unlink()
        for file, html in pages.items():
            put(self._index / file, html.encode(errors="xmlcharrefreplace"))
        try:
            search.build_index(self._index)
        except StatusbookError as error:
            self._remarks.hear(str(error))

    def close(self) -> None:
        """Ends it, and removes what it has written."""
        self._is_closed = True
        self._work.set()
        self._checks.shutdown(cancel_futures=True)
        self._folder.cleanup()


def _say(words: str) -> None:
    print(f"\n{words}", flush=True)  # noqa: T201 - it is a server's log


def _checks() -> ProcessPoolExecutor:
    """A process for the checks, so that no page waits for them."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, context, signal.signal, (signal.SIGINT, signal.SIG_IGN))
