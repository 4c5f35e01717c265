"""``statusbook diff``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from statusbook.changes.change import Change
from statusbook.changes.compare import compare
from statusbook.changes.report import Format, Pictures, report
from statusbook.changes.sides import of_folder, opened
from statusbook.cli.project import ROOT

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.TEXT.value,
    show_default=True,
    help="text for a terminal, markdown for the comment of a pull request.",
)
@click.option("--pictures", type=_FOLDER, help="Where to put pictures of the rows that changed (markdown).")
@click.option("--before", type=_FOLDER, help="The built site of BASE, for the pictures.")
@click.option("--after", type=_FOLDER, help="The built site of HEAD, for the pictures.")
@click.option("--pictures-at", default="", help="The address of the pictures’ folder, if it has another.")
@ROOT
def diff(
    *,
    base: str,
    head: str | None,
    form: str,
    pictures: Path | None,
    before: Path | None,
    after: Path | None,
    pictures_at: str,
    root: Path,
) -> None:
    """Says what a change does to readers: what is different in HEAD (the files as they are) from BASE.

    BASE and HEAD are git revisions, projects’ folders or files such as statuses.yaml.
    """
    with ExitStack() as stack:
        old = stack.enter_context(opened(base, root))
        new = stack.enter_context(opened(head, root)) if head else of_folder(root)
        changes = compare(old, new)
    taken: Sequence[Pictures] = ()
    if pictures and after:
        taken = _pictures(changes, before, after, pictures, pictures_at or pictures.as_posix())
    click.echo(report(changes, Format(form), taken))


def _pictures(
    changes: Iterable[Change], before: Path | None, after: Path, folder: Path, address: str
) -> list[Pictures]:
    from statusbook.pictures import take  # noqa: PLC0415 - its web server is slow to import, and seldom wanted

    rows = list(dict.fromkeys(change.row for change in changes if change.row))
    return [
        Pictures(
            row=picture.anchor,
            before=f"{address}/{picture.before}" if picture.before else None,
            after=f"{address}/{picture.after}" if picture.after else None,
        )
        for picture in take(rows, before, after, folder)
    ]
