"""The ledger: every accepted article that is not yet finished, in Redis beside Celery's queue.

Celery over Redis alone loses messages when a worker is killed between its pop and its note of it. The ledger does not
depend on messages: it holds the article itself until the database has it, and counts the starts that never finished.

Four keys under one prefix, each touched only by the scripts in `producer/scripts.py`:

- `bodies`   hash        raw_id -> envelope (a line of JSON, then the bytes)
- `pending`  sorted set  raw_id -> milliseconds at which it was accepted
- `queued`   sorted set  raw_id -> milliseconds at which a message last named it; gone once it is started
- `started`  hash        raw_id -> "starts milliseconds worker"; milliseconds 0 once its start was given up for dead
"""

import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

import redis
from redis.backoff import ExponentialWithJitterBackoff
from redis.retry import Retry

from producer import scripts
from schemas.errors import QueueFull, RedisUnavailable
from schemas.raw_article import RawArticle
from schemas.settings import Settings, masked

# An answer takes well under a millisecond; five seconds mean a dead host, and half-open connections end there too.
_SOCKET_TIMEOUT_S = 5.0
_SWEEP_LIMIT = 4096  # entries that one sweep republishes: a bound on the script's time, the rest waits ten seconds


Argument = bytes | str | int


class Started(NamedTuple):
    """One article of a batch as the ledger holds it; `starts` counts this one too."""

    raw_id: str
    starts: int
    raw: RawArticle


class Overdue(NamedTuple):
    """What must be announced again: `queued` may share a message, each of `started` stands alone."""

    queued: list[str]
    started: list[str]


def now_ms() -> int:
    """Return the wall clock in milliseconds: the ledger outlives processes, so no monotonic clock serves."""
    return time.time_ns() // 1_000_000


def connect(settings: Settings) -> "redis.Redis":
    """Return a client that answers or fails within seconds; commands that Redis did not get are sent again."""
    return redis.Redis.from_url(
        settings.redis_location,
        socket_timeout=_SOCKET_TIMEOUT_S,
        socket_connect_timeout=_SOCKET_TIMEOUT_S,
        health_check_interval=30,
        retry=Retry(ExponentialWithJitterBackoff(base=0.05, cap=1.0), retries=3),
    )


class Ledger:
    """The ledger of one queue. Every method is one round trip and raises RedisUnavailable when there is none."""

    def __init__(self, client: "redis.Redis", prefix: str, high_water: int, lease_ms: int) -> None:
        self._redis = client
        self._prefix = prefix
        self._high_water = high_water
        self._lease_ms = lease_ms
        self._scripts = {name: client.register_script(text) for name, text in scripts.ALL.items()}

    @classmethod
    def of(cls, settings: Settings) -> "Ledger":
        """Return the ledger that the settings name."""
        return cls(connect(settings), settings.queue, settings.high_water, int(settings.lease_s * 1000))

    def _run(self, name: str, *arguments: Argument) -> object:
        keys = [f"{self._prefix}:{part}" for part in ("bodies", "pending", "queued", "started")]
        try:
            return self._scripts[name](keys=keys, args=list(arguments))
        except redis.exceptions.OutOfMemoryError as error:
            raise QueueFull(
                "Redis has reached its maxmemory; nothing more is accepted until workers catch up"
            ) from error
        except (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError) as error:
            raise RedisUnavailable(f"Redis does not answer: {masked(str(error))}") from error

    def accept(self, raws: Sequence[RawArticle]) -> list[bool]:
        """Write articles in one atomic step; False for each that is pending already. Raise QueueFull above the mark."""
        arguments: list[Argument] = [now_ms(), self._high_water]
        for raw in raws:
            arguments += [raw.raw_id, raw.to_envelope()]
        accepted = cast("list[int]", self._run("accept", *arguments))
        if accepted == [-1]:
            raise QueueFull(f"more than {self._high_water} articles are pending; offer this again in a few seconds")
        return [bool(flag) for flag in accepted]

    def start(self, raw_ids: Sequence[str], worker: str) -> list[Started]:
        """Count a start of each article that is still pending and load it; finished ones are left out."""
        rows = cast("list[list[bytes]]", self._run("start", now_ms(), worker, *raw_ids))
        return [Started(row[0].decode(), int(row[1]), RawArticle.from_envelope(row[2])) for row in rows]

    def finish(self, raw_ids: Iterable[str]) -> None:
        """Forget articles that the database holds."""
        self._run("finish", *raw_ids)

    def give_back(self, raw_ids: Iterable[str], *, uncount: bool) -> None:
        """Mark started articles as waiting again; `uncount` where the start was not their fault."""
        self._run("give_back", now_ms(), int(uncount), *raw_ids)

    def touch(self, raw_ids: Iterable[str], worker: str) -> None:
        """Renew the lease of articles whose worker waits for the database."""
        self._run("touch", now_ms(), worker, *raw_ids)

    def overdue(self, oldest_queued_ms: int | None) -> Overdue:
        """Take out what must be announced again, and note it as queued now.

        An entry that waits is overdue only when it was published a lease before the oldest message still queued
        (before now, with an empty queue): the queue is first in, first out, so its own message must have been popped.
        A started one is overdue a lease after its start.
        """
        now = now_ms()
        oldest = now if oldest_queued_ms is None else min(now, oldest_queued_ms)
        lists = self._run("overdue", now, oldest - self._lease_ms, now - self._lease_ms, _SWEEP_LIMIT)
        queued, started = cast("list[list[bytes]]", lists)
        return Overdue([raw_id.decode() for raw_id in queued], [raw_id.decode() for raw_id in started])

    def reclaim(self, worker: str) -> list[str]:
        """Take out what a dead worker had started, and note it as queued now."""
        return [raw_id.decode() for raw_id in cast("list[bytes]", self._run("reclaim", now_ms(), worker))]

    def pending(self) -> tuple[int, int]:
        """Return how many articles are pending and the age of the oldest in milliseconds: the true lag."""
        count, oldest = cast("list[int]", self._run("lag"))
        return count, max(0, now_ms() - oldest) if count else 0

    def still_pending(self, raw_ids: Sequence[str]) -> int:
        """Return how many of these are not finished yet."""
        return cast("int", self._run("still_pending", *raw_ids))
