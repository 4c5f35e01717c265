"""How MkDocs speaks: what it warns of and what it raises, in our words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs import utils
from mkdocs.exceptions import MkDocsException

from statusbook.problems import StatusbookError


@contextmanager
def warnings() -> Iterator[utils.CountHandler]:
    """Counts what MkDocs warns of, and says it."""
    log = logging.getLogger("mkdocs")
    counter = utils.CountHandler()
    counter.setLevel(logging.WARNING)
    said = logging.StreamHandler()
    said.setLevel(logging.WARNING)
    said.setFormatter(logging.Formatter("%(levelname)s - %(message)s"))
    for handler in (counter, said):
        log.addHandler(handler)
    try:
        yield counter
    finally:
        for handler in (counter, said):
            log.removeHandler(handler)


@contextmanager
def in_words() -> Iterator[None]:
    """What MkDocs and templates raise becomes a StatusbookError."""
    try:
        yield
    except MkDocsException as error:
        raise StatusbookError(str(error)) from None
    except TemplateSyntaxError as error:
        where = f"{error.filename or error.name}:{error.lineno}"
        raise StatusbookError(f"{where}: The template cannot be read: {error.message}. Mend it.") from None
    except TemplateError as error:
        raise StatusbookError(f"A template asks for what is not there: {error.message}.") from None
