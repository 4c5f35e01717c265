"""What static hosts send with the site."""

from __future__ import annotations

from statusbook.exports.headers import headers_file


def rules(text: str) -> dict[str, dict[str, str]]:
    """As Netlify and Cloudflare Pages read it: an address, and below it its headers, each further in."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith(" "):
            name, value = line.strip().split(": ", 1)
            found[list(found)[-1]][name] = value
        else:
            found[line] = {}
    return found


def test_what_every_answer_has_comes_first_and_no_rule_takes_it_away() -> None:
    found = rules(headers_file({"X-One": "1", "X-Two": "a: b"}, ["assets/site.5f2c9a1b03de.js"]))
    assert next(iter(found)) == "/*"
    assert found["/*"] == {"X-One": "1", "X-Two": "a: b"}
    assert all("X-One" not in given for path, given in found.items() if path != "/*")


def test_pages_are_asked_for_again_and_what_has_a_hash_never() -> None:
    found = rules(headers_file({}, ["assets/b.5f2c9a1b03de.js", "assets/a.136673bdf08c.png"]))
    again = {path for path, given in found.items() if given.get("Cache-Control") == "no-cache"}
    assert again == {"/", "/:page/", "/:locale/:page/", "/service-worker.js"}
    for_good = [path for path, given in found.items() if "immutable" in given.get("Cache-Control", "")]
    assert for_good == ["/assets/a.136673bdf08c.png", "/assets/b.5f2c9a1b03de.js"]


def test_what_programs_read_is_open_to_other_sites_and_nothing_else_is() -> None:
    found = rules(headers_file({}, []))
    opened = {path for path, given in found.items() if "Access-Control-Allow-Origin" in given}
    assert opened == {"/statuses.json", "/:locale/statuses.json", "/schemas/*"}
