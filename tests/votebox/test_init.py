import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import votebox

PACKAGE = Path(votebox.__file__).parent
LIBRARIES = {"click", "jinja2", "msgspec", "psycopg", "starlette", "uvicorn"}


def imported(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module
            assert node.level == 0
            yield node.module


def test_the_table_of_contents_names_every_module() -> None:
    modules = {
        path.stem for path in PACKAGE.iterdir() if path.stem.isidentifier() and path.stem != "__init__"
    }
    assert {name for name in modules - {"__pycache__"} if f"`{name}`" not in votebox.__doc__} == set()


def test_nothing_else_is_imported() -> None:
    known = LIBRARIES | sys.stdlib_module_names | {"votebox"}
    for source in PACKAGE.rglob("*.py"):
        assert {name for name in imported(source) if name.partition(".")[0] not in known} == set(), source


def test_the_core_knows_nothing_of_the_web() -> None:
    core = (
        *(
            "vote",
            "redact",
            "pages",
            "problems",
            "store",
            "sqlite",
            "postgres",
            "cluster",
            "address",
            "readers",
        ),
        *("stores", "writer", "totals", "statistics", "comparison", "report", "digest", "settings"),
    )
    for name in core:
        module = PACKAGE / f"{name}.py"
        files = [module] if module.is_file() else sorted((PACKAGE / name).glob("*.py"))
        assert files, name
        names = {found for file in files for found in imported(file)}
        assert not [found for found in names if found.startswith(("starlette", "uvicorn", "click"))], name
