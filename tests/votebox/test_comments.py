from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.votebox.ledger import at, opened, read
from tests.votebox.sharing import comments as found_in
from tests.votebox.sharing import make_submission
from votebox import comments
from votebox.address import Place
from votebox.comments import Comment, Query, Triage, counts, decide, find
from votebox.store import Store

NO: dict[str, Any] = {"helpful": "no"}


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with opened(place) as store:
        yield store


def texts(store: Store, **query: Any) -> list[str]:
    return [comment.text for comment in found_in(store, **query)]


def decided(store: Store, vote_id: UUID, state: Triage) -> bool:
    return store.write(partial(decide, vote_id=vote_id, state=state))


def test_all_that_is_known_of_a_comment(store: Store) -> None:
    vote_id = uuid4()
    told: dict[str, Any] = {"reason": "wrong", "status": "pending", "comment": "Why?"}
    page = "ru/order-status"
    vote = make_submission(id=str(vote_id), page=page, at=at(0, 1), flagged=True, **NO, **told)
    store.save([vote, make_submission()])
    assert decided(store, vote_id, Triage.DONE)
    assert found_in(store) == [
        Comment(
            id=vote_id,
            at=datetime(2024, 10, 4, 0, 0, 0, 1_000, UTC),
            page="ru/order-status",
            revision="5f2c9a1b03de",
            reason="wrong",
            status="pending",
            text="Why?",
            triage=Triage.DONE,
            flagged=True,
        )
    ]


FOUND: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["six", "five", "four", "three", "two", "one"]),
    ({"page": "en"}, ["one"]),
    ({"page": "en/order-status"}, ["two"]),
    ({"page": "en/order"}, []),
    ({"language": "en"}, ["two", "one"]),
    ({"language": "EN"}, []),
    ({"language": "e_"}, []),
    ({"language": "%"}, []),
    ({"language": "en/order-status"}, ["two"]),
    ({"language": "zh"}, ["five"]),
    ({"language": "zh-TW"}, ["six", "four"]),
    ({"reason": "wrong"}, ["five", "two"]),
    ({"status": "pending"}, ["six", "five"]),
    ({"status": "pending", "reason": "wrong"}, ["five"]),
    ({"triage": Triage.NEW}, ["six", "four", "one"]),
    ({"triage": Triage.PLANNED}, ["two"]),
    ({"triage": Triage.DONE}, ["three"]),
    ({"triage": Triage.DISMISSED}, ["five"]),
    ({"since": datetime(2024, 10, 7, tzinfo=UTC)}, ["six", "five", "four"]),
    ({"since": datetime(2024, 10, 7, 0, 0, 0, 1_000, UTC)}, ["six", "five"]),
    ({"words": "o", "language": "en"}, ["two", "one"]),
    ({"words": "o", "language": "zh-TW", "triage": Triage.NEW}, ["four"]),
]


@pytest.fixture
def six(store: Store) -> Store:
    given: list[tuple[str, dict[str, Any]]] = [
        ("en", {"comment": "one"}),
        ("en/order-status", {"comment": "two", "reason": "wrong"}),
        ("ru/order-status", {"comment": "three", "reason": "not-found"}),
        ("zh-TW", {"comment": "four"}),
        ("zh/order-status", {"comment": "five", "reason": "wrong", "status": "pending"}),
        ("zh-TW/order-status", {"comment": "six", "status": "pending"}),
    ]
    store.save(
        [make_submission(page=page, at=at(day), **NO, **told) for day, (page, told) in enumerate(given)]
    )
    states = {"two": Triage.PLANNED, "three": Triage.DONE, "five": Triage.DISMISSED}
    for comment in found_in(store):
        if comment.text in states:
            decided(store, comment.id, states[comment.text])
    return store


def test_what_is_asked_for_is_found_the_newest_first(six: Store) -> None:
    assert [(query, texts(six, **query)) for query, _ in FOUND] == FOUND


def test_votes_without_a_comment_are_none(store: Store) -> None:
    store.save([make_submission(), make_submission(**NO, reason="wrong")])
    assert texts(store) == []


SCRIPTS = {
    "Wo ist meine Lieferung? STRASSE, Maßband": ["straße", "lieferung wo", "MASSBAND", "ß", "SS"],
    "The oﬃce’s ﬁnal answer": ["office", "FINAL", "ﬁ", "answer office"],
    "注文番号はどこ?ＡＢＣ ｶﾞｲﾄﾞ": ["注文", "どこ 番号", "abc", "ガイド", "ｶﾞｲﾄﾞ"],
    "İstanbul’a ne zaman gelir?": ["istanbul", "İSTANBUL", "ISTANBUL", "ıstanbul"],
    "ırmak": ["IRMAK", "İRMAK", "irmak"],
    "IĞDIR": ["ığdır", "iğdir", "İĞDİR"],
    "أين طلبي؟ لم يصل بعد": ["طلبي", "بعد أين", "لم يصل"],
    "คำสั่งซื้อของฉันอยู่ที่ไหน": ["สั่งซื้อ", "ที่ไหน ฉัน"],
    "Где мой ЗАКАЗ? Ещё не пришёл": ["заказ", "ещё ГДЕ", "Пришёл"],
    "Πού είναι η ΠΑΡΑΓΓΕΛΊΑ μας; ΣΟΦΌΣ": ["παραγγελία", "σοφός", "σοφόσ"],
    "où est passé mon cafe\u0301 ?": ["café", "CAFE\u0301", "OÙ"],
    "어디에 있나요 배송": ["배송", "어디"],
    "איפה ההזמנה שלי": ["ההזמנה", "שלי איפה"],
    "100 % of it; it's\tnot_here": ["100 %", "not_here", "it's", "%"],
}


def test_words_are_found_in_any_order_case_and_width(store: Store) -> None:
    store.save([make_submission(**NO, comment=text) for text in SCRIPTS])
    for text, searches in SCRIPTS.items():
        for words in searches:
            assert text in texts(store, words=words), words
    assert sorted(texts(store, words="")) == sorted(texts(store, words=" \u3000\t")) == sorted(SCRIPTS)


def test_every_word_has_to_be_there(store: Store) -> None:
    store.save(
        [make_submission(**NO, comment=text) for text in ("my order", "my parcel is late", "late order")]
    )
    assert texts(store, words="late parcel") == ["my parcel is late"]
    assert sorted(texts(store, words="ORDER")) == ["late order", "my order"]
    assert texts(store, words="late late ord") == ["late order"]
    assert texts(store, words="order parcel") == []
    assert texts(store, words="_rder") == texts(store, words="o%r") == []


@given(st.text())
@example("İ")
@example("İ\u0307")
@example("ΐ")  # its small letter is three, which are put together again
@example("ﬃ")
@example("ᾳ")
@example("ｶﾞ")
def test_a_text_is_compared_the_same_way_whatever_case_it_is_in(text: str) -> None:
    plain = comments._plain(text)
    assert comments._plain(plain) == plain
    assert comments._plain(text.upper().lower()) == comments._plain(text.upper())


def test_comments_of_one_moment_are_each_seen_once(store: Store) -> None:
    moments = [at(1)] * 7 + [at(0)] * 6 + [at(2)] * 4
    store.save([make_submission(at=moment, **NO, comment=str(n)) for n, moment in enumerate(moments)])
    everything = found_in(store)
    assert len(everything) == 17
    assert [comment.at for comment in everything] == sorted((c.at for c in everything), reverse=True)
    for size in (1, 3, 5, 17):
        seen: list[Comment] = []
        while page := read(
            store, partial(find, query=Query(after=seen[-1].id if seen else None), limit=size)
        ):
            assert len(page) <= size
            seen += page
        assert seen == everything


def test_after_a_comment_that_was_forgotten_comes_the_newest(store: Store) -> None:
    store.save([make_submission(at=at(day), **NO, comment=str(day)) for day in range(3)])
    assert texts(store, after=uuid4()) == texts(store) == ["2", "1", "0"]


def test_no_more_than_are_wanted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "_PART", 4)
    store.save([make_submission(at=at(0, n), **NO, comment=f"{n} a{'b' * (n % 2)}") for n in range(1, 20)])

    def found(limit: int, words: str = "") -> list[str]:
        return [c.text.split()[0] for c in read(store, partial(find, query=Query(words=words), limit=limit))]

    assert found(0) == found(0, "a") == []
    assert found(5) == ["19", "18", "17", "16", "15"]
    assert found(3, "ab") == ["19", "17", "15"]
    assert len(found(100)) == len(found(19)) == 19


def test_a_search_has_an_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "_PART", 4)
    monkeypatch.setattr(comments, "SEARCHED", 8)
    store.save([make_submission(at=at(0, n), **NO, comment=f"word{'s' * n}") for n in range(1, 20)])
    assert len(texts(store)) == len(texts(store, words="w")) == 8
    assert texts(store, words="wordsss") != []
    store.save([make_submission(at=at(9, n), **NO, comment="newer") for n in range(8)])
    assert texts(store, words="word") == []


def test_what_is_decided_of_a_comment(store: Store) -> None:
    commented, silent = make_submission(**NO, comment="Why?"), make_submission(**NO)
    store.save([commented, silent])
    for state in (*Triage, Triage.NEW):
        assert decided(store, commented.vote.id, state)
        assert found_in(store)[0].triage is state
        assert read(store, counts) == {one: int(one is state) for one in Triage}
        assert not decided(store, silent.vote.id, state)
        assert not decided(store, uuid4(), state)


def test_how_many_there_are_in_each_state(six: Store) -> None:
    expected = {Triage.NEW: 3, Triage.PLANNED: 1, Triage.DONE: 1, Triage.DISMISSED: 1}
    assert read(six, counts) == expected
    assert list(expected) == list(read(six, counts))
