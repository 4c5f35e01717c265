"""What the commands share: where the votes are, and how a command says that it could not."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from votebox import logs
from votebox.address import Place, masked, place
from votebox.errors import SettingsError, VoteboxError
from votebox.settings import DEFAULTS, from_environment

DATABASE: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--database", help="The SQLite file, or postgresql://…, that votes are in [VOTEBOX_DATABASE; votes.db]."
)


def place_of(flag: str | None) -> Place:
    """Return where the votes are: as the flag says, else as the environment does.

    Raises:
        SettingsError: There can be no votes there.
    """
    where, text = "--database", flag
    if not text:
        where, text = from_environment("database", os.environ) or (where, DEFAULTS["database"])
    return place_at(where, text)


def place_at(where: str, text: str) -> Place:
    """Return the place that a text names; `where` is what a message calls it.

    Raises:
        SettingsError: There can be no votes there.
    """
    try:
        return place(text)
    except ValueError as error:
        raise SettingsError(f'{where}: "{masked(text)}" {error}') from error


@contextmanager
def told() -> Iterator[None]:
    """Say what could not be done, and end with exit code 2."""
    try:
        yield
    except VoteboxError as error:
        logs.say_failed(str(error))
        sys.exit(2)
