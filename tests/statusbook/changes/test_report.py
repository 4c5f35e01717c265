"""Changes as text, JSON and a pull request's comment."""

from __future__ import annotations

import json

from markdown import markdown

from statusbook.changes.change import Area, Change, Kind
from statusbook.changes.report import MARKER, MOST_CHARACTERS, Format, Pictures, report

LONGER = Change(
    area=Area.PROMISES,
    kind=Kind.LONGER,
    subject="time.reply.amount",
    sentence="The promise “Reply” becomes longer: within 48 hours; it was within 24 hours.",
)
TAKEN = Change(
    area=Area.READERS,
    kind=Kind.REMOVED,
    subject="status.paid.actions.cancel",
    sentence="In “Paid”, customers can no longer choose “*Cancel* & <b> @all”.",
    row="paid",
)


def test_text_has_a_heading_for_each_area() -> None:
    assert report([TAKEN, LONGER], Format.TEXT) == (
        "What customers will notice\n"
        "  In “Paid”, customers can no longer choose “*Cancel* & <b> @all”.\n"
        "Promises\n"
        "  The promise “Reply” becomes longer: within 48 hours; it was within 24 hours."
    )


def test_nothing_is_said_to_be_nothing() -> None:
    assert report([], Format.TEXT) == "Nothing that anybody could notice has changed."
    assert report([], Format.JSON) == "[]"
    assert report([], Format.MARKDOWN) == (
        f"{MARKER}\n\n### What this change does\n\nNothing that anybody could notice."
    )


def test_json_has_every_field() -> None:
    assert json.loads(report([TAKEN], Format.JSON)) == [
        {
            "area": "readers",
            "kind": "removed",
            "subject": "status.paid.actions.cancel",
            "sentence": TAKEN.sentence,
            "row": "paid",
            "locale": None,
        }
    ]


def test_the_comment_shows_every_character_and_calls_nobody() -> None:
    written = report([TAKEN], Format.MARKDOWN)
    assert written.startswith(MARKER)
    assert "@all" not in written
    assert "“*Cancel* &amp; &lt;b&gt; @<!-- -->all”." in markdown(written)


def test_the_comment_has_pictures_below_each_other() -> None:
    pictures = [
        Pictures(row="paid", before="p/paid-before.png", after="p/paid-after.png"),
        Pictures(row="new", before=None, after="p/new-after.png"),
    ]
    assert report([TAKEN], Format.MARKDOWN, pictures).endswith(
        "**#paid**\n\nBefore:\n\n![paid, before](p/paid-before.png)"
        "\n\nAfter:\n\n![paid, after](p/paid-after.png)"
        "\n\n**#new**\n\nAfter:\n\n![new, after](p/new-after.png)"
    )


def test_a_comment_is_never_too_long_for_github() -> None:
    written = report([LONGER] * 2_000, Format.MARKDOWN)
    assert len(written) < MOST_CHARACTERS + 500
    assert "more, which “statusbook diff” names." in written
