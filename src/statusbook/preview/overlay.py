"""What a previewed page carries besides itself: what is wrong, and the way to its other languages.

It is drawn on finished pages, by ``overrides/preview/overlay.html``.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from statusbook import report
from statusbook.problems import Problem

MOST = 50
"""Remarks on a page; more help nobody."""

_DEEP = 1000
"""Further than any line is indented."""

_KEY = re.compile(r"( *)([\w-]+):(?: |$)")


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A problem as an editor sees it; what it has not is empty."""

    place: str = ""
    """Its file, line and column."""
    message: str
    fix: str
    frame: str = ""
    """The offending line, and below it a caret."""
    status: str = ""
    """The id of the status or stage in which it stands."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the bar of a page says."""

    version: int
    """Of what pages are made of; it grows with each change."""
    remarks: Sequence[Remark]
    notes: Sequence[str]
    """What is shown in the place of files that cannot be read."""
    is_checked: bool
    """Whether everything has been looked at since the last change."""


def remark(problem: Problem, root: Path, statuses: Collection[str] = ()) -> Remark:
    """The problem in a file below `root`; `statuses` are the ids that pages may show."""
    frame = report.text([problem], root).removeprefix(str(problem))
    return Remark(
        place=str(problem.where),
        message=problem.message,
        fix=problem.fix,
        frame=textwrap.dedent(frame.removeprefix("\n")),
        status=_status(problem, root, statuses) if problem.where.file == "statuses.yaml" else "",
    )


def _status(problem: Problem, root: Path, statuses: Collection[str]) -> str:
    """The status that a line stands in, by the indentation alone: the file may be no YAML."""
    try:
        lines = (root / problem.where.file).read_text(encoding="utf-8").splitlines()[: problem.where.line]
    except (OSError, UnicodeDecodeError):
        return ""
    status, deeper = "", _indent(lines[-1]) + 1 if lines and _indent(lines[-1]) else _DEEP
    for found in filter(None, map(_KEY.match, reversed(lines))):
        indent, key = len(found[1]), found[2]
        if indent < deeper:
            deeper = indent
            if key in statuses:
                status = status or key
            if not indent:
                return status if key == "statuses" else ""
    return ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class Overlay:
    """The bar of one preview.

    Args:
        names: the languages, the source language first, and what the bar calls them.
        folders: where the template is looked for, first to last.
    """

    def __init__(self, names: Mapping[str, str], folders: Sequence[Path]) -> None:
        self._names = names
        environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._template = environment.get_template("preview/overlay.html")

    def draw(self, html: str, file: str, files: Container[str], told: Told) -> str:
        """A page with the bar on it.

        Args:
            html: the page, without one.
            file: its path below the site's folder.
            files: the paths of all pages.
            told: what the bar says.
        """
        remarks = told.remarks
        bar = self._template.render(
            version=told.version,
            is_checked=told.is_checked,
            remarks=remarks[:MOST],
            more=max(0, len(remarks) - MOST),
            notes=told.notes,
            statuses={r.status for r in remarks if f'id="{r.status}"' in html},
            languages=self._languages(files, PurePosixPath(file)),
        )
        return f"{html.partition('</body>')[0]}{bar}</body>\n</html>\n"

    def _languages(self, files: Container[str], page: PurePosixPath) -> list[dict[str, object]]:
        """The page in every language; its home page where a language has no such page."""
        source = next(iter(self._names))
        here = page.parts[0] if page.parts[0] in self._names else source
        name = page.relative_to("" if here == source else here)
        found = []
        for tag in self._names:
            top = PurePosixPath("" if tag == source else tag)
            target = top / name if str(top / name) in files else top / "index.html"
            url = f"/{target}".removesuffix("index.html")
            found.append({"tag": tag, "name": self._names[tag], "url": url, "here": tag == here})
        return found
