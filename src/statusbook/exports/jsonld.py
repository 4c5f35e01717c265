"""An edition as structured data (schema.org, JSON-LD): the words of the page, and nothing beside them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence

from statusbook.edition import Edition, Status
from statusbook.exports.html import plain
from statusbook.messages import Texts


def graph(things: Sequence[dict[str, object]]) -> str:
    """The things as the text of one ``<script>``: no ``<`` can end it early."""
    data = {"@context": "https://schema.org", "@graph": list(things)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def faq_page(
    edition: Edition, texts: Texts, title: str, url: str, updated: datetime.date | None = None
) -> dict[str, object]:
    """The page as https://schema.org/FAQPage: a question for each status and stage."""
    dated = {"dateModified": updated.isoformat()} if updated else {}
    return {
        "@type": "FAQPage",
        "name": title,
        "url": url,
        "inLanguage": edition.locale,
        **dated,
        "publisher": {"@type": "Organization", "name": edition.shop},
        "mainEntity": [_question(status, texts, url) for status in edition.walk()],
    }


def organization(edition: Edition) -> dict[str, object]:
    """The shop as https://schema.org/Organization, with where its customers write to."""
    service = edition.links.get("customer-service")
    contact = {"@type": "ContactPoint", "contactType": "customer service"}
    reached = (
        {"contactPoint": contact | {"name": plain(service.label), "url": service.url}} if service else {}
    )
    return {"@type": "Organization", "name": edition.shop, **reached}


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> dict[str, object]:
    """The way to a page, from the home page, as https://schema.org/BreadcrumbList; names and addresses."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(trail, 1)
        ],
    }


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
