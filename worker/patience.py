"""Patience: a batch waits, with jittered back-off, for a database that is away; it is never quarantined for it."""

from collections.abc import Callable
from typing import TypeVar

import structlog
from psycopg.errors import Error as PostgresError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, ProgrammingError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_delay
from tenacity.wait import wait_random_exponential

from schemas.errors import DatabaseUnavailable
from schemas.log_events import Event
from schemas.settings import Settings, masked
from worker.deadline import Unanswered, answer_within

_log = structlog.get_logger(__name__)
# Between tries of the database: at most 5 s, soon enough after it is back, gentle while it comes up.
_PAUSES = wait_random_exponential(multiplier=0.1, max=5.0)
_COMING_UP_S = 60.0  # a PostgreSQL that was killed reads its log first; one that starts beside us takes some seconds
# PostgreSQL's codes (SQLSTATE) of a schema that is behind, or of rights that are missing: an operator mends those.
_SCHEMA_CODES = frozenset({"3F000", "42P01", "42703", "42501"})

T = TypeVar("T")


def is_transient(error: BaseException) -> bool:
    """Return whether the database, not the article, is at fault: away, silent, locked, full, or its schema behind."""
    if isinstance(error, ProgrammingError):
        return isinstance(error.orig, PostgresError) and error.orig.sqlstate in _SCHEMA_CODES
    if isinstance(error, InterfaceError):  # a closed connection, or a value of a type that cannot be stored
        return error.connection_invalidated
    return isinstance(error, DatabaseUnavailable | DBAPIError) and not isinstance(error, DataError | IntegrityError)


def patiently(
    attempt: Callable[[], T], settings: Settings, *, waiting: Callable[[int], None], stopping: Callable[[], bool]
) -> T:
    """Return what `attempt` returns, trying again while the database is at fault.

    Each try has half a lease, so that the lease renewed by `waiting` (given the number of the try that failed) lasts to
    the end of the next. Raise the last error when `stopping` says so or `database_patience_s` is over.
    """

    def say_and_wait(state: RetryCallState) -> None:
        _say(state)
        waiting(state.attempt_number)

    def enough(state: RetryCallState) -> bool:
        return stopping() or (state.seconds_since_start or 0.0) > settings.database_patience_s

    def in_time() -> T:
        try:
            with answer_within(settings.lease_s / 2):
                return attempt()
        except Unanswered as error:
            raise DatabaseUnavailable(str(error)) from error

    retrying = Retrying(
        retry=retry_if_exception(is_transient),
        wait=_PAUSES,
        stop=enough,
        before_sleep=say_and_wait,
        reraise=True,
    )
    answer: T = retrying(in_time)
    tries = retrying.statistics.get("attempt_number", 1)
    if tries > 1:
        _log.info(Event.DATABASE_BACK, attempt=tries)
    return answer


def once_it_is_up(attempt: Callable[[], T]) -> T:
    """Return what a part's first step returns; a database that is coming up has a minute. Raise the last error."""
    retrying = Retrying(
        retry=retry_if_exception(is_transient),
        wait=_PAUSES,
        stop=stop_after_delay(_COMING_UP_S),
        before_sleep=_say,
        reraise=True,
    )
    answer: T = retrying(attempt)
    return answer


def _say(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    _log.warning(Event.DATABASE_WAITING, attempt=state.attempt_number, detail=_first_line(error))


def _first_line(error: BaseException | None) -> str:
    lines = str(error).splitlines()
    return masked(lines[0])[:300] if lines else repr(error)
