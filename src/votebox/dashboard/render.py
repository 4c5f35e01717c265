"""Templates to pages. They escape everything, and what they are not given is a mistake, not a blank."""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from votebox.comments import Triage
from votebox.comparison import HOW_TO_READ, Verdict
from votebox.dashboard.charts import HEIGHT
from votebox.dashboard.filters import address
from votebox.dashboard.trend import SPARK_WEEKS
from votebox.statistics import POINTS, SAID_FROM
from votebox.vote import Reason

STYLE: Final = files(__package__).joinpath("dashboard.css").read_bytes()
"""The one stylesheet."""

STYLE_NAME: Final = f"dashboard.{sha256(STYLE).hexdigest()[:12]}.css"
"""It changes with what is in it, so browsers may keep it."""

_REASONS: Final[dict[str, str]] = {
    Reason.NOT_FOUND: "could not find it",
    Reason.HARD_TO_UNDERSTAND: "hard to understand",
    Reason.OUT_OF_DATE: "out of date",
    Reason.WRONG: "wrong",
    Reason.TRANSLATION: "poor translation",
}


def render(template: str, **context: object) -> str:
    """Return a page.

    Raises:
        UndefinedError: The template was not given what it needs.
    """
    return _ENVIRONMENT.get_template(template).render(context)


def number(value: int) -> str:
    """Return a number with its thousands apart: `12,345`."""
    return f"{value:,}"


def unit(value: float) -> str:
    """Return a length in a picture, to a hundredth."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def day(value: date) -> str:
    """Return a day: `25 Nov 2026`."""
    return f"{value.day} {value:%b %Y}"


def moment(value: datetime) -> str:
    """Return a moment: `25 Nov 2026, 09:05 UTC`."""
    return f"{day(value)}, {value:%H:%M} UTC"


def counted(value: int, one: str, many: str) -> str:
    """Return a number with its noun: `1 vote`, `12 votes`."""
    return f"{number(value)} {one if value == 1 else many}"


def reason(value: str) -> str:
    """Return a reason in words; one that this version does not know as it is."""
    return _REASONS.get(value, value)


_FILTERS: Final[dict[str, Callable[..., str]]] = {
    "number": number,
    "unit": unit,
    "day": day,
    "moment": moment,
    "counted": counted,
    "reason": reason,
}


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("votebox.dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(_FILTERS)
    environment.globals.update(
        address=address,
        how_to_read=HOW_TO_READ,
        said_from=SAID_FROM,
        points=round(POINTS * 100),
        height=HEIGHT,
        spark_weeks=SPARK_WEEKS,
        states=tuple(Triage),
        style=f"/dashboard/{STYLE_NAME}",
        Verdict=Verdict,
    )
    return environment


_ENVIRONMENT = _environment()
