"""The written pages as they lie in ``docs/``: in English, and some in another language by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from statusbook.messages import SOURCE_LOCALE
from statusbook.model import Where
from statusbook.problems import InvalidInputError, Problems
from statusbook.source import read_text

_NAME = re.compile(r"(?P<name>.+?)(?:\.(?P<locale>[a-z]{2,3}(?:-[A-Za-z0-9]+)*))?\.md")


@dataclass(frozen=True, kw_only=True)
class WrittenPage:
    """A page as it was written."""

    file: str
    """Its path, such as ``docs/order-status.ru.md``."""
    name: str
    """Its path below ``docs/`` without a language and ``.md``: what its address is made from."""
    locale: str
    """The language that it is written in."""
    text: str

    def at(self, offset: int) -> Where:
        """The place of a character of the text."""
        before = self.text[:offset]
        return Where(self.file, before.count("\n") + 1, offset - before.rfind("\n"))


def read_pages(root: Path, problems: Problems) -> Iterator[WrittenPage]:
    """The pages of the project in `root`, by their names; one that cannot be read is noted."""
    folder = root / "docs"
    for path in sorted(path for path in folder.glob("**/*.md") if path.is_file()):
        file, found = path.relative_to(root).as_posix(), _NAME.fullmatch(path.relative_to(folder).as_posix())
        try:
            text = read_text(path, file)
        except InvalidInputError as error:
            problems.extend(error.problems)
        except OSError as error:
            message = f"The file cannot be read: {error.strerror}."
            problems.note(Where(file), "unreadable", message, "Check its rights.")
        else:
            if found:
                locale = found["locale"] or SOURCE_LOCALE
                yield WrittenPage(file=file, name=found["name"], locale=locale, text=text)
