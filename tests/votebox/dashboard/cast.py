"""Some hundred votes in four languages, on two revisions of a page and on one that never was published."""

import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from votebox.revisions import Edition, publish
from votebox.store import Store, Submission
from votebox.vote import Helpful, Reason, Vote

DAY = 86_400_000
OLD, INVENTED = "0000000000aa", "deadbeef0000"
COMMITS = ("a" * 40, "b" * 40)
SHARES = {"en": (0.8, 0.4), "ru": (0.5, 0.7), "ar": (0.4, 0.3), "ja": (0.6, 0.6)}
"""The shares of Yes on the first revision and on the second."""
COMMENTS = {
    "en": "I can’t find where my parcel is.\n\nI looked twice.",
    "ru": "Где мой заказ?",
    "ar": "متى سيصل طلبي؟",
    "ja": "追跡番号がどこにあるのかわかりません。",
}
_WANTED = ("packaging", "packaging", "pending", "packaging", "shipped", None)
_REASONS = (Reason.NOT_FOUND, Reason.HARD_TO_UNDERSTAND, Reason.NOT_FOUND, None, Reason.OUT_OF_DATE)


def fill(store: Store, newest: Mapping[str, str], *, times: int = 1) -> None:
    """Write the votes into an open store, `times` as many of them as usual.

    `newest` is the revision that each page has now; it has to be that of `LANGUAGE/order-status` in the four
    languages.
    """
    now = time.time_ns() // 1_000_000
    for revisions, commit, age in ((dict.fromkeys(newest, OLD), COMMITS[0], 45), (newest, COMMITS[1], 20)):
        edition = Edition(revisions=revisions, commit=commit)
        store.write(partial(publish, edition=edition, now=now - age * DAY))
    votes = list(_votes(now, newest, times))
    for start in range(0, len(votes), 1_000):
        store.save(votes[start : start + 1_000])


def _votes(now: int, newest: Mapping[str, str], times: int) -> Iterator[Submission]:
    for language, (before, after) in SHARES.items():
        page = f"{language}/order-status"
        yield from _answers(page, OLD, now - 45 * DAY, days=25, share=before, number=60 * times)
        yield from _answers(page, newest[page], now - 20 * DAY, days=20, share=after, number=70 * times)
    yield from _answers("en/order-status", INVENTED, now - 9 * DAY, days=3, share=0.1, number=20)


def _answers(
    page: str, revision: str, begin: int, *, days: int, share: float, number: int
) -> Iterator[Submission]:
    language = page.partition("/")[0]
    for one in range(number):
        yes = one * 7 % 10 < round(share * 10)
        vote = Vote(
            id=uuid5(NAMESPACE_URL, f"{page}@{revision}#{one}"),
            page=page,
            revision=revision,
            helpful=Helpful.YES if yes else Helpful.NO,
            **({} if yes else _details(language, one)),
        )
        yield Submission(
            vote=vote,
            address=f"198.51.{one // 250}.{one % 250}",
            agent=page.encode(),
            received_at=begin + one * days * DAY // number,
        )


def _details(language: str, one: int) -> dict[str, Any]:
    comment = COMMENTS[language] if one % 4 == 0 else None
    details = {"reason": _REASONS[one % 5], "status": _WANTED[one % 6], "comment": comment}
    return {name: value for name, value in details.items() if value}
