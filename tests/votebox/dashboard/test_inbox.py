from uuid import UUID

from tests.votebox.dashboard.making import NOW, PAGES, moment, totals
from votebox.comments import Comment, Query, Triage
from votebox.dashboard.inbox import SHOWN, Inbox, inbox
from votebox.dashboard.sources import Moment
from votebox.pages import Page
from votebox.vote import Reason

STATES = {Triage.NEW: 7, Triage.PLANNED: 1, Triage.DONE: 2, Triage.DISMISSED: 0}
MOMENT = moment(totals("ja/gone", "00000001", 0, 1, statuses={"lost": 1}))


def comments(number: int) -> list[Comment]:
    return [
        Comment(id=UUID(int=one), at=NOW, page="en", revision="0a1b2c3d", reason=None, status=None, text="?")
        for one in range(number)
    ]


def shown(query: Query | None = None, found: int = 1, moment: Moment = MOMENT) -> Inbox:
    return inbox(moment, query or Query(), comments(found), STATES)


def test_states_with_how_many_comments_are_in_them() -> None:
    assert [(one.name, one.address, one.current, one.comments) for one in shown().states] == [
        ("all", "/dashboard/comments", True, 10),
        ("new", "/dashboard/comments?state=new", False, 7),
        ("planned", "/dashboard/comments?state=planned", False, 1),
        ("done", "/dashboard/comments?state=done", False, 2),
        ("dismissed", "/dashboard/comments?state=dismissed", False, 0),
    ]


def test_a_state_keeps_what_else_is_asked_for_and_then_does_not_count() -> None:
    found = shown(Query(words="where", triage=Triage.DONE, after=UUID(int=5)))
    assert [(one.name, one.address, one.comments) for one in found.states][:2] == [
        ("all", "/dashboard/comments?words=where", None),
        ("new", "/dashboard/comments?words=where&state=new", None),
    ]
    assert [one.name for one in found.states if one.current] == ["done"]
    assert found.limited
    assert not shown(Query(triage=Triage.DONE, after=UUID(int=5))).limited


def test_what_can_be_asked_for() -> None:
    found = shown()
    assert found.languages == ("en", "ja", "ru")
    assert found.pages == ("en", "en/order-status", "ja/gone", "ru/order-status")
    assert found.reasons == tuple(Reason)
    assert found.statuses == ("lost", "packaging", "pending")
    assert shown(Query(language="en")).pages == ("en", "en/order-status")
    assert shown(Query(language="en", page="ja/gone")).pages == ("en", "en/order-status", "ja/gone")


def test_of_very_many_pages_a_language_has_to_be_chosen_first() -> None:
    site = {
        f"{language}/{number}": Page(thanks="/", failed="/") for language in PAGES for number in range(60)
    }
    site = {key: page for key, page in site.items() if "/" in key}
    assert len(site) > 100
    assert shown(moment=moment(site=site)).pages == ()
    assert shown(Query(page="en/7"), moment=moment(site=site)).pages == ("en/7",)


def test_older_ones() -> None:
    assert shown(found=SHOWN).older == ""
    found = shown(Query(words="x"), found=SHOWN + 1)
    assert len(found.notes) == SHOWN
    assert found.older == f"/dashboard/comments?words=x&after={UUID(int=SHOWN - 1)}"
    assert found.newest == ""
    assert shown(Query(words="x", after=UUID(int=1))).newest == "/dashboard/comments?words=x"


def test_back_to_where_one_was() -> None:
    query = Query(words="x", after=UUID(int=9))
    assert shown(query).notes[0].back == (
        f"/dashboard/comments?words=x&after={UUID(int=9)}#comment-{UUID(int=0)}"
    )
    assert shown(Query(triage=Triage.NEW)).notes[0].back == "/dashboard/comments?state=new#comments"


def test_nothing_found() -> None:
    found = shown(Query(words="x"), found=0)
    assert (found.notes, found.older) == ((), "")
