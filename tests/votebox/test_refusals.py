import logging

import pytest

from votebox.problems import Kind
from votebox.refusals import Refusals

LATE, LIMITED = Kind.SLOW, Kind.LIMITED


def test_a_flood_is_told_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    now = 1_000.0
    refusals = Refusals(clock=lambda: now)
    with caplog.at_level(logging.INFO, "votebox"):
        for second, kind in ((0, LIMITED), (1, LIMITED), (2, LATE), (59, LIMITED), (60, LIMITED), (61, LATE)):
            now = 1_000.0 + second
            refusals.note(kind)
    assert [(record.event, record.fields) for record in caplog.records] == [  # type: ignore[attr-defined]
        ("refused", {"reason": "limited", "status": 429, "requests": 1}),
        ("refused", {"reason": "slow", "status": 408, "requests": 1}),
        ("refused", {"reason": "limited", "status": 429, "requests": 3}),
    ]
    assert caplog.messages[2] == "Refused: limited, 3 since the last line of that."


def test_it_is_news_and_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "votebox"):
        Refusals().note(LIMITED)
    assert caplog.records == []
