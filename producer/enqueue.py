"""enqueue and enqueue_many: the one door to the queue. What they return a receipt for is accepted: it is not lost."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import celery
import kombu.exceptions
import redis.exceptions
import structlog

from producer.ledger import MOST_BYTES, Admission, Ledger
from schemas.errors import RedisUnavailable
from schemas.log_events import Event
from schemas.raw_article import RawArticle
from schemas.settings import Settings
from schemas.spans import received
from schemas.tracing_setup import send_spans
from schemas.verdict import Reason, Refusal, Stage

INGEST = "copytaster.ingest"  # the worker's task, sent by name: the producer knows nothing else of the worker
PUBLISHED = "published_ms"  # the message header by which the sweep knows how old the queue's head is

_NEW = (Admission.ACCEPTED, Admission.EXPECTED)
# What waits already is announced again: it may be here because the answer to its accept was lost.
_TO_ANNOUNCE = (Admission.ACCEPTED, Admission.WAITING)

# Whatever keeps a message from the queue. InconsistencyError is kombu's word for keys of its own that were deleted.
_UNPUBLISHED = (
    kombu.exceptions.OperationalError,
    kombu.exceptions.InconsistencyError,
    redis.exceptions.RedisError,
    OSError,
)

_log = structlog.get_logger(__name__)


class Acceptance(StrEnum):
    """What the ledger said of one article."""

    ACCEPTED = "accepted"
    PENDING = "pending"  # the same bytes from the same wire were accepted already and are not finished


class Receipt(NamedTuple):
    """The answer to one article: its identity, and whether it was new to the ledger."""

    raw_id: str
    acceptance: Acceptance


class Door:
    """A producer's connection: the ledger, and a Celery app that sends the task by name."""

    def __init__(self, settings: Settings) -> None:
        self.ledger = Ledger.of(settings)
        self._settings = settings
        self._app = celery.Celery("copytaster-producer", broker=settings.broker_url)
        self._app.conf.update(
            task_default_queue=settings.queue,
            task_ignore_result=True,
            # The article is in the ledger before it is announced: better to be quick and leave the rest to the sweep.
            broker_connection_timeout=2,
            # Without these a half-open connection would hold a producer for ever.
            broker_transport_options={
                "socket_timeout": 5,
                "socket_connect_timeout": 2,
                "socket_keepalive": True,
                **settings.broker_options,
            },
            task_publish_retry_policy={"max_retries": 1, "interval_start": 0.1},
        )

    def enqueue(self, raw: RawArticle) -> Receipt:
        """Accept one article. Raise QueueFull, RedisUnavailable, or Refusal when it is too large or empty."""
        return self.enqueue_many([raw])[0]

    def enqueue_many(
        self, raws: Iterable[RawArticle], *, announce: Callable[[Sequence[str]], None] | None = None
    ) -> list[Receipt]:
        """Accept articles in batches, each an atomic step and one Celery message at most; return a receipt for each.

        With `announce` the messages are left to it: what is accepted is safe before it is announced.
        Raise Refusal before a batch is written when one of it is too large or empty, QueueFull above the high-water
        mark, RedisUnavailable; batches that were accepted before the error stay accepted.
        """
        receipts: list[Receipt] = []
        for batch in self._batches(raws):
            found = list(zip([raw.raw_id for raw in batch], self.ledger.accept(batch), strict=True))
            self._trace([raw for raw, (_, admission) in zip(batch, found, strict=True) if admission in _NEW])
            (announce or self.announce)([raw_id for raw_id, admission in found if admission in _TO_ANNOUNCE])
            receipts += [
                Receipt(raw_id, Acceptance.ACCEPTED if admission in _NEW else Acceptance.PENDING)
                for raw_id, admission in found
            ]
        return receipts

    def announce(self, raw_ids: Sequence[str], *, alone: bool = False) -> None:
        """Name accepted articles in Celery messages: together, or each in its own where one of them may be poison.

        A failure to publish is logged, not raised: the articles are accepted, and the sweep announces them later.
        """
        size = 1 if alone else self._settings.batch_size
        self._send([list(raw_ids[start : start + size]) for start in range(0, len(raw_ids), size)])

    def call_for_more(self) -> None:
        """Send a message that names nothing: whoever gets it takes what waits."""
        self._send([[]])

    def _send(self, batches: Sequence[list[str]]) -> None:
        try:
            for batch in batches:
                self._app.send_task(INGEST, args=(batch,), headers={PUBLISHED: self.ledger.clock_ms()})
        except (RedisUnavailable, *_UNPUBLISHED) as error:
            _log.warning(Event.ENQUEUE_UNPUBLISHED, articles=sum(map(len, batches)), detail=str(error))

    def _trace(self, accepted: Sequence[RawArticle]) -> None:
        send_spans(self._settings, (received(raw, time.time_ns()) for raw in accepted))

    def _batches(self, raws: Iterable[RawArticle]) -> Iterator[list[RawArticle]]:
        batch: list[RawArticle] = []
        size = 0
        for raw in raws:
            refuse_unfit(raw, self._settings.max_article_bytes)
            if batch and (len(batch) >= self._settings.batch_size or size + len(raw.body) > MOST_BYTES):
                yield batch
                batch, size = [], 0
            batch.append(raw)
            size += len(raw.body)
        if batch:
            yield batch


def refuse_unfit(raw: RawArticle, max_bytes: int) -> None:
    """Raise Refusal for an article that must not even be accepted: no bytes at all, or too many."""
    if not raw.body:
        raise Refusal(Reason.EMPTY_BODY, f"{raw.name} has no bytes; send the article's text.", stage=Stage.RECEIVE)
    if len(raw.body) > max_bytes:
        raise Refusal(
            Reason.TOO_LARGE,
            f"{raw.name} has {len(raw.body)} bytes; at most {max_bytes} are taken (COPYTASTER_MAX_ARTICLE_BYTES).",
            stage=Stage.RECEIVE,
        )


@lru_cache(maxsize=1)
def _door() -> Door:
    return Door(Settings.load())


def enqueue(raw: RawArticle) -> Receipt:
    """Accept one article through the door that the environment's settings name: see `Door.enqueue`."""
    return _door().enqueue(raw)


def enqueue_many(raws: Iterable[RawArticle]) -> list[Receipt]:
    """Accept many articles through the door that the environment's settings name: see `Door.enqueue_many`."""
    return _door().enqueue_many(raws)
