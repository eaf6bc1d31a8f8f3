"""Batch: one Celery message's articles, from the ledger through the straight line to the ledger. Nothing is lost here.

    start --> read each under a deadline --> apply all in one transaction, waiting for the database --> finish --> log

An article that raises an error of ours is tried again alone, and quarantined when it has had its starts. One that kills
the process never comes back here; its starts were counted before, and at one too many it is quarantined unread.
"""

import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import structlog

from producer.enqueue import Door
from producer.ledger import Started
from schemas.errors import RedisUnavailable
from schemas.log_events import Event
from schemas.settings import Settings
from schemas.spans import Span, Step
from schemas.tracing_setup import send_spans
from schemas.verdict import Reason, Refusal, Stage
from worker.deadline import deadline
from worker.patience import is_transient, patiently
from worker.pipeline import Extracted, Outcome, Refused, printed, read
from worker.report import report_all
from worker.store import Store
from worker.tracing import spans_of

_log = structlog.get_logger(__name__)


class Read(NamedTuple):
    """One article of a batch as the ledger started it, with what its reading found: at least one entry.

    `began_ns` is when that was begun, in nanoseconds since 1970.
    """

    started: Started
    found: list[Extracted | Refused]
    began_ns: int


class Taster:
    """What one worker does with batches.

    `stopping` says that the worker was asked to end; `finished` is told how many articles of a batch were finished.
    """

    def __init__(
        self,
        settings: Settings,
        door: Door,
        store: Store,
        worker: str,
        stopping: Callable[[], bool],
        *,
        finished: Callable[[int], None] = lambda _articles: None,
    ) -> None:
        self._settings = settings
        self._door = door
        self._store = store
        self._worker = worker
        self._stopping = stopping
        self._finished = finished
        self._renewed_at = 0.0
        self._untold: list[str] = []  # stored, but Redis was away when the ledger was to hear of it

    def ingest(self, raw_ids: Sequence[str]) -> list[Outcome]:
        """Take accepted articles, and others that wait if these are few, to their verdicts.

        Those that were finished before, or are in another's hand, are left out.
        Raise RedisUnavailable when the ledger cannot be asked; its sweep announces the articles again.
        """
        started, unnamed = self._door.ledger.start(raw_ids, self._worker, fill=self._settings.batch_size)
        self._renewed_at = time.monotonic()
        if started and unnamed:  # more than one batch may hold, or what may be poison stands alone: others go on
            self._door.call_for_more()
        reads = []
        for entry in started:
            self._renew_in_time(started)
            found = self._read(entry)
            if found is not None:
                reads.append(found)
        self._renew_in_time([one.started for one in reads])
        return self._apply(reads) if reads else []

    def _renew_in_time(self, started: Sequence[Started]) -> None:
        """Renew the lease of a slow batch when a quarter of it is over: an article or the commit fits in the rest."""
        if time.monotonic() - self._renewed_at > self._settings.lease_s / 4:
            self._door.ledger.touch([one.raw_id for one in started], self._worker)
            self._renewed_at = time.monotonic()

    def _read(self, entry: Started) -> Read | None:
        """Read one article under its deadline; None when it is to be tried again."""
        began_ns = time.time_ns()
        if entry.starts > self._settings.max_starts:
            return Read(entry, [_exhausted(entry)], began_ns)
        try:
            with deadline(self._settings.time_limit_s):
                profile = self._settings.profile(entry.raw.wire)
                return Read(entry, read(entry.raw, profile, time.perf_counter, entry.starts), began_ns)
        except Exception as error:  # noqa: BLE001 - an edge that must never die: one article must not stop its neighbours
            traceback.clear_frames(error.__traceback__)  # an article that exhausted memory holds it there still
            return self._crashed(entry, error, began_ns)

    def _apply(self, reads: Sequence[Read]) -> list[Outcome]:
        """Store a batch, finish it in the ledger and report it; give it back when the worker has to end first."""
        raw_ids = [one.started.raw_id for one in reads]
        passed: dict[Step, int] = {}
        try:
            outcomes = self._store_patiently(reads, passed)
        except Exception as error:  # noqa: BLE001 - the same edge: find the article at fault and spare the others
            if is_transient(error):
                self._door.ledger.give_back(raw_ids, self._worker, uncount=True)
                self._door.announce(raw_ids)
                return []
            return self._apart(reads, error)
        self._finish(raw_ids)
        self._finished(len(raw_ids))
        report_all(outcomes, datetime.now(UTC))
        send_spans(self._settings, self._spans(reads, outcomes, passed))
        return outcomes

    def _spans(self, reads: Sequence[Read], outcomes: Sequence[Outcome], passed: Mapping[Step, int]) -> Iterator[Span]:
        became: dict[str, list[Outcome]] = {}
        for outcome in outcomes:
            became.setdefault(outcome.raw.raw_id, []).append(outcome)
        for one in reads:
            yield from spans_of(one.started, became[one.started.raw_id], one.began_ns, passed, self._worker)

    def _store_patiently(self, reads: Sequence[Read], passed: dict[Step, int]) -> list[Outcome]:
        """Apply, waiting while the database is at fault; note when its steps are over.

        Raise the database's error when told to stop.
        """
        extracted = [one for of_raw in reads for one in of_raw.found if isinstance(one, Extracted)]
        readings = printed(extracted, time.perf_counter)
        passed[Step.FINGERPRINT] = time.time_ns()
        refused = [one for of_raw in reads for one in of_raw.found if isinstance(one, Refused)]
        raw_ids = [one.started.raw_id for one in reads]

        def keep_in_hand(attempt: int) -> None:
            """Renew the lease. These articles could be read: whatever kills the worker while it waits is not theirs."""
            try:
                self._door.ledger.touch(raw_ids, self._worker, uncount=attempt == 1)
            except RedisUnavailable as error:  # both are away; the lease may end, and the articles come back
                _log.warning(Event.LEDGER_UNREACHABLE, detail=str(error))

        return patiently(
            lambda: self._store.apply(
                readings, refused, datetime.now(UTC), passed=lambda step: passed.update({step: time.time_ns()})
            ),
            self._settings,
            waiting=keep_in_hand,
            stopping=self._stopping,
        )

    def _apart(self, reads: Sequence[Read], error: Exception) -> list[Outcome]:
        """Apply the articles of a batch that failed one by one; the one that fails alone is at fault."""
        if len(reads) > 1:
            return [outcome for one in reads for outcome in self._apply([one])]
        entry = reads[0].started
        if any(isinstance(one, Refused) and one.refusal.reason is Reason.CRASHED for one in reads[0].found):
            raise error  # not even its quarantine can be written: leave it to the ledger, and be loud
        crashed = self._crashed(entry, error, reads[0].began_ns)
        return self._apply([crashed]) if crashed is not None else []

    def _crashed(self, entry: Started, error: Exception, began_ns: int) -> Read | None:
        """Put an article that raised an error of ours back for another start alone; refuse it after its last."""
        if entry.starts >= self._settings.max_starts:
            return Read(entry, [_crash(entry, error)], began_ns)
        _log.warning(
            Event.ARTICLE_RETRIED,
            wire=entry.raw.wire,
            raw_id=entry.raw_id,
            request_id=entry.raw.request_id,
            starts=entry.starts,
            detail=repr(error)[:300],
            exc_info=error,
        )
        self._door.ledger.give_back([entry.raw_id], self._worker, uncount=False)
        self._door.announce([entry.raw_id], alone=True)
        return None

    def _finish(self, raw_ids: Sequence[str]) -> None:
        """Tell the ledger; when Redis is away, with the next batch. If there is none, its sweep brings them to us."""
        self._untold += raw_ids
        try:
            left = self._door.ledger.finish(self._untold)
            self._untold.clear()
            if left:
                self._door.call_for_more()
        except RedisUnavailable as error:
            _log.warning(Event.LEDGER_UNREACHABLE, detail=str(error))


def _exhausted(entry: Started) -> Refused:
    tries = entry.starts - 1
    detail = (
        f"Its worker died at each of {tries} starts and it was not read again; look at the bytes, mend the reader, "
        "then `copytaster quarantine release`."
    )
    return Refused(entry.raw, Refusal(Reason.ATTEMPTS_EXHAUSTED, detail, stage=Stage.START), tries)


def _crash(entry: Started, error: Exception) -> Refused:
    detail = (
        f"{type(error).__name__} at each of {entry.starts} starts: {str(error)[:300]}. This is a fault of ours; report "
        "it with the bytes, and release it once mended."
    )
    return Refused(entry.raw, Refusal(Reason.CRASHED, detail, stage=Stage.PARSE), entry.starts)
