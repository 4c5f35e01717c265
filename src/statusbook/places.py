"""Where a translation stands in its catalog's file."""

from __future__ import annotations

import functools
import re

from statusbook.model import Where

_LINE = re.compile(r"(?:(?P<keyword>msg\w+)(?:\[\d+\])?\s+)?\"(?P<text>.*)\"\s*")
_CHARACTER = re.compile(r"\\.|.")


class Places:
    """The places of the translations in a file; it is read when the first of them is asked for."""

    def __init__(self, file: str, text: str) -> None:
        self._file, self._text = file, text

    def find(self, context: str, offset: int = 0) -> Where:
        """The place of a character of the translation of `context`, its first if `offset` is 0."""
        where = Where(self._file)
        for number, line in self._lines.get(context, ()):
            column = line.index('"') + 2
            where = Where(self._file, number, column)
            for character in _CHARACTER.finditer(line, column - 1, line.rindex('"')):
                if offset == 0:
                    return Where(self._file, number, character.start() + 1)
                offset -= 1
        return where

    @functools.cached_property
    def _lines(self) -> dict[str, list[tuple[int, str]]]:
        """The lines in which the translation of each context stands, with their numbers."""
        found: dict[str, list[tuple[int, str]]] = {}
        context, keyword = "", ""
        for number, line in enumerate(self._text.splitlines(), 1):
            part = _LINE.fullmatch(line.strip())
            if part is None:
                context, keyword = "", ""
                continue
            if keyword == "msgstr" and part["keyword"] in {"msgctxt", "msgid"}:
                context = ""  # the next message follows without a line between
            keyword = part["keyword"] or keyword
            if keyword == "msgctxt":
                context += part["text"]
            elif keyword == "msgstr":
                found.setdefault(context, []).append((number, line))
        return found
