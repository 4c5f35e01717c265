import pytest

from votebox.dashboard import problems
from votebox.problems import FieldError, Problem

CLOSED = (
    "The dashboard is closed. To open it, start votebox with VOTEBOX_DASHBOARD_TOKEN, the password "
    "that people give, or with --dashboard-header, in which a login proxy says who came."
)
ASKED = (
    "The dashboard needs its password, with any user name, or as a bearer token. Whoever runs votebox "
    "knows it: it is VOTEBOX_DASHBOARD_TOKEN."
)
ALL = [
    (
        problems.closed(),
        403,
        CLOSED,
    ),
    (
        problems.without_password(),
        401,
        ASKED,
    ),
    (
        problems.without_login(),
        403,
        "The dashboard is for whoever has logged in. Come through the login proxy of the help team.",
    ),
    (
        problems.guessed(60),
        *(429, "Too many wrong passwords came from your network. Try again in 60 s."),
    ),
    (
        problems.foreign(),
        *(403, "Changes are taken from the dashboard's own pages alone. Programs send its Origin."),
    ),
    (
        problems.not_found("/dashboard/x"),
        *(404, "There is nothing at /dashboard/x. The dashboard is at /dashboard/."),
    ),
    (
        problems.no_page("en/x"),
        *(404, 'There is no page "en/x", and no vote on it. Look for it at /dashboard/.'),
    ),
    (
        problems.no_comment(),
        *(404, "There is no such comment any more: it was forgotten, or its time was over."),
    ),
    (problems.not_allowed("PUT", "/dashboard/"), 405, "/dashboard/ does not take PUT."),
    (
        problems.no_form("text/plain"),
        415,
        'The content type "text/plain" is not taken. Send application/x-www-form-urlencoded.',
    ),
    (
        problems.no_form(""),
        *(415, "The content type is missing. Send application/x-www-form-urlencoded."),
    ),
    (problems.no_such("state", "old", ["new", "done"]), 422, "Wrong: state."),
    (problems.no_receipt("id", None), 422, "Wrong: id."),
    (
        problems.unreadable(),
        *(503, "The votes cannot be read or changed now. Try again in 2 seconds."),
    ),
]


@pytest.mark.parametrize(("problem", "status", "detail"), ALL, ids=lambda value: str(value)[:40])
def test_words(problem: Problem, status: int, detail: str) -> None:
    assert (problem.status, problem.detail) == (status, detail)


def test_when_to_try_again() -> None:
    assert problems.guessed(60).retry_after == 60
    assert problems.unreadable().retry_after == 2


def test_what_was_found_and_what_expected() -> None:
    assert problems.no_such("state", 'a"b' * 40, ["new", "done"]).errors == (
        FieldError(field="state", found='"' + 'a\\"b' * 20 + '"', expected="one of new, done"),
    )
    assert problems.no_receipt("id", None).errors == (
        FieldError(field="id", found="nothing", expected="the id of a vote, which is a UUID"),
    )
