"""configure_logging: one shape for every line of every part. JSON off a terminal, a ticker on one."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor

from schemas.settings import masked

_TICKER_VERBS = {
    "article.stored": "\033[32mFIRST\033[0m",
    "article.copy": "\033[36mCOPY\033[0m",
    "article.version": "\033[34mVERSION\033[0m",
    "article.correction": "\033[33mCORRECTION\033[0m",
    "article.kill": "\033[31mKILL\033[0m",
    "article.stale": "\033[90mSTALE\033[0m",
    "article.replayed": "\033[90mREPLAYED\033[0m",
    "article.quarantined": "\033[35mQUARANTINED\033[0m",
}
_LIBRARIES = ("celery", "kombu", "amqp", "redis", "sqlalchemy", "alembic", "watchfiles")
# What these say of a page is said better by our own refusal of it.
_SILENT = ("trafilatura", "htmldate", "justext", "charset_normalizer")


def configure_logging(level: str = "INFO", form: str = "auto", stream: TextIO | None = None) -> None:
    """Send structlog's and every library's lines to `stream` (standard error) in one shape.

    `form` is `json`, `ticker`, or `auto`: the ticker where the stream is a terminal.
    """
    stream = stream or sys.stderr
    ticker = form == "ticker" or (form == "auto" and stream.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _mask_urls,
    ]
    render: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if ticker:
        render += [_as_ticker]
    else:
        render += [
            structlog.processors.format_exc_info,
            _mask_urls,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=render)
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
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _mask_urls(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Mask the password of every URL in every field: no credential in a log."""
    for key, value in event.items():
        if isinstance(value, str) and "://" in value and "@" in value:
            event[key] = masked(value)
    return event


def _as_ticker(_logger: object, _method: str, event: EventDict) -> str:
    """Return one readable line: time, wire, what became of which story, how long it took."""
    time = str(event.pop("timestamp", ""))[11:19]
    name = str(event.pop("event", ""))
    level = event.pop("level", "info")
    error = event.pop("exc_info", None)
    if name in _TICKER_VERBS:
        return f"{time} {_ticker_of_article(name, event)}"
    rest = " ".join(f"{key}={_printable(value)}" for key, value in event.items() if value not in (None, ""))
    mark = "" if level == "info" else f"{level.upper()} "
    trace = "".join(
        f"\n  {type(error[1]).__name__}: {_printable(masked(str(error[1])))}" if isinstance(error, tuple) else ""
    )
    return f"{time} {mark}{_printable(name)} {rest}{trace}".rstrip()


def _printable(text: object) -> str:
    """Return text that cannot move a terminal's cursor or forge a second line: names and headlines are hostile."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in str(text))


def _ticker_of_article(name: str, event: EventDict) -> str:
    label = _printable(event.get("headline") or event.get("name") or event.get("raw_id") or "")
    line = f"{str(event.get('wire', '?'))[:12]:<12} {_TICKER_VERBS[name]} {label}"
    aside: list[str] = []
    if event.get("copy_of"):
        aside.append(f"of {str(event['copy_of'])[:6]}")
    if event.get("relation"):
        aside.append(f"({event.get('similarity') or 0:.2f} {event['relation']})")
    aside += [_printable(event[field]) for field in ("reason", "detail") if event.get(field)]
    if event.get("age_ms") is not None:
        aside.append(f"{event['age_ms'] / 1000:.1f} s")
    return f"{line} \033[90m{' '.join(aside)}\033[0m" if aside else line
