"""What editors are shown of one status, time or action, to the letter."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statusbook.cli.inspect import inspect
from statusbook.inspection.uses import Thing
from statusbook.load import load
from statusbook.problems import InvalidInputError

ROOT = Path(__file__).parent.parent.parent
BOOK = """\
shop:
  name: Shop
  app: https://example.com/app
  links: {orders: {label: My orders, url: https://example.com/orders}}
shipping: {express: Express}
times:
  packing: {label: Packing, at_most: 24 hours, guaranteed: true, since: paid, formerly: [wrapping]}
  mark: {mark: "Ships {mark:in}", at_most: 2 days, shipping: [express]}
actions:
  cancel: {label: Cancel it, does: Stops the order., link: orders, until: shipped}
  track: {label: Track it, after: shipped}
statuses:
  paid:
    label: Paid
    meaning: We have your payment.
    next: [shipped]
    actions:
      - cancel: {needs_approval: true}
    stages:
      packed:
        label: Packed
        meaning: Your items are packed {packing:within}.
        details: They wait for the carrier, who comes to us every day in the morning and again in the evening.
        aliases: [Wrapped, In a box]
        times: [packing]
  shipped:
    label: Shipped
    meaning: It is on its way.
    schema_org: OrderInTransit
    terminal: true
    actions: [track]
    how_to: How to track it
    steps:
      - Open the order.
      - {text: Press *Track*., note: Not with every carrier.}
    late: [packing]
  lost: {label: Lost, meaning: Only we know., hidden: true, code: X9}
"""
PAGE = """\
---
description: All about it.
---
# Where is it?

It is packed {packing:within}, see [there](#packed) or [here](order-status.md#wrapping).

{{ status-details }}
"""
RU = """\
# Not yet checked by a native speaker.
msgid ""
msgstr ""
"Last-Translator: Anna Petrova\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
"n%100>=20) ? 1 : 2);\\n"

msgctxt "time.packing.label"
msgid "Packing"
msgstr "Упаковка"

msgctxt "action.cancel.label"
msgid "Cancel it"
msgstr "Отменить"

msgctxt "status.paid.label"
msgid "Paid"
msgstr "Оплачен"

msgctxt "status.packed.label"
msgid "Packed"
msgstr "Упакован"

# Stale since 2026-03-04. It was translated from: Your items were packed {packing:within}.
#, fuzzy
msgctxt "status.packed.meaning"
msgid "Your items are packed {packing:within}."
msgstr ""
"Товары были упакованы "
"{packing:within}."

msgctxt "status.packed.details"
msgid "They wait for the carrier, who comes to us every day in the morning and again in the evening."
msgstr "Они ждут перевозчика, который приезжает к нам каждый день утром и ещё раз вечером."

msgctxt "amount.within.hour"
msgid "within {n} hour"
msgid_plural "within {n} hours"
msgstr[0] "в течение {n} часа"
msgstr[1] "в течение {n} часов"
msgstr[2] "в течение {n} часов"

msgctxt "amount.at-most.hour"
msgid "no more than {n} hour"
msgid_plural "no more than {n} hours"
msgstr[0] "не более {n} часа"
msgstr[1] "не более {n} часов"
msgstr[2] "не более {n} часов"

msgctxt "table.time"
msgid "How long it takes"
msgstr "Сколько это займёт"

msgctxt "table.actions"
msgid "What I can do now"
msgstr "Что можно сделать"

msgctxt "time.guaranteed"
msgid "{takes}, *guaranteed*"
msgstr "{takes}, *гарантированно*"
"""
DE = (
    RU.partition("msgctxt")[0].replace("# Not yet checked by a native speaker.\n", "").partition('"Plural')[0]
)
VOTES = {
    "version": 1,
    "pages": [
        {
            "page": "ru/order-status",
            "language": "ru",
            "yes": 5,
            "no": 3,
            "statuses": {"packed": 2},
            "votes": 8,
        },
        {
            "page": "ru/order-status",
            "language": "ru",
            "yes": 1,
            "no": 1,
            "statuses": {"packed": 1},
            "votes": 2,
        },
        {
            "page": "en/order-status",
            "language": "en",
            "yes": 9,
            "no": 4,
            "statuses": {"packed": 4},
            "votes": 13,
        },
        {"page": "en", "language": "en", "yes": 7, "no": 0, "statuses": {}, "votes": 7},
    ],
}


def commit(root: Path, author: str, day: str) -> None:
    mine = {"NAME": author, "EMAIL": "a@example.com", "DATE": f"{day}T12:00:00+00:00"}
    env = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in mine.items()}
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "A change."]):
        everyone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        subprocess.run(["git", *command], cwd=root, env=os.environ | env | everyone, check=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for tag in ("ru", "de"):
        (tmp_path / "locales" / tag).mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    (tmp_path / "statuses.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "docs" / "order-status.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "locales" / "ru" / "statusbook.po").write_text(RU, encoding="utf-8")
    (tmp_path / "locales" / "de" / "statusbook.po").write_text(DE, encoding="utf-8")
    (tmp_path / "votes.json").write_text(json.dumps(VOTES), encoding="utf-8")
    return tmp_path


def run(root: Path, *arguments: str, columns: int = 80) -> Result:
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(inspect, ["--root", str(root), *arguments])


PACKED_RU = """\
Упакован (packed)

  Товары упакованы в течение 24 часов.
  Они ждут перевозчика, который приезжает к нам каждый день утром и ещё раз
  вечером.

Сколько это займёт
  · Упаковка: не более 24 часов, *гарантированно*

Что можно сделать
  · Отменить – on request, not always possible · until it is “Shipped”
    Stops the order.

Also called: Wrapped или In a box
/ru/order-status/#packed

For editors
  place        statuses.yaml:20
  times        packing
  inside       paid
  linked from  docs/order-status.md:6

Russian
  catalog    last translated by Anna Petrova, not yet checked by a native
             speaker
  label      fresh                   Anna Petrova, 2026-01-02
  meaning    stale since 2026-03-04  Boris Orlov, 2026-03-05
  details    fresh                   Anna Petrova, 2026-01-02
  aliases.1  missing
  aliases.2  missing

Votes
  looked for       by 7 readers who answered No: 4 in en, 3 in ru
  ru/order-status  6 yes, 4 no
"""
SHIPPED = """\
Shipped (shipped)

  It is on its way.

How to track it
  1. Open the order.
  2. Press *Track*.
     Not with every carrier.

When a parcel is late
  Carriers start to search for a late parcel, counted from dispatch:
  · Packing: no more than 24 hours, *guaranteed*

What I can do now
  · Track it
/order-status/#shipped

For editors
  place         statuses.yaml:26
  schema_org    OrderInTransit
  terminal      yes
  actions       track
  late          packing
  comes after   paid
  from here on  track
  up to here    cancel

Translations
  6 missing                            de, ru
  not yet checked by a native speaker  ru
"""
PACKING_RU = """\
Упаковка: не более 24 часов, *гарантированно* (packing)
/ru/order-status/#packing

For editors
  place        statuses.yaml:7
  at_most      24 hours
  guaranteed   yes
  since        paid
  formerly     wrapping
  shown at     packed
  late at      shipped
  said in      status.packed.meaning, docs/order-status.md:6
  linked from  docs/order-status.md:6

Russian
  catalog  last translated by Anna Petrova, not yet checked by a native speaker
  label    fresh
"""
CANCEL_RU = """\
Отменить (cancel)
  Stops the order.
  https://example.com/orders

  · Оплачен – on request, not always possible · until it is “Shipped”

For editors
  place       statuses.yaml:10
  link        orders
  until       shipped
  offered at  paid

Russian
  catalog  last translated by Anna Petrova, not yet checked by a native speaker
  label    fresh
  does     missing
"""
LOST = """\
lost: readers do not see it by itself.

For editors
  place   statuses.yaml:37
  code    X9
  hidden  yes

Translations
  2 missing                            de, ru
  not yet checked by a native speaker  ru
"""
IDS = ("paid", "packed", "shipped", "lost", "packing", "mark", "cancel", "track")
LANGUAGES = """\
Translations
  5 missing                                     de
  2 fresh, 1 stale since 2026-03-04, 2 missing  ru
  not yet checked by a native speaker           ru
"""


def test_a_stage_in_russian_with_its_translators_and_votes(root: Path) -> None:
    commit(root, "Anna Petrova", "2026-01-02")
    path = root / "locales" / "ru" / "statusbook.po"
    path.write_text(RU.replace("были упакованы", "упакованы"), encoding="utf-8")
    commit(root, "Boris Orlov", "2026-03-05")
    result = run(root, "packed", "--locale", "ru", "--votes", str(root / "votes.json"))
    assert result.stdout == PACKED_RU
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["shipped"], SHIPPED),
        (["packing", "--locale", "ru"], PACKING_RU),
        (["cancel", "--locale", "ru"], CANCEL_RU),
        (["lost"], LOST),
    ],
)
def test_a_status_a_time_and_an_action_outside_of_git(
    root: Path, arguments: list[str], expected: str
) -> None:
    assert run(root, *arguments).stdout == expected


def test_english_tells_of_all_languages(root: Path) -> None:
    assert run(root, "packed").stdout.endswith(f"\n\n{LANGUAGES}")


def test_the_texts_of_a_stage_are_not_those_of_its_status(root: Path) -> None:
    shown = run(root, "paid", "--locale", "ru").stdout
    assert shown.endswith("\n  label    fresh\n  meaning  missing\n")


def test_votes_are_read_from_the_standard_input(root: Path) -> None:
    arguments = ["shipped", "--root", str(root), "--votes", "-"]
    result = CliRunner(env={"COLUMNS": "80"}).invoke(inspect, arguments, input=json.dumps(VOTES))
    assert (
        result.stdout
        == f"""\
{SHIPPED}
Votes
  looked for       by no reader who answered No
  en/order-status  9 yes, 4 no
"""
    )


def test_votes_are_read_from_an_address(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report, asked = json.dumps(VOTES).encode(), list[str | None]()

    class Votebox(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers["Authorization"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(report)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("STATUSBOOK_VOTES_TOKEN", " a-token\n")  # as “$(cat file)” would not leave it
    with HTTPServer(("127.0.0.1", 0), Votebox) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/dashboard/report.json"
        shown = run(root, "packed", "--votes", url).stdout
        thread.join()
    assert asked == ["Bearer a-token"]
    assert shown == run(root, "packed", "--votes", str(root / "votes.json")).stdout
    assert "by 7 readers who answered No" in shown


def test_a_file_that_is_not_there_is_told_at_once(root: Path) -> None:
    result = run(root, "packed", "--votes", "vote.json")
    assert result.exit_code == 2
    assert "File 'vote.json' does not exist." in result.stderr


def test_a_file_that_holds_no_votes_is_a_problem(root: Path) -> None:
    result = run(root, "packed", "--votes", "-")  # with nothing in it
    assert isinstance(result.exception, InvalidInputError)
    assert str(result.exception).startswith("standard input:1:1: The file holds no votes: ")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["pack"], "“pack” is no status, time or action. Did you mean “packed”?\n"),
        (["zzz"], f"“zzz” is no status, time or action. Known: {', '.join(IDS)}.\n"),
        (["packed", "--locale", "rus"], "“rus” is no language of this help centre. Did you mean “ru”?\n"),
        (["packed", "--locale", "fr"], "“fr” is no language of this help centre. Known: en, de, ru.\n"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(root: Path, arguments: list[str], expected: str) -> None:
    result = run(root, *arguments)
    assert result.stderr == expected
    assert result.exit_code == 2


@pytest.mark.parametrize(("columns", "most"), [(50, 50), (500, 100)])
def test_lines_are_as_wide_as_the_terminal_but_not_too_wide(root: Path, columns: int, most: int) -> None:
    longer = BOOK.replace("Your items are packed", "Your items " + "and your other items " * 9 + "are packed")
    (root / "statuses.yaml").write_text(longer, encoding="utf-8")
    shown = run(root, "packed", columns=columns).stdout
    assert most - 10 < max(map(len, shown.splitlines())) <= most


def test_the_same_id_of_a_time_and_an_action_shows_both(root: Path) -> None:
    path = root / "statuses.yaml"
    path.write_text(BOOK.replace("cancel", "packing"), encoding="utf-8")
    shown = run(root, "packing").stdout
    assert shown.startswith("Packing: no more than 24 hours, *guaranteed* (packing)\n")
    assert "\nCancel it (packing)\n" in shown


def test_every_id_of_the_shop_can_be_inspected() -> None:
    catalog = load(ROOT / "statuses.yaml")
    things: list[Thing] = [*catalog.walk(), *catalog.times, *catalog.actions]
    for thing in things:
        shown = run(ROOT, thing.id, "--locale", "ar").stdout
        assert f"({thing.id})\n" in shown
        assert "{" not in shown
