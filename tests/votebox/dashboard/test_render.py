import re
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import votebox.dashboard
from votebox.comparison import Verdict
from votebox.dashboard import problems
from votebox.dashboard.render import STYLE, STYLE_NAME, counted, day, moment, number, reason, render, unit
from votebox.vote import Reason

TEMPLATES = sorted((Path(votebox.dashboard.__file__).parent / "templates").glob("*.html"))
SOURCES = {path.name: path.read_text("utf-8") for path in TEMPLATES}


def test_what_is_shown_is_escaped() -> None:
    html = render("problem.html", problem=problems.no_page("<b>'&\""))
    assert "There is no page &#34;&lt;b&gt;&#39;&amp;&#34;&#34;" in html


def test_what_is_missing_is_a_mistake() -> None:
    with pytest.raises(UndefinedError):
        render("problem.html")


@pytest.mark.parametrize("name", SOURCES)
def test_templates_hold_nothing_that_the_policy_forbids_and_trust_nobody(name: str) -> None:
    forbidden = (
        r"<script|<style|\sstyle=|\son\w+=|javascript:|\|\s*safe|Markup|autoescape|https?://(?!www\.w3)"
    )
    assert re.findall(forbidden, SOURCES[name]) == []


def test_every_class_is_styled_and_every_style_is_of_use() -> None:
    styled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", STYLE.decode(), flags=re.DOTALL)))
    lists = [found for text in SOURCES.values() for found in re.findall(r'class="([^"]*)"', text)]
    used = {name for found in lists for name in found.replace("{{ found.verdict }}", "").split()}
    verdicts = {f"verdict--{verdict}" for verdict in Verdict}
    assert styled - verdicts == used - {"verdict--"}


def test_the_stylesheet_has_a_name_of_its_own() -> None:
    digest = sha256(STYLE).hexdigest()
    assert f"dashboard.{digest[:12]}.css" == STYLE_NAME


def test_numbers() -> None:
    assert [number(value) for value in (0, 999, 1_000, 1_234_567)] == ["0", "999", "1,000", "1,234,567"]
    assert [unit(value) for value in (0.0, 10.0, 12.5, 99.999, 1 / 3)] == ["0", "10", "12.5", "100", "0.33"]
    assert counted(1, "vote", "votes") == "1 vote"
    assert counted(1_200, "vote", "votes") == "1,200 votes"


def test_days() -> None:
    assert day(date(2026, 11, 5)) == "5 Nov 2026"
    assert moment(datetime(2026, 11, 25, 9, 5, tzinfo=UTC)) == "25 Nov 2026, 09:05 UTC"


def test_every_reason_has_words() -> None:
    assert [reason(one) for one in Reason] == [
        *("could not find it", "hard to understand", "out of date", "wrong", "poor translation"),
    ]
    assert reason("of-tomorrow") == "of-tomorrow"
