"""When an order is sent at the latest: by hand in a few cases, and by two programs in ten thousand."""

from __future__ import annotations

import datetime
import random
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from statusbook.estimate import (
    NoEstimateError,
    Order,
    Rules,
    Step,
    as_data,
    estimate,
    make_rules,
)
from statusbook.load import load, loads
from statusbook.model import Amount, Unit
from tests.project import ROOT

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    *("UTC", "Asia/Shanghai", "Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Kiritimati"),
    *("Europe/Berlin", "Europe/London", "Europe/Lisbon", "America/New_York", "America/Los_Angeles"),
    *("America/St_Johns", "America/Santiago", "America/Sao_Paulo", "Australia/Lord_Howe"),
    *("Australia/Sydney", "Pacific/Auckland", "Pacific/Chatham", "Asia/Beirut", "America/Havana"),
)
CASES = 10_000


def rules(zone: str = "UTC", holidays: tuple[tuple[datetime.date, datetime.date], ...] = ()) -> Rules:
    day = Step(time="confirmation", amount=Amount(count=24, unit=Unit.HOUR))
    kinds = (Step(time="any-item", amount=None), Step(time="fast", amount=Amount(count=1, unit=Unit.DAY)))
    return Rules(zone=zone, holidays=holidays, before=(day,), kinds=kinds)


def over(paid: str, days: int, rules_: Rules) -> str:
    """On the shop's clock, when an order of so many business days is sent."""
    zone = ZoneInfo(rules_.zone)
    moment = datetime.datetime.fromisoformat(paid).replace(tzinfo=zone)
    order = Order(paid=moment, kind="any-item", processing=Amount(count=days, unit=Unit.BUSINESS_DAY))
    return estimate(rules_, order)[-1].astimezone(zone).strftime("%a %Y-%m-%d %H:%M")


def test_the_rules_are_those_of_the_shop_s_file() -> None:
    assert as_data(make_rules(load(ROOT / "statuses.yaml")) or rules()) == {
        "zone": "UTC",
        "holidays": [],
        "before": [{"time": "confirmation", "count": 24, "unit": "hour"}],
        "kinds": [
            {"time": "any-item"},
            {"time": "made-to-order"},
            {"time": "ships-fast", "count": 24, "unit": "hour"},
        ],
    }


def test_a_file_without_times_of_items_has_no_rules() -> None:
    shop = "shop: {name: S, app: https://example.com/a, links: {}}"
    assert make_rules(loads(f"{shop}\nstatuses:\n  paid: {{label: Paid, meaning: It is.}}")) is None


@pytest.mark.parametrize(
    ("paid", "days", "sent"),
    [
        ("2026-11-23T10:00", 2, "Thu 2026-11-26 23:59"),  # Monday, confirmed on Tuesday
        ("2026-11-26T23:59", 1, "Mon 2026-11-30 23:59"),  # Thursday, confirmed on Friday
        ("2026-11-28T10:00", 1, "Mon 2026-11-30 23:59"),  # at the weekend
        ("2028-02-27T10:00", 1, "Tue 2028-02-29 23:59"),  # a leap day
        ("2026-12-30T10:00", 3, "Tue 2027-01-05 23:59"),  # over the year’s end
    ],
)
def test_business_days(paid: str, days: int, sent: str) -> None:
    assert over(paid, days, rules()) == sent


def test_holidays_are_no_business_days() -> None:
    spring = (datetime.date(2027, 2, 6), datetime.date(2027, 2, 12))
    assert over("2027-02-03T10:00", 2, rules(holidays=(spring,))) == "Mon 2027-02-15 23:59"


def test_hours_pass_on_every_clock_and_days_on_the_shop_s() -> None:
    before_summer = datetime.datetime(2026, 3, 28, 12, tzinfo=BERLIN)
    confirmed, sent = estimate(rules("Europe/Berlin"), Order(paid=before_summer, kind="fast"))
    assert confirmed.astimezone(BERLIN).isoformat() == "2026-03-29T13:00:00+02:00"
    assert sent.astimezone(BERLIN).isoformat() == "2026-03-30T13:00:00+02:00"


def test_what_nobody_can_say_is_not_computed() -> None:
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    for kind in ("any-item", "unheard-of"):
        with pytest.raises(NoEstimateError, match=kind):
            estimate(rules(), Order(paid=now, kind=kind))


def _case(chance: random.Random) -> tuple[Rules, Order]:
    """An order, paid near a change of clocks, a leap day or a year's end more often than not."""
    zone = chance.choice(ZONES)
    near = [(3, 8), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1), (12, 31), (2, 28), (9, 27)]
    year = chance.randint(2024, 2034)
    start = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
    if chance.random() < 0.7:
        start = datetime.datetime(year, *chance.choice(near), tzinfo=datetime.UTC)
        minutes = chance.randint(-6 * 1440, 6 * 1440)
    else:
        minutes = chance.randint(0, 366 * 1440)
    paid = start + datetime.timedelta(minutes=minutes)
    holidays = []
    for _ in range(chance.randint(0, 4)):
        first = paid.date() + datetime.timedelta(days=chance.randint(-10, 30))
        holidays.append((first, first + datetime.timedelta(days=chance.randint(0, 9))))
    kinds = (Step(time="shown", amount=None), Step(time="known", amount=_amount(chance)))
    before = tuple(Step(time=f"before-{i}", amount=_amount(chance)) for i in range(chance.randint(0, 2)))
    order = Order(paid=paid, kind=chance.choice(["shown", "known"]), processing=_amount(chance))
    return Rules(zone=zone, holidays=tuple(holidays), before=before, kinds=kinds), order


def _amount(chance: random.Random) -> Amount:
    unit = chance.choice(list(Unit))
    return Amount(
        count=chance.randint(1, {Unit.HOUR: 96, Unit.DAY: 40, Unit.BUSINESS_DAY: 30}[unit]), unit=unit
    )


def test_the_browser_computes_the_same_moments(chromium: Browser) -> None:
    chance = random.Random(2026)
    cases = [_case(chance) for _ in range(CASES)]
    asked = [
        {
            "rules": as_data(rules_),
            "order": {
                "paid": int(order.paid.timestamp()) * 1000,
                "kind": order.kind,
                "processing": {"count": order.processing.count, "unit": order.processing.unit.value},
            },
        }
        for rules_, order in cases
        if order.processing
    ]
    assert len(asked) == CASES
    script = (ROOT / "overrides" / "blocks" / "estimate.js").read_text(encoding="utf-8")
    page = chromium.new_page()
    found = page.evaluate(
        """async ([script, asked]) => {
            const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
            const { estimate } = await import(address);
            return asked.map(({ rules, order }) => estimate(rules, order));
        }""",
        [script, asked],
    )
    page.close()
    expected = [[int(m.timestamp()) * 1000 for m in estimate(*case)] for case in cases]
    differing = [(asked[i], expected[i], found[i]) for i in range(CASES) if expected[i] != found[i]]
    assert differing[:3] == []
    clocks = {
        (case[0].zone, moment.astimezone(ZoneInfo(case[0].zone)).utcoffset())
        for case in cases
        for moment in estimate(*case)
    }
    assert len(clocks) > len(ZONES) + 10, "too few of the orders saw clocks change"
