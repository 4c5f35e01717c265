"""`votebox forget`, `copy` and `backup`: what is done with votes that are there."""

import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from votebox import retention, transfer
from votebox.address import Place
from votebox.backup import back_up
from votebox.cli.common import DATABASE, place_at, place_of, told
from votebox.errors import SettingsError
from votebox.store import Store
from votebox.stores import store_at

_TRACES = (
    "Traces may be left until whoever reads the database has ended. Once that is so, run the command again."
)


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, type=click.UUID)
@DATABASE
def forget(ids: tuple[UUID, ...], database: str | None) -> None:
    """Delete votes with all that they hold, by their ids: the receipts that readers were shown.

    Ends with 1 where a vote is not there.
    """
    with told(), closing(store_at(place_of(database))) as store:
        with store.read():
            pass  # a database that is not there is not made
        store.claim()
        store.open()
        there = [_forget(store, vote_id) for vote_id in ids]
        if not (gone := store.scrub()):
            click.echo(_TRACES, err=True)
    if not all(there) or not gone:
        raise SystemExit(1)


def _forget(store: Store, vote_id: UUID) -> bool:
    there = store.write(partial(retention.forget, vote_id=vote_id))
    click.echo(f"{vote_id}: {'forgotten' if there else 'there is no such vote'}.")
    return there


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy all votes from one database to another, each a SQLite file or postgresql://….

    Votes that are in TO alone stay as they are. A copy that was interrupted goes on where it was when it is
    run again; run later, it brings over what has come or changed since.
    """
    with told():
        origin, goal = place_at("FROM", source), place_at("TO", target)
        if _name(origin) == _name(goal):
            raise SettingsError(f'FROM and TO are the same: "{origin}". Give two databases')
        with closing(store_at(goal)) as store, _bar("Copying votes") as bar:
            copied = transfer.copy(
                store_at(origin), store, name=_name(origin), now=_now(), progress=partial(_show, bar)
            )
    click.echo(f"{copied.votes - copied.left_out:,} votes are in {goal}.")
    if copied.left_out:
        click.echo(f"{copied.left_out:,} are not: they are of days whose votes were deleted there.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@DATABASE
def backup(file: Path, database: str | None) -> None:
    """Write all votes into a new SQLite file, as they are at one moment; the server may go on.

    The file takes its name when it is complete.
    """
    with told():
        if file.exists():
            raise SettingsError(f'"{file}" exists. Give a file that does not, such as votes-2026-11-25.db')
        if not file.parent.is_dir():
            raise SettingsError(f'"{file.parent}" is no folder. Give a file in one that exists')
        with _bar("Writing votes") as bar:
            copied = back_up(store_at(place_of(database)), file, now=_now(), progress=partial(_show, bar))
    click.echo(f"{file} holds {copied.votes:,} votes. To go back to them: votebox copy {file} TO")


def _name(place: Place) -> str:
    """What a place is called, whatever folder the command is run in."""
    return str(place.resolve() if isinstance(place, Path) else place)


def _bar(label: str) -> Any:  # noqa: ANN401 - click's class has no public name
    quiet = not sys.stderr.isatty()
    return click.progressbar(length=1, label=label, file=sys.stderr, hidden=quiet)


def _show(bar: Any, done: int, total: int) -> None:  # noqa: ANN401
    bar.length = total
    bar.update(done - bar.pos)


def _now() -> int:
    return time.time_ns() // 1_000_000
