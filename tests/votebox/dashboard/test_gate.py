from base64 import b64encode
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest

from tests.votebox.dashboard.making import TOKEN
from votebox.clients import Client
from votebox.dashboard.gate import CHALLENGE, WRONG, Gate, check_own
from votebox.errors import Refused
from votebox.intake import Envelope, envelope
from votebox.limits import Limits, Rate
from votebox.problems import Problem
from votebox.settings import Settings

PROXY = "10.0.0.1"
Headers = list[tuple[bytes, bytes]]


@pytest.fixture
def with_header(settings: Settings) -> Settings:
    header, proxies = "x-forwarded-user", (ip_network(PROXY),)
    return replace(settings, dashboard_token="", dashboard_header=header, proxies=proxies)


def scope(headers: Headers, peer: str) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "client": (peer, 5),
        "headers": [(b"host", b"help.example"), *headers],
    }


def come(gate: Gate, *headers: tuple[bytes, bytes], peer: str = "198.51.100.3") -> str:
    found = scope([*headers], peer)
    return gate.admit(found, envelope(found, (ip_network(PROXY),)))


def refused(gate: Gate, *headers: tuple[bytes, bytes], peer: str = "198.51.100.3") -> Problem:
    with pytest.raises(Refused) as error:
        come(gate, *headers, peer=peer)
    return error.value.problem


def basic(password: str, user: str = "anna") -> tuple[bytes, bytes]:
    return b"authorization", b"Basic " + b64encode(f"{user}:{password}".encode())


def bearer(token: str) -> tuple[bytes, bytes]:
    return b"authorization", f"Bearer {token}".encode()


USER = (b"x-forwarded-user", b"anna@example.com")


def test_where_nothing_is_set_it_is_closed_to_everybody(settings: Settings) -> None:
    gate = Gate(replace(settings, dashboard_token=""))
    assert not gate.open
    for headers in ([], [basic("")], [bearer("")], [(b"", b"anna")], [USER]):
        problem = refused(gate, *headers, peer="127.0.0.1")
        assert problem.status == 403
        assert problem.detail == (
            "The dashboard is closed. To open it, start votebox with VOTEBOX_DASHBOARD_TOKEN, the "
            "password that people give, or with --dashboard-header, in which a login proxy says who came."
        )


@pytest.mark.parametrize("scheme", [b"Basic", b"basic", b"BASIC"])
def test_the_password_with_any_name(settings: Settings, scheme: bytes) -> None:
    gate = Gate(settings)
    assert gate.open
    for user in ("", "anna", "Анна"):
        name, value = basic(TOKEN, user)
        assert come(gate, (name, value.replace(b"Basic", scheme))) == ""
    assert come(gate, bearer(TOKEN)) == ""


@pytest.mark.parametrize(
    "header",
    [
        *(basic("0123456789abcdeF"), basic(TOKEN + "0"), basic(TOKEN[:-1]), basic(""), basic(f"x:{TOKEN}")),
        *(bearer(""), bearer("пароль"), (b"authorization", b"Basic " + TOKEN.encode())),
        *((b"authorization", b"Basic ***"), (b"authorization", b"Bearer")),
    ],
    ids=repr,
)
def test_no_other_password(settings: Settings, header: tuple[bytes, bytes]) -> None:
    problem = refused(Gate(settings), header)
    assert (problem.status, problem.retry_after) == (401, None)


@pytest.mark.parametrize("header", [None, (b"authorization", b""), (b"authorization", b"Digest x"), USER])
def test_who_gives_none_is_asked_for_it(settings: Settings, header: tuple[bytes, bytes] | None) -> None:
    problem = refused(Gate(settings), *([header] if header else []))
    assert problem.status == 401
    assert problem.detail == (
        "The dashboard needs its password, with any user name, or as a bearer token. "
        "Whoever runs votebox knows it: it is VOTEBOX_DASHBOARD_TOKEN."
    )
    assert CHALLENGE == 'Basic realm="votebox", charset="UTF-8"'


def test_one_network_has_so_many_guesses_and_others_are_not_troubled(settings: Settings) -> None:
    gate = Gate(settings)
    assert [refused(gate, basic("wrong")).status for _ in range(WRONG.votes)] == [401] * WRONG.votes
    problem = refused(gate, basic("wrong"), peer="198.51.100.250")
    assert (problem.status, problem.detail) == (
        *(429, "Too many wrong passwords came from your network. Try again in 60 s."),
    )
    assert problem.retry_after == 60
    assert refused(gate, basic(TOKEN)).status == 429  # or the right guess would come through
    assert refused(gate).status == 401
    assert come(gate, basic(TOKEN), peer="203.0.113.1") == ""


def test_right_passwords_are_not_counted(settings: Settings) -> None:
    gate = Gate(settings, limits=Limits([Rate(1, 600)]))
    assert [come(gate, basic(TOKEN)) for _ in range(5)] == [""] * 5
    assert refused(gate, basic("wrong")).status == 401
    assert refused(gate, basic(TOKEN)).status == 429


def test_guesses_are_counted_by_the_address_that_a_named_proxy_reports(settings: Settings) -> None:
    gate = Gate(settings, limits=Limits([Rate(1, 600)]))
    for number in range(3):
        forwarded = (b"x-forwarded-for", b"203.0.%d.1" % number)
        assert refused(gate, basic("wrong"), forwarded, peer=PROXY).status == 401
    assert refused(gate, basic("wrong"), (b"x-forwarded-for", b"203.0.1.9"), peer=PROXY).status == 429


def test_whoever_has_logged_in_at_the_proxy(with_header: Settings) -> None:
    gate = Gate(with_header)
    assert gate.open
    assert come(gate, USER, peer=PROXY) == "anna@example.com"
    assert come(gate, (USER[0], "Анна ".encode()), peer=PROXY) == "Анна"


@pytest.mark.parametrize(
    ("headers", "peer"),
    [
        ([USER], "198.51.100.3"),
        ([USER, (b"x-forwarded-for", PROXY.encode())], "198.51.100.3"),
        ([USER], "127.0.0.1"),
        ([], PROXY),
        ([(USER[0], b" ")], PROXY),
        ([(USER[0], b"(null)")], PROXY),
        ([(b"x-forwarded-user", b"evil"), USER], PROXY),
        ([(b"x_forwarded_user", b"evil")], PROXY),
        ([basic(""), bearer("")], PROXY),
    ],
    ids=[
        "from elsewhere",
        "named by itself",
        "local",
        "without",
        "empty",
        "null",
        "twice",
        "alike",
        "no password",
    ],
)
def test_a_header_is_believed_of_the_proxy_alone_and_once(
    with_header: Settings, headers: Headers, peer: str
) -> None:
    problem = refused(Gate(with_header), *headers, peer=peer)
    assert (problem.status, problem.detail) == (
        *(403, "The dashboard is for whoever has logged in. Come through the login proxy of the help team."),
    )


def test_either_of_both(with_header: Settings) -> None:
    gate = Gate(replace(with_header, dashboard_token=TOKEN))
    assert come(gate, USER, peer=PROXY) == "anna@example.com"
    assert come(gate, basic(TOKEN)) == ""
    assert refused(gate, USER).status == 401


def sent(scheme: str = "https", **headers: str) -> Envelope:
    return Envelope(
        method="POST",
        client=Client(address="198.51.100.3", scheme=scheme, host="help.example"),
        headers={name.replace("_", "-").encode(): value.encode() for name, value in headers.items()},
    )


@pytest.mark.parametrize(
    "envelope",
    [
        sent(origin="https://help.example"),
        sent(origin="https://HELP.example", sec_fetch_site="same-origin"),
        sent(sec_fetch_site="same-origin"),
        # Behind a proxy that ends TLS and is not named.
        sent("http", origin="https://help.example", sec_fetch_site="same-origin"),
    ],
)
def test_our_own_pages_change_things(envelope: Envelope) -> None:
    check_own(envelope)


@pytest.mark.parametrize(
    "envelope",
    [
        sent(),
        sent(origin="null"),
        sent(origin="https://evil.example"),
        sent(origin="http://help.example"),
        sent(origin="https://help.example:8443"),
        sent(origin="https://help.example", sec_fetch_site="cross-site"),
        sent(origin="https://help.example", sec_fetch_site="same-site"),
        sent(sec_fetch_site="none"),
    ],
)
def test_nobody_else_does(envelope: Envelope) -> None:
    with pytest.raises(Refused) as error:
        check_own(envelope)
    assert error.value.problem.status == 403
    assert error.value.problem.detail == (
        "Changes are taken from the dashboard's own pages alone. Programs send its Origin."
    )
