"""Saves in a row, some of them broken: in the end the preview has the pages that a new build has.

``SAVES=200 SEED=7 pytest tests/test_preview_saves.py`` saves more often, and other things.
"""

from __future__ import annotations

import os
import random
import re
import threading
from pathlib import Path

from statusbook.dress import dress
from statusbook.preview.preview import Preview
from tests.project import Project, copy_project
from tests.site_builder import State, restore, run, sources
from tests.test_rebuilds import LOCALES, Editor

SAVES = int(os.environ.get("SAVES", "30"))
SEED = int(os.environ.get("SEED", "1"))
BREAKS = (
    ("statuses.yaml", b"statuses:", b"statuses: ["),
    ("statuses.yaml", b"\n", b"\n\t"),
    ("locales/ru/statusbook.po", b'msgstr "', b"msgstr "),
    ("docs/order-status.md", b"description:", b"description: [\n"),
    ("docs/index.md", b"---\n", b"---\ntemplate: nowhere.html\n"),
    ("overrides/blocks/footer.html", b"{% ", b"{% nothing "),
    ("overrides/main.html", b"{% ", b"{% nothing "),
    ("mkdocs.yml", b"plugins:", b"plugins: ["),
)
"""A file, and what makes it unreadable."""

_OTHER = re.compile(r'assets/site\.[0-9a-f]{12}\.js|<meta http-equiv="Content-Security-Policy"[^>]*>')
"""Both have to do with keeping pages for readers without a network, which the preview never does."""


def break_one(project: Project, chance: random.Random) -> str:
    name, old, new = chance.choice(BREAKS)
    path = project.folder / name
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    return f"{name} is broken"


def dressed(preview: Preview) -> dict[str, str]:
    """All pages, with the css that a build would choose for them."""
    pages = {file: preview.raw(file) for file in preview.files}
    site = preview._resident.site
    for page, made in site.made.items():
        site.see(page, pages[made.file])
    gathered = site.gathered()
    styles = dict(gathered.styles(site.styles((name, [usage]) for name, usage in site.together().items())))
    return {file: dress(page, styles[file], "/votes", offline=False) for file, page in pages.items()}


def changed(before: State, project: Project) -> set[str]:
    now = sources(project)
    return {path.as_posix() for path in now.keys() | before.keys() if now.get(path) != before.get(path)}


def test_saves_in_a_row_end_with_the_pages_of_a_new_build(tmp_path: Path) -> None:
    project = copy_project(tmp_path, LOCALES)
    chance = random.Random(SEED)
    editor = Editor(project, chance)
    preview = Preview(project.folder, [])
    threading.Thread(target=preview.work, daemon=True).start()
    told, whole, last = list[str](), sources(project), sources(project)
    try:
        for _ in range(SAVES):
            if is_broken := chance.random() < 0.3:
                told.append(break_one(project, chance))
            else:
                told.append(editor.edit())
            preview.refresh(changed(last, project))
            last = sources(project)
            for file in chance.sample(preview.files, 2):
                assert (preview.page(file) or "").count('<aside class="preview"') == 1, told
            if is_broken:
                restore(project, whole)
                told.append("mended")
            whole = sources(project)
        while (done := run(project, cache="off")).returncode:  # what was edited may be wrong, too
            told.append(f"undone: {done.stderr[:200]}")
            editor.undo()
        preview.refresh(changed(last, project))
        assert preview.settle(120)
        built = {path.relative_to(project.site).as_posix(): path for path in project.site.rglob("*.html")}
        assert set(preview.files) == built.keys()
        for file, page in dressed(preview).items():
            same = _OTHER.sub("", page) == _OTHER.sub("", built[file].read_text(encoding="utf-8"))
            assert same, f"SEED={SEED}, {file}: {told}"
    finally:
        preview.close()
