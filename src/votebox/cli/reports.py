"""`votebox report` and `votebox digest`."""

from datetime import UTC, datetime, timedelta

import click

from votebox import digest, report
from votebox.cli.common import DATABASE, place_of, told
from votebox.comments import SEARCHED, Query, find
from votebox.stores import store_at
from votebox.totals import read_totals

_FORMATS = {"text": report.as_text, "json": report.as_json, "csv": report.as_csv}


@click.command("report")
@DATABASE
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="text", show_default=True)
@click.option(
    "--comments",
    "most",
    type=click.IntRange(0, SEARCHED),
    default=1_000,
    show_default=True,
    help="The most comments that are told, the newest first.",
)
def report_(database: str | None, form: str, most: int) -> None:
    """Say what readers answered, by page, language and revision."""
    with told(), store_at(place_of(database)).read() as session:
        comments = find(session, Query(), most)
        click.echo(_FORMATS[form](read_totals(session), comments), nl=False)


@click.command("digest")
@DATABASE
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day whose comments are told, in UTC [seven days ago].",
)
def digest_(database: str | None, since: datetime | None) -> None:
    """Write the week's digest for the help team, as Markdown."""
    first = since.replace(tzinfo=UTC) if since else datetime.now(UTC) - timedelta(days=7)
    with told(), store_at(place_of(database)).read() as session:
        comments = find(session, Query(since=first), SEARCHED)
        click.echo(digest.as_markdown(read_totals(session), comments, since=first), nl=False)
