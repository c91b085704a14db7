"""Write the log: what happened and where, never what anybody said.

A line has only the fields below. An exception shows as its kind and its places, because its own
words may repeat what somebody wrote; of a library's line only the template is kept, before
anything is filled in.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger
from typing_extensions import override

__all__ = ["FIELDS", "Log", "broke", "configure", "logger", "nothing_printed"]

# All that a line may hold. Each is a name of ours, a number or a sentence of ours; a new one
# must be so too.
FIELDS = frozenset(
    {
        "at", "level", "logger", "event",
        "act", "causes", "database", "door", "key", "kind", "mode", "outcome", "places",
        "problem", "reason", "seconds", "status", "verb", "version", "where", "why",
    }
)  # fmt: skip

_LONGEST = 300
_OURS = "g2g_fields"
# Their lines are for the developers of those libraries.
_NOISY = ("alembic", "aiohttp.access", "asyncio.selector_events")

Log = structlog.stdlib.BoundLogger


def logger(name: str) -> Log:
    """A logger whose lines are an event and fields: log.warning("refused", status=403)."""
    made: Log = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, _hand_over],
        wrapper_class=Log,
    )
    return made


def broke(log: Log, event: str, error: BaseException, **fields: object) -> None:
    """Log that something of ours broke: its kind and its places, and none of its words."""
    log.error(event, **fields, **_fault(error))


def configure(*, as_json: bool, to: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send every line to standard error: as JSON, one object a line, or to be read by people."""
    handler = _Stream(to or sys.stderr)
    handler.setFormatter(_Lines(as_json=as_json, colours=(to or sys.stderr).isatty()))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


@contextmanager
def nothing_printed() -> Iterator[None]:
    """Log what Python would print by itself, words and all: faults of threads and of clean-up."""
    log = logger("python")

    def in_a_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            broke(log, "thread_broke", args.exc_value)

    def in_clean_up(args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            broke(log, "clean_up_broke", args.exc_value)

    before = threading.excepthook, sys.unraisablehook
    threading.excepthook, sys.unraisablehook = in_a_thread, in_clean_up
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before


class _Stream(logging.StreamHandler[TextIO]):
    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """Let a line go that can't be written: by default its arguments would be printed."""


class _Lines(logging.Formatter):
    """A line from whatever was logged, by us or by a library."""

    def __init__(self, *, as_json: bool, colours: bool) -> None:
        super().__init__()
        self._render: Any = (
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if as_json
            else structlog.dev.ConsoleRenderer(colors=colours, timestamp_key="at")
        )

    @override
    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **(getattr(record, _OURS, None) or _template(record)),
        }
        if record.exc_info and record.exc_info[1]:
            fields |= _fault(record.exc_info[1])
        known = {name: _short(value) for name, value in fields.items() if name in FIELDS}
        return str(self._render(None, record.levelname.lower(), known))


def _hand_over(
    _: WrappedLogger, __: str, fields: EventDict
) -> tuple[tuple[str], MutableMapping[str, Any]]:
    """Give the standard library the fields, and words for whoever reads them elsewhere."""
    exc_info = fields.pop("exc_info", None)
    event = str(fields.pop("event"))
    known = {name: value for name, value in fields.items() if name in FIELDS}
    words = " ".join([event, *(f"{name}={value}" for name, value in known.items())])
    return (words,), {"extra": {_OURS: {"event": event, **known}}, "exc_info": exc_info}


def _template(record: logging.LogRecord) -> dict[str, object]:
    """What a library said, before anything was filled in; nothing where it filled it in itself."""
    said = record.msg if record.args and isinstance(record.msg, str) else "words withheld"
    return {"event": said.partition("\n")[0], "where": f"{record.module}:{record.lineno}"}


def _fault(error: BaseException) -> dict[str, object]:
    causes: list[str] = []
    cause = error.__cause__
    while cause is not None and len(causes) < 5:
        causes.append(type(cause).__name__)
        cause = cause.__cause__
    places = [
        f"{frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    found: dict[str, object] = {"kind": type(error).__name__, "places": places}
    return {**found, "causes": causes} if causes else found


def _short(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [str(one)[:_LONGEST] for one in value]
    return str(value)[:_LONGEST]
