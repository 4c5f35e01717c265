"""How long it takes from a save to the new page, in our preview and in `mkdocs serve`.

    python -m benchmarks.preview --saves 20 --pages 10

A file of a help centre is written, and the page that shows it is asked for as soon as the server says that
there is something new (ours), or again and again (MkDocs, which answers when it has built). Both run on this
machine, one after the other. The second number of ours is until the page was fetched in all languages.
"""

import argparse
import http.client
import re
import signal
import socket
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import common, help_centre
from benchmarks.build.builders import raise_amount

PAGE = "order-status/"
SAVES = ("statuses.yaml", "a catalog", "a page")
_QUIET = 1.5  # seconds without news, after which nothing is being done any more
_LONGEST = 300.0  # seconds that a save is waited for


class Server:
    """One that shows a project while it is written."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        told = [part.replace("PORT", str(self.port)) for part in command]
        log = (folder / "preview.log").open("w")
        self._process = subprocess.Popen(told, cwd=folder, stdout=log, stderr=log, env=common.ENVIRONMENT)
        while not self.page(PAGE):
            time.sleep(0.1)

    def page(self, path: str) -> str:
        """A page; empty while there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_LONGEST)
        try:
            connection.request("GET", f"/{path}")
            return connection.getresponse().read().decode()
        except OSError:
            return ""
        finally:
            connection.close()

    def close(self) -> None:
        """Ends it."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=30)


class News:
    """The versions that our preview tells of."""

    def __init__(self, port: int) -> None:
        self._condition = threading.Condition()
        self.version = ""
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.sendall(b"GET /preview/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self._socket.makefile("r", encoding="utf-8"):
            if line.startswith("data:"):
                with self._condition:
                    self.version = line.strip()
                    self._condition.notify_all()

    def wait(self, version: str) -> None:
        """Until there is another version."""
        with self._condition:
            self._condition.wait_for(lambda: self.version != version, timeout=_LONGEST)

    def rest(self) -> None:
        """Until nothing is told any more."""
        before = ""
        while before != self.version or not before:
            before = self.version
            time.sleep(_QUIET)


def save(project: Path, what: str, number: int) -> Callable[[str], bool]:
    """Writes a file; whether a page shows it."""
    if what == "statuses.yaml":
        raise_amount(project / what)
        text = (project / what).read_text(encoding="utf-8")
        words = f"{re.findall(r'at_most: ([0-9]+) hours', text)[0]} hour"
        return lambda page: words in page
    file, pattern, words = {
        "a catalog": ("locales/ru/statusbook.po", r'msgstr "Отправлен\d*"', f'msgstr "Отправлен{number}"'),
        "a page": ("docs/order-status.md", r"Three (\d+ )?steps", f"Three {number} steps"),
    }[what]
    path = project / file
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(pattern, words, text), encoding="utf-8")
    shown = words.removeprefix('msgstr "').removesuffix('"')
    return lambda page: shown in page


def ours(project: Path, saves: int, tags: Sequence[str]) -> Iterator[tuple[str, list[float], list[float]]]:
    """For each kind of save: seconds until the page that shows it, and until that page in all languages."""
    script = f"{sysconfig.get_path('scripts')}/statusbook"
    with _served(Server([script, "preview", "--port", "PORT"], project)) as server:
        news = News(server.port)
        for what in SAVES:
            one, all_ = list[float](), list[float]()
            for number in range(saves):
                news.rest()
                version, start = news.version, time.perf_counter()
                shows = save(project, what, number)
                news.wait(version)
                page = server.page(f"ru/{PAGE}" if what == "a catalog" else PAGE)
                one.append(time.perf_counter() - start)
                for tag in tags:
                    server.page(PAGE if tag == "en" else f"{tag}/{PAGE}")
                all_.append(time.perf_counter() - start)
                if not shows(page):
                    raise SystemExit(f"{what}: the page that was told of does not show it.")
            yield what, one, all_


def theirs(plain: Path, saves: int) -> list[float]:
    """Seconds from the save of a page until `mkdocs serve` shows it."""
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", "127.0.0.1:PORT"]
    found = []
    page = plain / "docs" / "order-status.md"
    with _served(Server(command, plain)) as server:
        for number in range(saves):
            time.sleep(_QUIET)
            start, words = time.perf_counter(), f"Seen {number} times."
            with page.open("a", encoding="utf-8") as file:
                file.write(f"\n{words}\n")
            while words not in server.page(PAGE):
                time.sleep(0.01)
            found.append(time.perf_counter() - start)
    return found


@contextmanager
def _served(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.close()


def _row(name: str, seconds: Sequence[float], standard: float) -> list[str]:
    median = statistics.median(seconds)
    high = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else median
    return [name, f"{median * 1000:,.0f}", f"{high * 1000:,.0f}", f"{median / standard:.4f}"]


def main() -> None:
    """Measure what the command line asks for, and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--saves", type=int, default=20, help="of each kind")
    parser.add_argument("--pages", type=int, default=10, help="of the help centre, in each language")
    wanted = parser.parse_args()
    print(common.machine(), flush=True)
    tags = [language["locale"] for language in common.languages()]
    with tempfile.TemporaryDirectory() as name:
        project, plain = Path(name) / "ours", Path(name) / "plain"
        help_centre.make(project, wanted.pages, len(tags), 7)
        script = f"{sysconfig.get_path('scripts')}/statusbook"
        subprocess.run([script, "build", "--root", str(project)], check=True, env=common.ENVIRONMENT)
        common.write_plain(project / "site", plain, project)
        slow = theirs(plain, 3)
        standard = statistics.median(slow)
        rows = [["", "median, ms", "95 % of saves, ms", "ratio"]]
        for what, one, all_ in ours(project, wanted.saves, tags):
            rows.append(_row(f"ours, {what}", one, standard))
            rows.append(_row(f"ours, {what}, all languages", all_, standard))
        rows.append(_row("mkdocs serve, a page", slow, standard))
        print(f"{len(tags)} languages × {wanted.pages} pages, {wanted.saves} saves of each kind\n")
        print(common.table(rows))


if __name__ == "__main__":
    main()
