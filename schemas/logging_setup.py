"""configure_logging: one shape for every line of every part. JSON off a terminal, a ticker on one."""

import contextlib
import json
import logging
import select
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Self, TextIO

import orjson
import structlog
from structlog.typing import EventDict, Processor

from schemas.log_events import Event
from schemas.sentry_setup import pass_on
from schemas.settings import masked
from schemas.ticker import ticker

_LIBRARIES = ("celery", "kombu", "amqp", "redis", "sqlalchemy", "alembic", "watchfiles", "uvicorn", "httpx")
# What these say of a page is said better by our own refusal of it.
_SILENT = ("trafilatura", "htmldate", "justext", "charset_normalizer")
_WITHOUT_ZONE = len("2026-03-03T12:00:00.000000")


def configure_logging(
    level: str = "INFO", form: str = "auto", stream: TextIO | None = None, part: str | None = None
) -> None:
    """Send structlog's and every library's lines to `stream` (standard error) in one shape.

    `form` is `json`, `ticker`, or `auto`: the ticker where the stream is a terminal. Every line says that `part` wrote
    it; without one, whoever gathers the lines knows.
    """
    stream = stream or sys.stderr
    ticker = form == "ticker" or (form == "auto" and stream.isatty())
    shared: list[Processor] = [
        *([_signed(part)] if part else []),
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        _stamped,
    ]
    ours: list[Processor] = [*shared, pass_on]  # of a library's errors Sentry hears from the library
    render: list[Processor] = [_mask_urls, _as_ticker] if ticker else [structlog.processors.format_exc_info, _as_json]
    bare: Processor = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    theirs: list[Processor] = [*shared, _as_library]
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=theirs, processors=[bare, *render])
    channel = logging.StreamHandler(stream)
    channel.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [channel]
    root.setLevel(level)
    for name in _LIBRARIES:  # their chatter is not part of the contract; their warnings are
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[*ours, *render],
        logger_factory=_Lines(stream),  # ours need no logger of the standard library: a third of the cost
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )


def _signed(part: str) -> Processor:
    """Return what puts the part's name first, where `told_by` looks for it; an event about another part keeps that."""

    def sign(_logger: object, _method: str, event: EventDict) -> EventDict:
        return {"part": part, **event}

    return sign


@contextlib.contextmanager
def together() -> Iterator[None]:
    """Write a thread's lines of a block when it ends, as many in one write as stay whole: a write wakes who reads."""
    lines = structlog.get_config()["logger_factory"]
    if not isinstance(lines, _Lines):
        yield
        return
    lines.hold()
    try:
        yield
    finally:
        lines.let_go()


class _Held(threading.local):
    """The lines that a thread keeps back, if it does: those of others, the sweep's say, are none of its block."""

    lines: list[str] | None = None


class _Lines:
    """Where structlog's lines go: each in one write, so that lines of several threads and processes stay whole."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._held = _Held()

    def __call__(self, *_name: object) -> Self:
        """Return the logger of any name: this one."""
        return self

    def hold(self) -> None:
        """Keep this thread's lines until they are let go."""
        self._held.lines = self._held.lines or []

    def let_go(self) -> None:
        """Write what was kept, by as many lines as a pipe takes at once."""
        held, self._held.lines = self._held.lines or [], None
        some: list[str] = []
        size = 0
        for line in held:
            length = len(line.encode(errors="replace")) + 1
            if some and size + length > select.PIPE_BUF:
                self._write("\n".join(some))
                some, size = [], 0
            some.append(line)
            size += length
        if some:
            self._write("\n".join(some))

    def msg(self, line: str) -> None:
        """Write one line, or keep it."""
        if self._held.lines is None:
            self._write(line)
        else:
            self._held.lines.append(line)

    def _write(self, lines: str) -> None:
        """Write; where nobody takes it, the disk full or the reader gone, the work goes on."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(f"{lines}\n")
            self._stream.flush()

    debug = info = warning = warn = error = critical = fatal = exception = log = msg


def _stamped(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Add the time, as RFC 3339 writes it: a third of the cost of structlog's own stamp."""
    event["timestamp"] = f"{datetime.now(UTC).isoformat(timespec='microseconds')[:_WITHOUT_ZONE]}Z"
    return event


def _as_json(logger: object, method: str, event: EventDict) -> str:
    """Return the line as JSON, without credentials: few lines hold the marks of a URL that could have one."""
    line = _dumped(event)
    return _dumped(_mask_urls(logger, method, event)) if "://" in line and "@" in line else line


def _dumped(event: EventDict) -> str:
    """Return JSON. What orjson does not take, a lone surrogate or a foreign type, the slow way does."""
    try:
        return orjson.dumps(event, default=repr).decode()
    except TypeError:
        return json.dumps(event, default=repr)


def _mask_urls(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Mask the password of every URL in every field: no credential in a log."""
    for key, value in event.items():
        if isinstance(value, str) and "://" in value and "@" in value:
            event[key] = masked(value)
    return event


def _as_ticker(_logger: object, _method: str, event: EventDict) -> str:
    """Return the line for a person; of an error its kind and text."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        event["exception"] = f"{type(error[1]).__name__}: {masked(str(error[1]))}"
    return ticker(event)


def _as_library(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Put a library's free text under an event of ours: who reads lines by their event knows every one."""
    record: logging.LogRecord = event["_record"]
    return {**event, "event": Event.LIBRARY_SAID, "logger": record.name, "detail": event["event"]}
