"""When an order is sent, at the latest and earliest: by hand in a few cases, by two programs in 10,000."""

from __future__ import annotations

import dataclasses
import datetime
import random
import textwrap
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from statusbook.estimate import (
    NoEstimateError,
    Order,
    Rules,
    Step,
    as_data,
    earliest,
    estimate,
    make_rules,
)
from statusbook.load import load, loads
from statusbook.model import Range, Unit
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
    day = Step(time="confirmation", amount=Range(low=0, high=24, unit=Unit.HOUR))
    fast = Range(low=0, high=1, unit=Unit.DAY)
    kinds = (Step(time="any-item", amount=None), Step(time="fast", amount=fast))
    return Rules(zone=zone, holidays=holidays, before=(day,), kinds=kinds)


def paid_on(moment: str, low: int, high: int, rules_: Rules) -> Order:
    """Of a product page that shows these numbers of business days."""
    paid = datetime.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(rules_.zone))
    return Order(paid=paid, kind="any-item", processing=Range(low=low, high=high, unit=Unit.BUSINESS_DAY))


def on_the_shop_s_clock(moment: datetime.datetime | None, rules_: Rules) -> str:
    return moment.astimezone(ZoneInfo(rules_.zone)).strftime("%a %Y-%m-%d %H:%M") if moment else "unknown"


def over(paid: str, days: int, rules_: Rules) -> str:
    """On the shop's clock, when an order of so many business days is sent."""
    return on_the_shop_s_clock(estimate(rules_, paid_on(paid, 0, days, rules_))[-1], rules_)


def test_the_rules_are_those_of_the_shop_s_file() -> None:
    assert as_data(make_rules(load(ROOT / "statuses.yaml")) or rules()) == {
        "zone": "UTC",
        "holidays": [],
        "before": [{"time": "confirmation", "low": 0, "high": 24, "unit": "hour"}],
        "kinds": [
            {"time": "any-item"},
            {"time": "made-to-order"},
            {"time": "ships-fast", "low": 0, "high": 24, "unit": "hour"},
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


@pytest.mark.parametrize(
    ("low", "high", "soonest", "latest"),
    [
        (3, 5, "Mon 2026-11-30 23:59", "Thu 2026-12-03 23:59"),  # Wednesday, confirmed at once or on Thursday
        (5, 3, "Mon 2026-11-30 23:59", "Thu 2026-12-03 23:59"),
        (3, 3, "Mon 2026-11-30 23:59", "Tue 2026-12-01 23:59"),
        (0, 3, "unknown", "Tue 2026-12-01 23:59"),
    ],
)
def test_two_numbers_give_the_earliest_too_in_either_order(
    low: int, high: int, soonest: str, latest: str
) -> None:
    order = paid_on("2026-11-25T10:00", low, high, rules())
    assert on_the_shop_s_clock(earliest(rules(), order), rules()) == soonest
    assert on_the_shop_s_clock(estimate(rules(), order)[-1], rules()) == latest


def test_what_the_file_says_from_and_to_has_an_earliest() -> None:
    file = """
        shop: {name: S, app: https://example.com/a, links: {}}
        times:
          confirmed: {label: Confirmation, between: 2 to 24 hours}
          shown: {label: Any item, shown_on: product page}
          print: {label: Prints, between: 1 to 3 days}
        statuses:
          pending: {label: Pending, meaning: It is., next: [packing], times: [confirmed]}
          packing: {label: Packing, meaning: It is., times: [shown, print]}
        """
    rules_ = make_rules(loads(textwrap.dedent(file))) or rules()
    order = Order(paid=datetime.datetime(2026, 11, 25, 10, tzinfo=datetime.UTC), kind="print")
    assert on_the_shop_s_clock(earliest(rules_, order), rules_) == "Thu 2026-11-26 12:00"
    assert on_the_shop_s_clock(estimate(rules_, order)[-1], rules_) == "Sun 2026-11-29 10:00"


def test_what_nobody_can_say_is_not_computed() -> None:
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    for kind in ("any-item", "unheard-of"):
        for function in (estimate, earliest):
            with pytest.raises(NoEstimateError, match=kind):
                function(rules(), Order(paid=now, kind=kind))


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


def _amount(chance: random.Random) -> Range:
    """A limit alone in one of three; the two ends in either order."""
    unit = chance.choice(list(Unit))
    most = {Unit.HOUR: 96, Unit.DAY: 40, Unit.BUSINESS_DAY: 30}[unit]
    low = chance.choice([0, chance.randint(1, most), chance.randint(1, most)])
    return Range(low=low, high=chance.randint(1, most), unit=unit)


def test_the_browser_computes_the_same_moments(chromium: Browser) -> None:
    chance = random.Random(2026)
    cases = [_case(chance) for _ in range(CASES)]
    asked = [
        {
            "rules": as_data(rules_),
            "order": {
                "paid": int(order.paid.timestamp()) * 1000,
                "kind": order.kind,
                "processing": dataclasses.asdict(order.processing) | {"unit": order.processing.unit.value},
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
            const { estimate, earliest } = await import(address);
            return asked.map(({ rules, order }) => [...estimate(rules, order), earliest(rules, order)]);
        }""",
        [script, asked],
    )
    page.close()
    moments = [(*estimate(*case), earliest(*case)) for case in cases]
    expected = [[m and int(m.timestamp()) * 1000 for m in each] for each in moments]
    differing = [(asked[i], expected[i], found[i]) for i in range(CASES) if expected[i] != found[i]]
    assert differing[:3] == []
    clocks = {
        (case[0].zone, moment.astimezone(ZoneInfo(case[0].zone)).utcoffset())
        for case in cases
        for moment in estimate(*case)
    }
    assert len(clocks) > len(ZONES) + 10, "too few of the orders saw clocks change"
    given = [order.processing for _, order in cases if order.processing]
    assert sum(amount.low > amount.high for amount in given) > CASES / 5, (
        "too few have the larger number first"
    )
    assert CASES / 5 < sum(each[-1] is None for each in moments) < CASES / 2
