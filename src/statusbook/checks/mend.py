"""What was probably meant, written in place of what a problem found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from statusbook.model import Where
from statusbook.problems import Edit, Problem

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""As YAML counts lines."""

_BETWEEN_WORDS = r"(?:\s|\"\n\")+"
"""A space, or where a text goes on in the next line; catalogs put each line in quotes."""

_WHOLE = "(?<![A-Za-z0-9_-]){}(?![A-Za-z0-9_-])"
"""Not a part of a longer word or id."""


def mend(root: Path, problems: Iterable[Problem]) -> list[str]:
    """Writes the edits that `problems` know into the files of `root`; says what was done."""
    # From the last place to the first, so that places stay right.
    done = [
        f"{problem.where.file}:{problem.where.line}: “{edit.new}” written instead of “{edit.old}”"
        for problem in sorted(problems, reverse=True)
        if (edit := problem.edit) and _mend(root / problem.where.file, problem.where, edit)
    ]
    return done[::-1]


def _mend(path: Path, where: Where, edit: Edit) -> bool:
    """False where the words cannot be found: an escape sequence may stand for one of their letters."""
    text = path.read_bytes().decode("utf-8")
    start = _offset(text, where)
    end = f"{text}\n\n".index("\n\n", start)  # what comes after is another text, with problems of its own
    words = _BETWEEN_WORDS.join(map(re.escape, edit.old.split(" ")))
    whole = re.compile(_WHOLE.format(words))
    in_brackets = re.compile(rf"(?<={{){whole.pattern}")  # an amount in a sentence, not a word of it
    found = whole.match(text, start) or in_brackets.search(text, start, end) or whole.search(text, start, end)
    if found:
        path.write_bytes(f"{text[: found.start()]}{edit.new}{text[found.end() :]}".encode())
    return bool(found)


def _offset(text: str, where: Where) -> int:
    """How many characters stand before a place; all of them, if it is not there."""
    lines = [0, *(found.end() for found in _LINE_END.finditer(text))]
    return lines[where.line - 1] + where.column - 1 if where.line <= len(lines) else len(text)
