"""A stand-in for GitHub’s program `gh`: it answers from a file, and writes down what it was asked to do."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

STATE = Path(os.environ.get("FAKE_GH", "fake-gh.json"))
AUTHOR = "github-actions[bot]"
"""Whom the token of a workflow belongs to."""


def option(arguments: list[str], name: str) -> str:
    return arguments[arguments.index(name) + 1]


def pulls(state: dict[str, Any], query: str) -> list[dict[str, Any]]:
    wanted = dict(part.split("=") for part in query.split("&"))
    assert wanted.pop("state") == "open"
    return [pull for pull in state["pulls"] if wanted.get("head") in {None, pull["head"].get("label")}]


def api(state: dict[str, Any], arguments: list[str]) -> None:
    address, _, query = next(word for word in arguments if word.startswith("repos/")).partition("?")
    match address.split("/")[3:]:
        case ["pulls"] if "--jq" in arguments:
            assert option(arguments, "--jq") == ".[].number"
            print(*(pull["number"] for pull in pulls(state, query)), sep="\n")
        case ["pulls"]:
            print(json.dumps([pulls(state, query)]))
        case ["issues", number, "comments"] if "--method" not in arguments:
            comments = state["comments"].get(number, [])
            assert "--slurp" in arguments
            print(json.dumps([comments[:1], comments[1:]]))  # two pages
        case ["issues", number, "comments"]:
            assert option(arguments, "--method") == "POST"
            new = {"id": state["next"], "user": {"login": AUTHOR}, "body": body(arguments)}
            state["comments"].setdefault(number, []).append(new)
            state["next"] += 1
        case ["issues", "comments", id_]:
            assert option(arguments, "--method") == "PATCH"
            every = (comment for comments in state["comments"].values() for comment in comments)
            next(comment for comment in every if comment["id"] == int(id_))["body"] = body(arguments)


def body(arguments: list[str]) -> str:
    name, _, value = option(arguments, "--field").partition("=@")
    assert name == "body"
    return Path(value).read_text(encoding="utf-8")


def create(state: dict[str, Any], arguments: list[str]) -> None:
    pull = {name: option(arguments, f"--{name}") for name in ("title", "base")}
    pull["body"] = Path(option(arguments, "--body-file")).read_text(encoding="utf-8")
    label = f"shop:{option(arguments, '--head')}"
    state["pulls"].append({**pull, "number": state["next"], "head": {"label": label}})
    state["next"] += 1


def main(command: str, *arguments: str) -> None:
    state = json.loads(STATE.read_text(encoding="utf-8"))
    if command == "api":
        api(state, [*arguments])
    else:
        assert (command, arguments[0]) == ("pr", "create")
        create(state, [*arguments])
    STATE.write_text(json.dumps(state), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
