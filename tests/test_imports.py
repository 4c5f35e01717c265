"""The house: imports go one way. `ARCHITECTURE.md` says why; here is what holds."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STATUSBOOK = ROOT / "src" / "statusbook"

ALLOWED: dict[str, set[str]] = {
    "browser": set(),
    "cards": set(),
    "history": set(),
    "links": set(),
    "model": set(),
    "unparse": set(),
    "amounts": {"model"},
    "estimate": {"model"},
    "places": {"model"},
    "problems": {"model"},
    "schema": {"model"},
    "assets": {"problems"},
    "offline": {"assets"},
    "compact": set(),
    "policy": set(),
    "precompress": set(),
    "styles": {"problems"},
    "messages": {"model", "problems"},
    "search": {"problems"},
    "source": {"model", "problems"},
    "catalogs": {"messages", "model"},
    "docs": {"messages", "model", "problems", "source"},
    "beside": {"built", "cards", "edition", "exports", "pseudo"},
    "built": {"exports", "styles"},
    "loaded": {"assets", "built", "dress", "edition", "exports", "offline", "problems", "styles"},
    "languages": {"edition", "messages", "model", "problems", "pseudo", "translate"},
    "dress": {"built", "policy", "problems", "styles"},
    "ids": {"model", "problems", "source"},
    "pages": {"messages", "unparse"},
    "phrases": {"messages", "model"},
    "pictures": {"browser", "messages"},
    "pseudo": {"messages"},
    "save": {"model", "source"},
    "values": {"model", "problems", "source"},
    "edition": {"estimate", "model"},
    "translate": {"edition", "estimate", "messages", "model", "phrases", "problems"},
    "extract": {"messages", "model", "pages", "phrases", "problems", "source"},
    "load": {"ids", "model", "problems", "source", "values"},
    "changes": {
        *("amounts", "catalogs", "edition", "extract", "history", "load", "messages", "model"),
        *("phrases", "problems", "translate"),
    },
    "checks": {
        *("amounts", "catalogs", "docs", "edition", "extract", "links", "load", "messages"),
        *("model", "pages", "phrases", "places", "problems", "source", "translate"),
    },
    "exports": {"changes", "edition", "estimate", "messages", "model", "problems", "schema", "unparse"},
    "inspection": {
        *("docs", "extract", "history", "links", "messages", "model", "places", "problems"),
        *("save", "source"),
    },
    "reference": {"checks", "ids", "model", "problems", "schema"},
    "report": {"checks", "problems"},
    "parsing": {"built", "edition", "exports", "messages", "model", "phrases", "problems"},
    "site": {
        *("beside", "built", "changes", "checks", "compact", "edition"),
        *("exports", "extract", "history", "languages", "load", "loaded", "messages", "model"),
        *("pages", "parsing", "problems", "styles"),
    },
    "whole": {
        *("built", "dress", "exports", "history", "offline", "policy", "precompress", "problems"),
        *("search", "site"),
    },
    "build": {
        *("built", "checks", "dress", "edition", "exports", "extract", "history", "languages", "load"),
        *("messages", "model", "pages", "precompress", "problems", "pseudo", "search", "site"),
        *("styles", "whole"),
    },
    "cli": {
        *("build", "catalogs", "changes", "checks", "docs", "exports", "extract", "history"),
        *("inspection", "load", "messages", "model", "pictures", "problems", "reference"),
        *("preview", "report", "save", "schema", "source", "translate"),
    },
    "preview": {
        *("build", "checks", "extract", "history", "languages", "load", "messages", "model", "parsing"),
        *("problems", "pseudo", "report", "search", "site", "whole"),
    },
}
"""What each module of statusbook may import of its own package."""

ONLY = {
    "yaml": {"statusbook/source.py"},
    "mkdocs": {
        "hooks/help_centre.py",
        *(f"statusbook/build/{name}.py" for name in ("builder", "pages", "plan", "resident", "errors")),
        *(f"statusbook/build/{name}.py" for name in ("version", "worker")),
    },
    "segno": {"statusbook/exports/html.py"},
}
"""Libraries with one home."""


def imports(path: Path) -> set[str]:
    """Every module that a file names, as ``package.module``."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def sources() -> list[Path]:
    return sorted([*(ROOT / "src").glob("**/*.py"), *(ROOT / "hooks").glob("*.py")])


def room(path: Path) -> str:
    return path.relative_to(STATUSBOOK).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sorted(STATUSBOOK.glob("**/*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_statusbook_imports_go_one_way(path: Path) -> None:
    if room(path) == "__init__":
        return
    own = {name.split(".")[1] for name in imports(path) if name.startswith("statusbook.")}
    assert own - {room(path)} <= ALLOWED[room(path)]


def test_every_room_is_in_the_plan() -> None:
    assert {room(path) for path in STATUSBOOK.glob("**/*.py")} - {"__init__"} == set(ALLOWED)


def test_the_plan_has_no_circle() -> None:
    left = {name: set(needs) for name, needs in ALLOWED.items()}
    while left:
        free = [name for name, needs in left.items() if not needs & set(left)]
        assert free, f"a circle among {sorted(left)}"
        for name in free:
            del left[name]


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_packages_know_only_what_they_may(path: Path) -> None:
    tops = {name.split(".")[0] for name in imports(path)}
    if path.is_relative_to(STATUSBOOK):
        assert not tops & {"votebox", "starlette", "uvicorn"}
        assert "mkdocs" not in tops or room(path) == "build"
    if path.is_relative_to(ROOT / "src" / "votebox"):
        assert not tops & {"mkdocs", "statusbook", "babel"}
        assert "jinja2" not in tops or path == ROOT / "src" / "votebox" / "dashboard" / "render.py"


@pytest.mark.parametrize("library", sorted(ONLY))
def test_a_library_has_one_home(library: str) -> None:
    homes = {
        str(path.relative_to(ROOT)).removeprefix("src/")
        for path in sources()
        if library in {name.split(".")[0] for name in imports(path)}
    }
    assert homes == ONLY[library]


def test_hooks_are_thin() -> None:
    for path in (ROOT / "hooks").glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno <= 40, f"{path.name}: {node.name}"
