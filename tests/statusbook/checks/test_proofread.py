"""Each rule of the written pages fires on its example, at its place, and is silent on good ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.checks.check import check
from statusbook.checks.proofread import RULES
from statusbook.checks.rulebook import Entry, Subject
from tests.statusbook import examples


@examples.each(Subject.PAGES)
def test_a_rule_fires_on_its_bad_example_alone(entry: Entry, tmp_path: Path) -> None:
    examples.assert_fires(tmp_path, entry)


@examples.each(Subject.PAGES)
def test_no_rule_fires_on_a_good_example(entry: Entry, tmp_path: Path) -> None:
    examples.assert_silent(tmp_path, entry)


# What the rules say, to the letter

SAID = {
    "glued_link": "1:4: A link is glued to the word before it. Put a space between them.",
    "relative_link": (
        "1:19: “/my-orders/” is neither a file in docs/ nor an absolute address. "
        "Write a page, such as index.md, one of the shop’s links, or the whole https address."
    ),
    "insecure_link": "1:19: “http://example.com/” is not https. Write “https://example.com/”.",
    "unknown_link": "1:19: There is no link “my-order”. Did you mean “my-orders”?",
    "broken_anchor": "5:29: There is no place “#loook” on this page. Did you mean “#look”?",
    "picture_without_alt": "1:1: The picture has no alternative text. Say what it shows: ![…].",
    "written_number": (
        "1:19: “within 24 hours” would not follow when “reply” changes. Write “{reply:within}”."
    ),
}
EDITS = {
    "insecure_link": ("http://example.com/", "https://example.com/"),
    "unknown_link": ("link:my-order", "link:my-orders"),
    "broken_anchor": ("#loook", "#look"),
    "written_number": ("within 24 hours", "{reply:within}"),
}


def test_every_rule_says_something() -> None:
    assert [rule.__name__ for rule in RULES] == list(SAID)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_what_a_rule_says(rule, tmp_path: Path) -> None:
    bad, _ = examples.carets(examples.of(rule, Subject.PAGES).bad)
    assert examples.find(tmp_path, Subject.PAGES, bad) == [SAID[rule.__name__]]
    (problem,) = examples.problems(tmp_path, Subject.PAGES, bad)
    assert (problem.edit and (problem.edit.old, problem.edit.new)) == EDITS.get(rule.__name__)


def found(folder: Path, text: str) -> list[str]:
    return examples.find(folder, Subject.PAGES, text)


# Links


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("See [this](link:my-orders)now.", ["1:27"]),
        ("See[this](link:my-orders)now.", ["1:4", "1:26"]),
        ("See**[this](link:my-orders)** now.", ["1:6"]),
        ("See 2[this](link:my-orders).", ["1:6"]),
        ("See ([this](link:my-orders)), “[that](link:my-orders)” – [it](link:my-orders)!", []),
        ("See![this](https://example.com/a.png)here.", []),  # a picture is no word
        ("<!-- de -->\n[Bestellung](link:my-orders)en", []),  # an ending
    ],
)
def test_a_link_stands_free(text: str, places: list[str], tmp_path: Path) -> None:
    assert [line.split(": ")[0] for line in found(tmp_path, text)] == places


@pytest.mark.parametrize(
    "target",
    [
        *("order-status.md", "order-status.md#statuses", "index.md?from=here", "page.md", "#here"),
        *("link:my-orders", "https://example.com/", "mailto:help@example.com", "tel:+49301234"),
    ],
)
def test_good_addresses_are_left_alone(target: str, tmp_path: Path) -> None:
    text = f"## H {{#here}}\n\n[a]({target})\n\n<a href='{target}'>b</a>\n\n[c]\n\n[c]: {target}"
    assert found(tmp_path, text) == []


NEITHER = "is neither a file in docs/ nor an absolute address."


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("", f"“” {NEITHER}"),
        ("orders", f"“orders” {NEITHER}"),
        ("../index.md", f"“../index.md” {NEITHER}"),
        ("oder-status.md", f"“oder-status.md” {NEITHER} Did you mean “order-status.md”?"),
        ("//example.com/", "“//example.com/” is not https. Write “https://example.com/”."),
        ("ftp://example.com/", "“ftp://example.com/” is not https. Write an address that"),
        ("javascript:go()", "“javascript:go()” is not https."),
        ("link:none", "There is no link “none”. The links stand under “shop” in statuses.yaml."),
        ("order-status.md#payed", "There is no place “#payed” on order-status.md. Did you mean “#paid”?"),
        ("#zzz", "There is no place “#zzz” on this page. Write the id of a heading or of a status there."),
    ],
)
def test_bad_addresses_are_named(target: str, said: str, tmp_path: Path) -> None:
    (line,) = found(tmp_path, f"See [a]({target}).")
    assert line.startswith(f"1:{9 + target.find('#') if 'no place' in said else 9}: {said}")


@pytest.mark.parametrize(
    "text",
    ["<a href='/orders/'>x</a>", "[x]\n\n[x]: /orders/", "![x](/orders/)", "<img src=/orders/ alt=x>"],
)
def test_an_address_is_found_wherever_it_stands(text: str, tmp_path: Path) -> None:
    (line,) = found(tmp_path, text)
    number, column = (
        text[: text.index("/orders/")].count("\n") + 1,
        text.splitlines()[-1].index("/orders/") + 1,
    )
    assert line.startswith(f"{number}:{column}: “/orders/” is neither")


@pytest.mark.parametrize(
    "text",
    [
        "`See[x](/y/)`",
        "``a`See[x](/y/)``",
        "```\nSee[x](/y/)\n```",
        "~~~ text\nSee[x](/y/)\n~~~",
        "<!-- See[x](/y/) -->",
        "Wait `24 hours`",
        "\\[x](/y/)",
    ],
)
def test_code_is_no_text(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, text) == []


def test_a_former_id_is_a_place(tmp_path: Path) -> None:
    examples.write(tmp_path, Subject.PAGES, "See [it](order-status.md#sent).")
    facts = tmp_path / "statuses.yaml"
    text = facts.read_text(encoding="utf-8").replace("terminal: true", "terminal: true, formerly: [sent]")
    facts.write_text(text, encoding="utf-8")
    assert check(tmp_path) == []


def test_a_page_written_by_hand_has_places_of_its_own(tmp_path: Path) -> None:
    """From a page in German, a link leads to the German page where there is one."""
    examples.write(tmp_path, Subject.PAGES, "<!-- de -->\n[a](order-status.md#wo) [b](index.md#help)")
    assert [p.message for p in check(tmp_path)] == ["There is no place “#wo” on order-status.md."]
    (tmp_path / "docs/order-status.de.md").write_text("# Status\n\n## Wo\n", encoding="utf-8")
    assert check(tmp_path) == []


# Pictures


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("![ ](https://example.com/a.png)", "Say what it shows: ![…]."),
        ("[![](https://example.com/a.png)](index.md)", "Say what it shows: ![…]."),
        (
            '<img src="https://example.com/a.png">',
            'Say what it shows: alt="…", or alt="" if it only adorns.',
        ),
    ],
)
def test_a_picture_needs_words(text: str, fix: str, tmp_path: Path) -> None:
    (line,) = found(tmp_path, text)
    assert line.endswith(f"The picture has no alternative text. {fix}")


def test_a_picture_that_only_adorns_says_so(tmp_path: Path) -> None:
    assert found(tmp_path, '<img src="https://example.com/a.png" alt="">') == []


# Numbers


def test_a_number_is_found_in_the_page_s_own_language(tmp_path: Path) -> None:
    """By the words of its catalog; a page in a language without one is held against the English."""
    page = "<!-- de -->\nWir antworten innerhalb\nvon 24 Stunden, in 24 hours."
    assert [line[:5] for line in found(tmp_path, page)] == ["3:17:"]
    (tmp_path / "locales/de").mkdir(parents=True)
    catalog = examples.HEADER.format("nplurals=2; plural=(n != 1);") + (
        'msgctxt "amount.within.hour"\nmsgid "within {n} hour"\nmsgid_plural "within {n} hours"\n'
        'msgstr[0] "innerhalb von {n} Stunde"\nmsgstr[1] "innerhalb von {n} Stunden"\n'
    )
    (tmp_path / "locales/de/statusbook.po").write_text(catalog, encoding="utf-8")
    (tmp_path / "locales/glossary.yaml").write_text(examples.GLOSSARY, encoding="utf-8")
    said = [(p.message, p.fix) for p in check(tmp_path)]
    assert said == [
        ("“innerhalb von 24 Stunden” would not follow when “reply” changes.", "Write “{reply:within}”."),
        ("“in 24 hours” would not follow when “reply” changes.", "Write “{reply:in}”."),
    ]


def test_the_fields_at_the_top_are_read_too(tmp_path: Path) -> None:
    (line,) = found(tmp_path, "---\ndescription: An answer in 24 hours.\n---\n\n# T")
    assert line.startswith("2:24: “in 24 hours”")
