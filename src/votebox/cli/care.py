"""`votebox forget`, `copy` and `backup`: what is done with votes that are there."""

import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from votebox import retention, transfer
from votebox.backup import back_up
from votebox.cli.common import DATABASE, place_at, place_of, told
from votebox.errors import SettingsError
from votebox.stores import store_at


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, type=click.UUID)
@DATABASE
def forget(ids: tuple[UUID, ...], database: str | None) -> None:
    """Delete votes with all that they hold, by their ids: the receipts that readers were shown.

    Ends with 1 where a vote is not there.
    """
    with told(), closing(store_at(place_of(database))) as store:
        store.claim()
        store.open()
        missing = [one for one in ids if not store.write(partial(retention.forget, vote_id=one))]
        store.scrub()
    for vote_id in ids:
        click.echo(f"{vote_id}: {'there is no such vote' if vote_id in missing else 'forgotten'}.")
    if missing:
        raise SystemExit(1)


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy all votes from one database to another, each a SQLite file or postgresql://….

    What is in the target stays there. A copy that was interrupted goes on where it was; run again, it brings
    over what has come or changed since.
    """
    with told():
        origin_place = place_at("FROM", source)
        origin, goal = store_at(origin_place), store_at(place_at("TO", target))
        with closing(goal):
            goal.claim()
            goal.open()
            with click.progressbar(length=1, label="Copying votes", file=sys.stderr) as bar:
                votes = transfer.copy(origin, goal, name=str(origin_place), now=_now(), progress=_shown(bar))
    click.echo(f"{votes:,} votes are in {place_at('TO', target)}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@DATABASE
def backup(file: Path, database: str | None) -> None:
    """Write all votes into a new SQLite file, as they are at one moment; the server may go on.

    The file takes its name when it is complete.
    """
    with told():
        if file.exists():
            raise SettingsError(f'"{file}" exists. Give a file that does not, such as votes-2026-11-25.db')
        votes = back_up(store_at(place_of(database)), file, now=_now())
    click.echo(f"{file} holds {votes:,} votes. To go back to them: votebox copy {file} TO")


def _shown(bar: Any) -> Callable[[int, int], None]:  # noqa: ANN401 - click's class has no public name
    def show(done: int, total: int) -> None:
        bar.length = total
        bar.update(done - bar.pos)

    return show


def _now() -> int:
    return time.time_ns() // 1_000_000
