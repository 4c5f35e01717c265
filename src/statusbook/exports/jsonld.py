"""An edition as structured data (schema.org, JSON-LD): the same words as on the page."""

from __future__ import annotations

import json

from statusbook.edition import Edition, Status
from statusbook.exports.html import plain
from statusbook.messages import Texts


def faq_page(edition: Edition, texts: Texts, title: str, url: str) -> dict[str, object]:
    """The page as https://schema.org/FAQPage: a question for each status and stage."""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "name": title,
        "url": url,
        "inLanguage": edition.locale,
        "publisher": {"@type": "Organization", "name": edition.shop},
        "mainEntity": [_question(status, texts, url) for status in edition.walk()],
    }


def breadcrumbs(trail: list[tuple[str, str]]) -> dict[str, object]:
    """The way to a page, from the home page, as https://schema.org/BreadcrumbList; names and addresses."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(trail, 1)
        ],
    }


def script(data: object) -> str:
    """The data as the text of a ``<script>``: no ``<`` can end it early."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _question(status: Status, texts: Texts, url: str) -> dict[str, object]:
    name = texts.text("jsonld.question", "What does the order status “{status}” mean?")
    question: dict[str, object] = {
        "@type": "Question",
        "@id": f"{url}#{status.id}",
        "name": name.replace("{status}", plain(status.label)),
        "acceptedAnswer": {"@type": "Answer", "text": _answer(status)},
    }
    if status.schema_org:
        question["about"] = {"@id": f"https://schema.org/{status.schema_org}"}
    return question


def _answer(status: Status) -> str:
    times = [time.line for time in (*status.times, *status.late)]
    steps = [step.text for step in status.steps]
    parts = [status.meaning, status.details, *times, *steps]
    return "\n".join(plain(part) for part in parts if part)
