"""The sweep: what was accepted and never finished is put on the queue again."""

import threading
from collections.abc import Callable

import orjson
import redis
import structlog

from producer.enqueue import PUBLISHED, Door
from producer.ledger import connect
from schemas.errors import RedisUnavailable
from schemas.log_events import Event
from schemas.settings import Settings
from worker.slot import dead

_log = structlog.get_logger(__name__)


def oldest_queued_ms(message: bytes | None) -> int | None:
    """Return when the message at the head of Celery's queue was published; None for no message, or one not ours."""
    if message is None:
        return None
    try:
        published = orjson.loads(message)["headers"][PUBLISHED]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    return published if isinstance(published, int) else None


def reclaim(door: Door, worker: str) -> int:
    """Announce what a dead worker had in hand, each article alone, for one of them may have killed it; return how many.

    A Redis that is away only makes it later: the sweep announces them when their lease is over.
    """
    try:
        raw_ids = door.ledger.reclaim(worker)
    except RedisUnavailable as error:
        _log.warning(Event.LEDGER_UNREACHABLE, detail=str(error))
        return 0
    door.announce(raw_ids, alone=True)
    if raw_ids:
        _log.warning(Event.LEDGER_RECLAIMED, worker=worker, articles=len(raw_ids))
    return len(raw_ids)


class Sweep(threading.Thread):
    """Sweeps every `sweep_interval_s` until stopped. Any number may run: each overdue entry is taken by one of them.

    `seen` is called at each turn: that this thread runs says that its process is there, no more.
    """

    def __init__(self, settings: Settings, door: Door, seen: Callable[[], None] = lambda: None) -> None:
        super().__init__(name="sweep", daemon=True)
        self._stopped = threading.Event()
        self._settings = settings
        self._door = door
        self._redis = connect(settings)
        self._seen = seen

    def run(self) -> None:
        """Sweep at once, for workers that are killed often come no further; then wait and sweep again."""
        while not self._stopped.is_set():
            try:
                self._seen()
                self.once()
            except (RedisUnavailable, redis.exceptions.RedisError, OSError) as error:
                _log.warning(Event.LEDGER_UNREACHABLE, detail=str(error))
            except MemoryError:  # an article in the main thread takes it all: it is bounded there, and we go on here
                pass
            self._stopped.wait(self._settings.sweep_interval_s)

    def once(self) -> int:
        """Announce what is overdue now, and what a worker of this HOME had in hand when it died; return how many."""
        orphaned = sum(reclaim(self._door, name) for name in dead(self._settings.home, self._hands()))
        # kombu pushes on the left and pops on the right: the rightmost message is the oldest.
        head = oldest_queued_ms(self._redis.lindex(self._settings.queue, -1))  # type: ignore[arg-type]
        overdue = self._door.ledger.overdue(head)
        self._door.announce(overdue.queued)
        self._door.announce(overdue.started, alone=True)
        articles = len(overdue.queued) + len(overdue.started)
        if articles:
            _log.warning(Event.LEDGER_REPUBLISHED, articles=articles)
        if self._door.ledger.finish(()):  # their message may have died with its worker before this began
            self._door.call_for_more()
        return articles + orphaned

    def _hands(self) -> list[str]:
        return list(self._door.ledger.survey().in_hand)

    def stop(self) -> None:
        """End the thread after the turn in hand."""
        self._stopped.set()
