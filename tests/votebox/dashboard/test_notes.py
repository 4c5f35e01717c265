from uuid import UUID

import pytest

from tests.votebox.dashboard.making import NOW, PAGES
from votebox.comments import Comment
from votebox.dashboard.notes import notes


def comment(number: int, text: str = "Where?") -> Comment:
    return Comment(
        id=UUID(int=number),
        at=NOW,
        page="ru/order-status",
        revision="0a1b2c3d",
        reason=None,
        status=None,
        text=text,
    )


def test_a_comment_with_its_page_and_the_way_back() -> None:
    [note] = notes([comment(7)], PAGES, "/dashboard/comments?words=x")
    assert note.name.title == "Как проверить статус?"
    assert note.anchor == "comment-00000000-0000-0000-0000-000000000007"
    assert note.back == f"/dashboard/comments?words=x#{note.anchor}"


def test_where_a_comment_leaves_the_list_the_next_one_is_next() -> None:
    first, last = notes([comment(1), comment(2)], PAGES, "/here", leave=True)
    assert first.back == f"/here#{last.anchor}"
    assert last.back == "/here#comments"
    assert notes([], PAGES, "/here", leave=True) == ()


@pytest.mark.parametrize(
    ("text", "long"), [("x" * 900, False), ("x" * 901, True), ("x\n" * 11, False), ("x\n" * 12, True)]
)
def test_a_long_one_gets_a_frame(text: str, long: bool) -> None:
    [note] = notes([comment(1, text)], PAGES, "/here")
    assert note.long is long
