"""Batch: one Celery message's articles, from the ledger through the straight line to the ledger. Nothing is lost here.

    start --> read each under a deadline --> apply all in one transaction, waiting for the database --> finish --> log

An article that raises an error of ours is tried again alone, and quarantined when it has had its starts. One that kills
the process never comes back here; its starts were counted before, and at one too many it is quarantined unread.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_delay
from tenacity.wait import wait_random_exponential

from producer.enqueue import Door
from producer.ledger import Started
from schemas.errors import RedisUnavailable
from schemas.log_events import Event
from schemas.settings import Settings, masked
from schemas.verdict import Reason, Refusal, Stage
from worker.deadline import deadline
from worker.pipeline import Outcome, Reading, Refused, read
from worker.report import report
from worker.store import Store

_log = structlog.get_logger(__name__)
_LONGEST_WAIT_S = 5.0  # between tries of the database: soon enough after it is back, gentle while it comes up


def is_transient(error: BaseException) -> bool:
    """Return whether the database, not the article, is at fault: away, locked, full, or its schema behind."""
    return isinstance(error, DBAPIError) and not isinstance(error, DataError | IntegrityError)


class Taster:
    """What one worker does with batches. `stopping` says that the worker was asked to end."""

    def __init__(self, settings: Settings, door: Door, store: Store, worker: str, stopping: Callable[[], bool]) -> None:
        self._settings = settings
        self._door = door
        self._store = store
        self._worker = worker
        self._stopping = stopping

    def ingest(self, raw_ids: Sequence[str]) -> list[Outcome]:
        """Take accepted articles to their verdicts; those that the ledger no longer holds were finished before."""
        started = self._door.ledger.start(raw_ids, self._worker)
        readings: list[Reading] = []
        refused: list[Refused] = []
        again: list[str] = []
        for entry in started:
            if entry.starts > self._settings.max_starts:
                refused.append(_exhausted(entry))
                continue
            try:
                with deadline(self._settings.time_limit_s):
                    profile = self._settings.profile(entry.raw.wire)
                    found = read(entry.raw, profile, time.perf_counter, entry.starts)
            except Exception as error:  # noqa: BLE001 - an edge that must never die: one article must not stop its neighbours
                if entry.starts >= self._settings.max_starts:
                    refused.append(_crashed(entry, error))
                else:
                    again.append(entry.raw_id)
                    _log.exception(
                        Event.ARTICLE_RETRIED,
                        wire=entry.raw.wire,
                        raw_id=entry.raw_id,
                        starts=entry.starts,
                        detail=repr(error),
                    )
                continue
            readings += [one for one in found if isinstance(one, Reading)]
            refused += [one for one in found if isinstance(one, Refused)]
        outcomes = self._apply(readings, refused, [entry.raw_id for entry in started])
        self._try_again(again)
        return outcomes

    def _apply(self, readings: list[Reading], refused: list[Refused], raw_ids: list[str]) -> list[Outcome]:
        """Store a batch, finish it in the ledger and report it; give it back when the worker has to end first."""
        done = sorted({entry.raw.raw_id for entry in (*readings, *refused)})
        if not done:
            return []
        try:
            outcomes = self._store_patiently(readings, refused, raw_ids)
        except (DataError, IntegrityError):
            if len(done) == 1:
                raise
            outcomes = []
            for raw_id in done:  # one of them does not fit the tables: find it alone
                outcomes += self._apply(
                    [one for one in readings if one.raw.raw_id == raw_id],
                    [one for one in refused if one.raw.raw_id == raw_id],
                    [raw_id],
                )
            return outcomes
        except DBAPIError:
            self._door.ledger.give_back(raw_ids, uncount=True)
            self._door.announce(raw_ids)
            return []
        self._finish(done)
        now = datetime.now(UTC)
        for outcome in outcomes:
            report(outcome, now)
        return outcomes

    def _store_patiently(self, readings: list[Reading], refused: list[Refused], raw_ids: list[str]) -> list[Outcome]:
        """Apply, waiting with jittered back-off while the database is at fault. Raise DBAPIError when told to stop."""

        def wait_for_it(state: RetryCallState) -> None:
            error = state.outcome.exception() if state.outcome else None
            _log.warning(Event.DATABASE_WAITING, attempt=state.attempt_number, detail=_first_line(error))
            self._door.ledger.touch(raw_ids, self._worker)

        for attempt in Retrying(
            retry=retry_if_exception(is_transient),
            wait=wait_random_exponential(multiplier=0.1, max=_LONGEST_WAIT_S),
            stop=stop_after_delay(self._settings.database_patience_s) | (lambda _state: self._stopping()),
            before_sleep=wait_for_it,
            reraise=True,
        ):
            with attempt, deadline(self._settings.lease_s):
                outcomes = self._store.apply(readings, refused, datetime.now(UTC))
        if attempt.retry_state.attempt_number > 1:
            _log.info(Event.DATABASE_BACK, attempt=attempt.retry_state.attempt_number)
        return outcomes

    def _finish(self, raw_ids: list[str]) -> None:
        """Tell the ledger; when Redis is away its sweep will bring the articles back, and they end as replayed."""
        try:
            self._door.ledger.finish(raw_ids)
        except RedisUnavailable as error:
            _log.warning(Event.LEDGER_UNREACHABLE, detail=str(error))

    def _try_again(self, raw_ids: list[str]) -> None:
        if raw_ids:
            self._door.ledger.give_back(raw_ids, uncount=False)
            self._door.announce(raw_ids, alone=True)


def _exhausted(entry: Started) -> Refused:
    tries = entry.starts - 1
    detail = (
        f"Its worker died at each of {tries} starts and it was not read again; look at the bytes, mend the reader, "
        "then `copytaster quarantine release`."
    )
    return Refused(entry.raw, Refusal(Reason.ATTEMPTS_EXHAUSTED, detail, stage=Stage.START), tries)


def _crashed(entry: Started, error: Exception) -> Refused:
    detail = (
        f"{type(error).__name__} at each of {entry.starts} starts: {str(error)[:300]}. This is a fault of ours; report "
        "it with the bytes, and release it once mended."
    )
    return Refused(entry.raw, Refusal(Reason.CRASHED, detail, stage=Stage.PARSE), entry.starts)


def _first_line(error: BaseException | None) -> str:
    lines = str(error).splitlines()
    return masked(lines[0])[:300] if lines else repr(error)
