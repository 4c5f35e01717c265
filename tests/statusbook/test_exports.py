"""An edition as HTML, structured data and pages.json."""

from __future__ import annotations

import dataclasses
import datetime
import importlib.resources
import json
import re
from pathlib import Path

import pytest

from statusbook.edition import Edition
from statusbook.exports import jsonld
from statusbook.exports.html import Blocks, UnknownBlockError, inline, isolate, plain
from statusbook.exports.life import MOST_BRANCHES, MOST_STOPS, pictures
from statusbook.exports.pages import PageEntry, pages_json
from statusbook.load import load, loads
from statusbook.messages import Texts, read_texts
from statusbook.pseudo import PseudoTexts
from statusbook.translate import make_edition

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def edition() -> Edition:
    return make_edition(load(ROOT / "statuses.yaml"), Texts("en"))


def test_a_text_is_escaped_and_its_one_mark_is_markup() -> None:
    assert inline("Press *Track* & <wait>") == "Press <b>Track</b> &amp; &lt;wait&gt;"
    assert plain("Press *Track*") == "Press Track"


def test_latin_words_and_numbers_are_isolated_and_tags_are_not() -> None:
    html = inline("خلال 24 ساعة *Track* & LightInTheBox")
    assert isolate(html) == ("خلال <bdi>24</bdi> ساعة <b><bdi>Track</bdi></b> &amp; <bdi>LightInTheBox</bdi>")


def test_the_picture_follows_next_and_mirrors(edition: Edition) -> None:
    (picture,) = pictures(edition)
    assert [(stop.status.id, stop.x) for stop in picture.stops] == [
        ("pending", 16.67),
        ("processing", 50.0),
        ("shipped", 83.33),
        ("cancelled", 33.33),
    ]
    assert [(line.start.status.id, line.end.status.id) for line in picture.lines] == [
        ("pending", "processing"),
        ("pending", "cancelled"),
        ("processing", "shipped"),
        ("processing", "cancelled"),
    ]
    assert not picture.wide
    (mirrored,) = pictures(dataclasses.replace(edition, direction="rtl"))
    assert [stop.x for stop in mirrored.stops] == [83.33, 50.0, 16.67, 66.67]


def made(statuses: str, rest: str = "") -> Edition:
    """An edition of statuses in YAML, a flow mapping each; what they all need is put in."""
    head = "shop: {name: Shop, app: https://example.com/app, links: {}}\n"
    lines = [re.sub(r"^(\w+): \{?", r"\1: {label: \1, meaning: M., ", line) for line in statuses.split("\n")]
    return make_edition(loads(f"{head}{rest}statuses:\n  " + "\n  ".join(lines)), Texts("en"))


def places(edition: Edition) -> list[dict[str, float]]:
    return [{stop.status.id: stop.x for stop in picture.stops} for picture in pictures(edition)]


def test_branches_are_moved_apart_and_stay_inside() -> None:
    way = "a: {next: [b%s]}\nb: {next: [c]}\nc: {next: [d]}\nd: {%s}\nx: {branch: true}\ny: {branch: true}"
    first, last = made(way % (", x, y", "")), made(way % ("", "next: [x, y]"))
    stops = {"a": 12.5, "b": 37.5, "c": 62.5, "d": 87.5}
    assert places(first) == [stops | {"x": 12.5, "y": 37.5}]
    assert places(last) == [stops | {"x": 62.5, "y": 87.5}]


def test_many_branches_share_the_width() -> None:
    edition = made("a: {next: [b, x, y, z]}\nb: {}\nx: {branch: true}\ny: {branch: true}\nz: {branch: true}")
    assert places(edition) == [{"a": 25.0, "b": 75.0, "x": 16.67, "y": 50.0, "z": 83.33}]
    assert next(pictures(edition)).room == pytest.approx(100 / 3)


def test_a_branch_that_leaves_no_status_of_the_way_is_not_drawn() -> None:
    edition = made("a: {next: [b, x]}\nb: {}\nx: {branch: true, next: [y, b]}\ny: {branch: true}")
    assert places(edition) == [{"a": 25.0, "b": 75.0, "x": 25.0}]
    assert len(next(pictures(edition)).lines) == 2


def test_too_many_branches_leave_the_way_alone() -> None:
    names = [f"x{i}" for i in range(MOST_BRANCHES + 1)]
    branches = "\n".join(f"{name}: {{branch: true}}" for name in names)
    assert places(made(f"a: {{next: [b, {', '.join(names)}]}}\nb: {{}}\n{branches}")) == [
        {"a": 25.0, "b": 75.0}
    ]


def test_a_long_way_needs_a_wide_screen_and_a_longer_one_is_not_drawn() -> None:
    def way(length: int) -> Edition:
        return made(
            "\n".join(f"s{i}: {{next: [s{i + 1}]}}" for i in range(length - 1)) + f"\ns{length - 1}: {{}}"
        )

    assert [picture.wide for picture in pictures(way(4))] == [False]
    assert [picture.wide for picture in pictures(way(5))] == [True]
    assert len(next(pictures(way(MOST_STOPS))).stops) == MOST_STOPS
    assert list(pictures(way(MOST_STOPS + 1))) == []


def test_each_axis_has_a_picture_of_its_own_where_one_status_leads_to_another() -> None:
    edition = made(
        "a: {axis: one, next: [b, c]}\nb: {axis: one}\nc: {axis: two}\nd: {axis: two}",
        "axes: {one: One, two: Two}\n",
    )
    assert [(picture.label, len(picture.lines)) for picture in pictures(edition)] == [("One", 1)]


def test_nothing_leads_on_and_nothing_is_drawn() -> None:
    assert list(pictures(made("a: {}\nb: {}"))) == []
    assert list(pictures(made("a: {branch: true, next: [b]}\nb: {branch: true}"))) == []


def block(name: str, edition: Edition, **context: object) -> str:
    icons = Path(str(importlib.resources.files("material") / "templates"))
    return str(Blocks([ROOT / "overrides", icons], edition, Texts("en")).render(name, english="", **context))


def tags(html: str, *names: str) -> list[str]:
    """The start tags of these names, without classes and with what the tests ask for."""
    found = re.findall(rf"<(?:{'|'.join(names)})\b[^>]*>", html)
    return [re.sub(r' (class|data-[a-z-]+)="[^"]*"', "", tag) for tag in found]


def test_a_former_id_is_an_empty_anchor_before_what_it_is_called_now() -> None:
    edition = made(
        "a: {formerly: [old, older], times: [t], stages: {s: {label: S, meaning: M., formerly: [was]}}}",
        "times: {t: {label: T, at_most: 2 days, formerly: [then]}}\n",
    )
    html = block("status-details", edition)
    assert (
        '<span class="former-id" id="old"></span><span class="former-id" id="older"></span><h3 id="a"' in html
    )
    assert '<span class="former-id" id="was"></span><h4 id="s"' in html
    assert '<li id="t"><span class="former-id" id="then"></span>T: within 2 days</li>' in html
    assert "former-id" not in block("status-table", edition) + block("life", edition)


def test_details_have_a_heading_for_each_axis_and_outline_what_is_below() -> None:
    edition = made(
        "a: {axis: one, stages: {s: S}}\nb: {axis: two}".replace("s: S", "s: {label: S, meaning: M.}"),
        "axes: {one: {label: One, about: The first.}, two: Two}\n",
    )
    html = block("status-details", edition)
    assert tags(html, "h[2-6]") == [
        '<h3 id="axis-one">',
        '<h4 id="a">',
        '<h5 id="s">',
        '<h3 id="axis-two">',
        '<h4 id="b">',
    ]
    assert '<h3 class="axis" id="axis-one">One</h3>\n<p>The first.</p>' in html


def test_stages_are_steps_or_alternatives_and_a_mention_is_no_anchor() -> None:
    stage = "{label: S, meaning: M.%s}"
    edition = made(
        f"a: {{stages: {{s: {stage % ''}}}}}\n"
        f"b: {{unordered: true, stages: {{t: {stage % ', also_in: [a, c]'}}}}}\n"
        "c: {}"
    )
    html = block("status-details", edition)
    assert re.findall(r'<([ou]l) class="(stages[^"]*)"', html) == [
        ("ol", "stages"),
        ("ul", "stages stages--any"),
        ("ul", "stages stages--any"),
    ]
    assert html.count('<li class="stages__stage"><a class="stages__also" href="#t">S</a></li>') == 2
    assert re.findall(r' id="(\w+)"', html) == ["a", "s", "b", "t", "c"]
    rows = re.findall(r'<th scope="row"><a href="#(\w+)"', block("status-table", edition))
    assert rows == ["a", "s", "t", "b", "t", "c", "t"]


def test_a_table_has_no_column_that_would_say_nothing() -> None:
    def columns(statuses: str) -> list[str]:
        rest = "times: {t: {label: T, at_most: 2 days}}\nactions: {go: Go}\n"
        return re.findall(r'<th scope="col">([^<]+)<', block("status-table", made(statuses, rest)))

    first, time, action = ["My order is", "It means"], "How long it takes", "What I can do now"
    assert columns("a: {}") == first
    assert columns("a: {}\nb: {times: [t]}") == [*first, time]
    assert columns("a: {late: [t]}\nb: {actions: [go]}") == [*first, time, action]
    assert columns("a: {actions: [go]}\nb: {}") == [*first, action]


def test_the_table_says_that_time_depends_on_the_stage_only_where_it_does() -> None:
    stage = "s%d: {label: S, meaning: M.%s}"
    edition = made(
        f"a: {{stages: {{{stage % (1, ', times: [t]')}}}}}\nb: {{stages: {{{stage % (2, '')}}}}}",
        "times: {t: {label: T, at_most: 2 days}}\n",
    )
    cells = re.findall(r'<td class="statuses__time.*?</td>', block("status-table", edition), re.DOTALL)
    said = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
    assert said == [
        "How long it takes It depends on the stage.",
        "How long it takes T: within 2 days",
        "–",
        "–",
    ]


def test_the_table_of_each_axis_is_named_after_it() -> None:
    edition = made("a: {axis: one}\nb: {axis: two}", "axes: {one: {label: One, about: First.}, two: Two}\n")
    html = block("status-table", edition)
    assert re.findall(r"<caption>(.*)</caption>", html) == [
        '<span class="statuses__axis">One</span>First.',
        '<span class="statuses__axis">Two</span>',
    ]


def test_the_home_page_has_what_is_in_sections_below_what_is_asked_most_often() -> None:
    def article(title: str, section: str) -> dict[str, object]:
        return {"title": title, "about": "A", "url": "u/", "has_statuses": False, "section": section}

    sections = [[article("Two", "Returns"), article("Three", "Returns")], [], [article("Four", "")]]
    home = block("articles", made("a: {}"), articles=[article("One", "Orders")], sections=sections)
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>|title\">(\w+)</span>", home) == [
        *(("Asked most often", ""), ("", "One"), ("Returns", ""), ("", "Two"), ("", "Three"), ("", "Four")),
    ]


def test_home_page_contents_and_form_name_the_axes() -> None:
    edition = made("a: {axis: one}\nb: {axis: two}", "axes: {one: One, two: Two}\n")
    articles = [{"title": "T", "about": "A", "url": "order-status/", "has_statuses": True}]
    home = block("articles", edition, articles=articles, sections=[])
    assert re.findall(r"<h3>(\w+)</h3>|#(\w+)\"", home)[0:4] == [
        ("One", ""),
        ("", "a"),
        ("Two", ""),
        ("", "b"),
    ]
    toc = [{"children": [{"id": "details", "title": "Each status"}]}]
    assert re.findall(r'href="#([\w-]+)"', block("contents", edition, toc=toc)) == [
        "details",
        "axis-one",
        "axis-two",
    ]
    form = block("feedback", edition, statuses=True, action="/votes", page_key="en", revision="0")
    assert tags(form, "optgroup", "option")[1:] == [
        '<optgroup label="One">',
        '<option value="a">',
        '<optgroup label="Two">',
        '<option value="b">',
    ]


def test_a_shop_without_links_has_no_empty_lists_of_them() -> None:
    edition = made("a: {}")
    assert block("more-help", edition) == ""
    assert "example.com" not in block("search", edition, pagefind="", place="bar", articles=[])


@pytest.mark.parametrize(
    ("locale", "html"),
    [
        ("en", 'Updated <time datetime="2026-11-05">November 5, 2026</time>'),
        ("ru", 'Обновлено <time datetime="2026-11-05">5 ноября 2026\N{NARROW NO-BREAK SPACE}г.</time>'),
        ("zh-TW", '更新日期：<time datetime="2026-11-05">2026年11月5日</time>'),
        (
            "ar",
            'تاريخ التحديث: <time datetime="2026-11-05"><bdi>5</bdi> نوفمبر <bdi>2026</bdi></time>',
        ),
    ],
)
def test_a_date_is_written_for_people_and_for_machines(locale: str, html: str) -> None:
    texts = read_texts(ROOT / "locales", locale)
    edition = make_edition(load(ROOT / "statuses.yaml"), texts)
    shown = Blocks([ROOT / "overrides"], edition, texts).render(
        "updated", date=datetime.date(2026, 11, 5), changes=""
    )
    assert html in shown


def test_a_date_is_written_in_the_language_of_its_sentence() -> None:
    edition = make_edition(load(ROOT / "statuses.yaml"), Texts("ru"))
    shown = Blocks([ROOT / "overrides"], edition, Texts("ru")).render(
        "updated", date=datetime.date(2026, 11, 5), changes=""
    )
    assert (
        '<span lang="en" dir="ltr">Updated <time datetime="2026-11-05">November 5, 2026</time></span>'
        in shown
    )


def test_the_pseudo_locale_has_dates_as_well() -> None:
    edition = make_edition(load(ROOT / "statuses.yaml"), PseudoTexts())
    shown = Blocks([ROOT / "overrides"], edition, PseudoTexts()).render(
        "updated", date=datetime.date(2026, 11, 5), changes=""
    )
    assert '<time datetime="2026-11-05">November 5, 2026</time>' in shown


def test_an_unknown_block_is_named(edition: Edition) -> None:
    with pytest.raises(UnknownBlockError, match=r"^there is no overrides/blocks/nothing\.html$"):
        Blocks([ROOT / "overrides"], edition, Texts("en")).render("nothing")


def test_structured_data_answer_for_every_status(edition: Edition) -> None:
    page = jsonld.faq_page(edition, Texts("en"), "Title", "https://example.com/order-status/")
    questions = page["mainEntity"]
    assert isinstance(questions, list)
    assert [q["@id"].partition("#")[2] for q in questions] == [status.id for status in edition.walk()]
    assert questions[0]["about"] == {"@id": "https://schema.org/OrderPaymentDue"}
    assert questions[0]["name"] == "What does the order status “Pending” mean?"
    assert "*" not in json.dumps(page)


def test_structured_data_cannot_end_their_script() -> None:
    assert jsonld.graph([{"name": "</script>"}]) == (
        '{"@context":"https://schema.org","@graph":[{"name":"\\u003c/script>"}]}'
    )


def test_a_shop_without_customer_service_names_none(edition: Edition) -> None:
    assert jsonld.organization(edition)["contactPoint"] == {
        "@type": "ContactPoint",
        "contactType": "customer service",
        "name": "Customer service",
        "url": "https://www.lightinthebox.com/r/contact-us.html",
    }
    assert jsonld.organization(made("a: {}")) == {"@type": "Organization", "name": "Shop"}


def test_pages_json_is_ordered_and_versioned() -> None:
    def entry(key: str) -> PageEntry:
        return PageEntry(key=key, title="T", revision="0" * 12, url="/", thanks="/", failed="/", statuses=())

    written = json.loads(pages_json([entry("ru"), entry("en")]))
    assert written.keys() == {"version", "pages"}
    assert written["version"] == 1
    assert list(written["pages"]) == ["en", "ru"]
    assert json.loads(pages_json([entry("ru"), entry("en")], "4f2a" * 10)) == written | {
        "commit": "4f2a" * 10
    }


def test_a_time_of_two_statuses_has_one_anchor_and_a_stage_shows_its_own_actions() -> None:
    facts = "times: {reply: {label: Reply, at_most: 2 days}}\nactions: {ask: {label: Ask us}}\n"
    stage = "{c: {label: C, meaning: M., actions: [ask]}}"
    statuses = f"a: {{next: [b], times: [reply]}}\nb: {{times: [reply], stages: {stage}}}"
    edition = made(statuses, facts)
    folders = [ROOT / "overrides", Path(str(importlib.resources.files("material") / "templates"))]
    blocks = Blocks(folders, edition, Texts("en"))
    details, table = blocks.render("status-details", english=""), blocks.render("status-table", english="")
    assert details.count('id="reply"') == 1
    assert details.index('id="a"') < details.index('id="reply"') < details.index('id="b"')
    assert details.count("<b>Ask us</b>") == table.count("Ask us") == 1
