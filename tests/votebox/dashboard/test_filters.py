from uuid import UUID

import pytest
from msgspec.structs import replace

from tests.votebox.dashboard.making import PAGES, totals
from votebox.comments import Query, Triage
from votebox.dashboard import filters
from votebox.dashboard.filters import Known
from votebox.errors import Refused
from votebox.totals import Totals

ID = UUID("0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e")
KNOWN = Known(
    pages=frozenset({"en", "en/a"}), languages=frozenset({"en", "ru"}), statuses=frozenset({"packaging"})
)
ASKED = {
    "words": " where is  it ",
    "language": "en",
    "page": "en/a",
    "state": "planned",
    "reason": "wrong",
    "status": "packaging",
    "after": str(ID),
}
QUERY = Query(
    words="where is  it",
    language="en",
    page="en/a",
    triage=Triage.PLANNED,
    reason="wrong",
    status="packaging",
    after=ID,
)


def test_what_can_be_asked_for_is_what_the_site_has_or_had() -> None:
    found = filters.known(Totals(pages=(totals("ja/old", "00000001", 0, 1, statuses={"lost": 1}),)), PAGES)
    assert found == Known(
        pages=frozenset({*PAGES, "ja/old"}),
        languages=frozenset({"en", "ru", "ja"}),
        statuses=frozenset({"pending", "packaging", "lost"}),
    )


def test_a_query_and_back() -> None:
    assert filters.query_in(ASKED, KNOWN) == QUERY
    address = filters.address_of(QUERY)
    assert address == (
        "/dashboard/comments?words=where+is++it&language=en&page=en%2Fa&state=planned&reason=wrong"
        f"&status=packaging&after={ID}"
    )


def test_what_is_empty_is_not_asked_for() -> None:
    assert filters.query_in(dict.fromkeys(ASKED, ""), KNOWN) == Query()
    assert filters.query_in({}, KNOWN) == Query()
    assert filters.address_of(Query()) == "/dashboard/comments"
    assert filters.language_in({"language": ""}, KNOWN) is None


def test_a_search_has_an_end() -> None:
    assert len(filters.query_in({"words": "x" * 300}, KNOWN).words) == filters.WORDS_LIMIT


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"language": "de"}, ("language", '"de"', "one of en, ru")),
        ({"language": "%"}, ("language", '"%"', "one of en, ru")),
        ({"page": "en/b\0"}, ("page", '"en/b\\u0000"', "one of en, en/a")),
        ({"state": "old"}, ("state", '"old"', "one of dismissed, done, new, planned")),
        ({"status": "x" * 99}, ("status", f'"{"x" * 60}"', "one of packaging")),
        ({"after": "7"}, ("after", '"7"', "the id of a vote, which is a UUID")),
    ],
)
def test_what_there_is_not(asked: dict[str, str], said: tuple[str, str, str]) -> None:
    with pytest.raises(Refused) as error:
        filters.query_in(asked, KNOWN)
    assert error.value.problem.status == 422
    [found] = error.value.problem.errors or ()
    assert (found.field, found.found, found.expected) == said


def test_what_a_form_decides() -> None:
    assert filters.state_in({"state": "done"}) is Triage.DONE
    assert filters.receipt_in({"id": f" {ID} "}, "id") == ID
    for form in ({}, {"state": "DONE"}):
        with pytest.raises(Refused):
            filters.state_in(form)
    with pytest.raises(Refused) as error:
        filters.receipt_in({}, "id")
    [found] = error.value.problem.errors or ()
    assert found.found == "nothing"


def test_the_way_back() -> None:
    here = filters.address_of(replace(QUERY, words="где & что? ٣"))
    assert filters.back_in({"back": f"{here}#comment-{ID}"}) == f"{here}#comment-{ID}"
    page = filters.address("/dashboard/page", page="ru/order-status")
    assert filters.back_in({"back": f"{page}#comments"}) == f"{page}#comments"


@pytest.mark.parametrize(
    "back",
    [
        *("", "https://evil.example/dashboard/comments", "//evil.example/dashboard/comments"),
        *("/\\evil.example", "/dashboard/../votes", "/dashboard/comments/../../x", "javascript:alert(1)"),
        *(
            "//[",
            "https://[::1",
            "/dashboard/forget",
            "dashboard/comments",
            "http:/dashboard/comments",
            "/dashboard/comments;x",
        ),
    ],
)
def test_it_never_leads_away(back: str) -> None:
    assert filters.back_in({"back": back}) == "/dashboard/comments"


@pytest.mark.parametrize("back", ["/dashboard/comments?a=%0d%0aset-cookie:x", "/dashboard/page#\r\nx: y"])
def test_it_never_ends_a_header(back: str) -> None:
    found = filters.back_in({"back": back})
    assert found.startswith("/dashboard/")
    assert not set(found) & set("\r\n ")
