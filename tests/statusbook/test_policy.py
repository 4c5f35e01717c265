"""A policy for browsers: what is inline, by its hash."""

from __future__ import annotations

from statusbook.policy import HEADER, HEADERS, policy, source
from votebox import server


def test_the_source_of_a_text() -> None:
    # $ printf 'p{top:0}' | openssl dgst -sha256 -binary | base64
    assert source("p{top:0}") == "'sha256-8EJL2E40VnnGherz8izbHnhSLNfS7seXQ/iH7JDUNko='"


def test_a_policy_names_its_style_and_nothing_else_inline() -> None:
    rules = policy("p{top:0}", "/votes")
    assert "style-src 'sha256-8EJL2E40VnnGherz8izbHnhSLNfS7seXQ/iH7JDUNko=';" in rules
    assert rules.startswith("default-src 'none';script-src 'self' 'wasm-unsafe-eval';")
    assert "unsafe-inline" not in rules
    assert "require-trusted-types-for 'script';trusted-types default" in rules


def test_votes_that_go_to_another_host_may_go_there() -> None:
    rules = policy("", "https://votes.example.com:8443/votes")
    assert "connect-src 'self' https://votes.example.com:8443;" in rules
    assert "form-action 'self' https://votes.example.com:8443;" in rules


def test_a_worker_that_keeps_pages_has_a_policy_of_its_own_where_there_is_one() -> None:
    assert "trusted-types default offline" in policy("", "/votes", offline=True)
    assert "offline" not in policy("", "/votes")


def test_a_header_says_besides_that_nobody_may_frame_the_page_and_else_the_same() -> None:
    *same, besides = HEADER.split(";")
    assert besides == "frame-ancestors 'none'"
    assert set(same) < set(policy("", "/votes").split(";"))


def test_the_other_headers_are_those_of_votebox() -> None:
    assert {name.lower(): value for name, value in HEADERS.items()} == dict(server.HEADERS)
