"""What the server says of itself, as text or as JSON; nothing that it writes is about a person.

Only votebox's own sentences and uvicorn's are written. Those of other libraries may quote what they were
working on (asyncio writes down the arguments of a callback that failed), and so may the text of an exception
(PostgreSQL's quotes the row): of exceptions the types are written and the places in the code.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from types import TracebackType
from typing import Any, Final, TextIO

Member = str | int | float | None

_LOG = logging.getLogger("votebox")

_TRUSTED: Final = {"votebox", "uvicorn"}
_UNTRUSTED = "A library reported a problem. Its words may quote a request, so they are not written."


class Form(StrEnum):
    """How a log is written."""

    TEXT = "text"
    """The sentences of warnings and errors, for a person."""
    JSON = "json"
    """An object a line, for programs; what is only news is written, too."""


def event(name: str, **fields: Member) -> dict[str, object]:
    """Return the `extra` of a call that logs: the short name of what happened, and what is known of it.

    A name stays the same for good, since alarms are set on it; a sentence may change.
    """
    return {"event": name, "fields": fields}


def set_up(form: Form) -> None:
    """Write what is logged to stderr in this form from now on, and what Python itself would write there."""
    handler = _Stderr()
    handler.setFormatter(_Json() if form is Form.JSON else _Text())
    _LOG.setLevel(logging.INFO if form is Form.JSON else logging.WARNING)
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if isinstance(one, _Stderr)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    logging.captureWarnings(True)
    sys.excepthook = _process_ended
    threading.excepthook = _thread_ended
    sys.unraisablehook = _not_raised


def say_started(sentence: str, **fields: Member) -> None:
    """Tell that requests are answered: in the log where that has news, else on stdout."""
    if _LOG.isEnabledFor(logging.INFO):
        _LOG.info("%s", sentence, extra=event("started", **fields))
    else:
        _write(sys.stdout, sentence)


def say_failed(why: str) -> None:
    """Tell why a command ends: in the log once that is set up, else on stderr."""
    if any(isinstance(one, _Stderr) for one in logging.getLogger().handlers):
        _LOG.critical("%s", why, extra=event("failed"))
    else:
        _write(sys.stderr, why)


def _write(stream: TextIO, text: str) -> None:
    stream.write(f"{text}\n")
    stream.flush()


class _Stderr(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            _write(sys.stderr, self.format(record))
        except Exception:
            # Whoever logs must not fail for it, and logging's own complaint would quote the record.
            return


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        error = _error(record)
        return f"{_words(record)}\n{_places(error)}" if error else _words(record)


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        members: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": getattr(record, "event", "library"),
            "message": _words(record),
            **getattr(record, "fields", {}),
        }
        if error := _error(record):
            members["exception"] = {"type": _name(type(error)), "traceback": _places(error)}
        return json.dumps(members)  # in ASCII: a path may hold what is no Unicode


def _words(record: logging.LogRecord) -> str:
    trusted = record.name.partition(".")[0] in _TRUSTED
    return record.getMessage().strip() if trusted else _UNTRUSTED


def _error(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def _places(error: BaseException) -> str:
    """Return a traceback as Python prints it, without what the exceptions say."""
    parts = [f"{''.join(traceback.format_tb(one.__traceback__))}{_name(type(one))}" for one in _chain(error)]
    return "\n".join(reversed(parts))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _name(kind: type[BaseException]) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _process_ended(
    _kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    _LOG.critical("votebox made a mistake and ends.", exc_info=error, extra=event("process-ended"))


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    name = ended.thread.name if ended.thread else None
    _LOG.critical(
        "A thread of votebox made a mistake and ended.",
        exc_info=ended.exc_value,
        extra=event("thread-ended", thread=name),
    )


def _not_raised(failed: Any) -> None:  # noqa: ANN401 - the type of its argument exists for type checkers alone
    _LOG.error(
        "An error came up where none can be raised.",
        exc_info=failed.exc_value,
        extra=event("not-raised"),
    )
