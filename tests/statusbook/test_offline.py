"""What keeps pages for readers without a network, and what ends it."""

from __future__ import annotations

import re

from statusbook.offline import WORKER, keep, leave, register
from tests.project import ROOT

THEME = ROOT / "overrides"
PAGES = {"/ru/": b"<h1>Help</h1>", "/": b"<h1>Help</h1>"}


def test_pages_register_the_worker_by_its_address() -> None:
    (script,) = register(THEME)
    assert f'"/{WORKER}"' in script


def test_the_worker_knows_its_build_its_pages_and_what_to_say_of_others() -> None:
    worker = keep(THEME, PAGES, {"ru": "<h1>Нет связи</h1>"})
    first, *rest = worker.splitlines()
    assert re.fullmatch(r'const BUILD = "[0-9a-f]{12}";', first)
    assert rest[:2] == ['const PAGES = ["/", "/ru/"];', 'const MISSING = {"ru": "<h1>Нет связи</h1>"};']
    assert keep(THEME, dict(reversed(PAGES.items())), {}).splitlines()[0] == first
    assert keep(THEME, PAGES | {"/": b"<h1>Hilfe</h1>"}, {}).splitlines()[0] != first


def test_what_ends_it_deletes_what_it_kept_and_answers_nothing() -> None:
    kept, ended = keep(THEME, PAGES, {}), leave(THEME)
    (prefix,) = re.findall(r"^const PREFIX = .*$", kept, re.MULTILINE)
    assert prefix in ended
    assert '"fetch"' in kept
    assert '"fetch"' not in ended
