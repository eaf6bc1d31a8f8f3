"""Logged: a command that supervises parts, with its log file open and its own lines in it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from ops.log_files import Limits, LogFile, log_folder
from ops.part_log import PartLog
from schemas.log_events import Event
from schemas.logging_setup import configure_logging
from schemas.settings import Settings

_log = structlog.get_logger(__name__)


@contextmanager
def logged(settings: Settings, command: str) -> Iterator[PartLog | None]:
    """Yield the log that parts write to; None where settings want no file, or HOME takes none, which is said."""
    if not settings.log_file_mb:
        yield None
        return
    try:
        file = LogFile(log_folder(settings.home), command, Limits(settings.log_file_mb << 20, settings.log_files))
    except OSError as error:
        _log.warning(Event.LOG_UNWRITABLE, detail=f"{log_folder(settings.home)}: {error.strerror}; chown or mount it")
        yield None
        return
    as_ticker = settings.log_format == "ticker" or (settings.log_format == "auto" and sys.stderr.isatty())
    log = PartLog(file, as_ticker=as_ticker)
    configure_logging(settings.log_level, "json", log.of("supervisor"))
    try:
        yield log
    finally:
        configure_logging(settings.log_level, settings.log_format)
        log.close()
