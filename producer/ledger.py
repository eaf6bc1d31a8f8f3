"""The ledger: every accepted article that is not yet finished, in Redis beside Celery's queue.

Celery over Redis alone loses messages when a worker is killed between its pop and its note of it. The ledger does not
depend on messages: it holds the article itself until the database has it, and counts the starts that never finished.

Four keys under one prefix, each touched only by the scripts in `producer/scripts.py`; times are Redis' own clock:

- `bodies`   hash        raw_id -> envelope (a line of JSON, then the bytes)
- `pending`  sorted set  raw_id -> milliseconds at which it was accepted
- `queued`   sorted set  raw_id -> milliseconds at which a message last named it; gone once it is started
- `started`  hash        raw_id -> "starts milliseconds worker call"; milliseconds 0 once its start was given up
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple, cast

import redis
from redis.backoff import ExponentialWithJitterBackoff
from redis.retry import Retry

from producer import scripts
from producer.redis_client import client_of
from schemas.errors import QueueFull, RedisUnavailable
from schemas.raw_article import RawArticle
from schemas.settings import Settings, masked

# An answer takes well under a millisecond; five seconds mean a dead host, and half-open connections end there too.
_SOCKET_TIMEOUT_S = 5.0
_COPIED_MS = 1000  # a replica that is there answers in one or two
_SWEEP_LIMIT = 4096  # entries that one sweep republishes: a bound on the script's time, the rest waits for the next
# A message that should have been popped is given ten seconds more. Too soon only costs a message that finds nothing to
# do, because an article in one worker's hand is not started by another.
_ANNOUNCE_AGAIN_MS = 10_000
# One batch carries at most this many bytes: the script holds them all at once, and so does Redis' buffer. Of HTML, the
# dearest to read, they are some twenty pages and half a second's work: what comes meanwhile waits no longer.
MOST_BYTES = 2 << 20
# Of Redis' maxmemory, what articles may fill. The rest keeps Celery and the workers going: they write to Redis, too,
# and a queue that cannot be drained because it is full would stay full for ever.
_MEMORY_SHARE = 80
# What Redis answers when it is there and cannot write: its disk is full, it is a replica, it has lost its replicas.
_REFUSES_WRITES = ("MISCONF", "READONLY", "NOREPLICAS", "LOADING", "OOM")

Argument = bytes | str | int


class Admission(IntEnum):
    """What the accept step found of one article."""

    STARTED = 0  # pending already, and a worker has had it in hand
    ACCEPTED = 1
    WAITING = 2  # pending already, and no worker has had it: its announcement may have been lost
    EXPECTED = 3  # new, and to be brought along by messages that wait already: it needs none of its own


class Started(NamedTuple):
    """One article of a batch as the ledger holds it; `starts` counts this one too."""

    raw_id: str
    starts: int
    raw: RawArticle


class Hand(NamedTuple):
    """What a worker was given, and how many others wait though no message does: it calls for them if it got any."""

    started: list[Started]
    unnamed: int


class Survey(NamedTuple):
    """The ledger at one instant: Redis' clock, articles pending, age of the oldest, articles in each worker's hand."""

    now_ms: int
    pending: int
    oldest_ms: int
    in_hand: Mapping[str, int]


class Overdue(NamedTuple):
    """What must be announced again: `queued` may share a message, each of `started` stands alone."""

    queued: list[str]
    started: list[str]


def connect(settings: Settings) -> "redis.Redis":
    """Return a client that answers or fails within seconds; commands that Redis did not get are sent again."""
    return client_of(
        settings,
        socket_timeout=_SOCKET_TIMEOUT_S,
        socket_connect_timeout=_SOCKET_TIMEOUT_S,
        health_check_interval=30,
        retry=Retry(ExponentialWithJitterBackoff(base=0.05, cap=1.0), retries=3),
    )


class Ledger:
    """The ledger of one queue. Every method is one round trip and raises RedisUnavailable when there is none."""

    def __init__(
        self,
        client: "redis.Redis",
        prefix: str,
        high_water: int,
        lease_ms: int,
        *,
        replicas: int = 0,
        together: int = 1,
    ) -> None:
        self._redis = client
        self._prefix = prefix
        self._high_water = high_water
        self._lease_ms = lease_ms
        self._replicas = replicas
        self._together = together
        self._scripts = {name: client.register_script(text) for name, text in scripts.ALL.items()}

    @classmethod
    def of(cls, settings: Settings, client: "redis.Redis | None" = None) -> "Ledger":
        """Return the ledger that the settings name, over this client or one of its own."""
        lease_ms = int(settings.lease_s * 1000)
        found = connect(settings) if client is None else client
        return cls(
            found,
            settings.queue,
            settings.high_water,
            lease_ms,
            replicas=settings.replicas,
            together=settings.batch_size,
        )

    def _run(self, name: str, *arguments: Argument) -> object:
        keys = [f"{self._prefix}:{part}" for part in ("bodies", "pending", "queued", "started")]
        keys.append(self._prefix)  # Celery's list
        try:
            if name == "accept" and self._replicas:
                return self._run_and_copy(name, keys, list(arguments))
            return self._scripts[name](keys=keys, args=list(arguments))
        except (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError) as error:
            raise RedisUnavailable(f"Redis does not answer: {masked(str(error))}") from error
        except redis.exceptions.ResponseError as error:
            # Redis 6 names the cause of a script's failure inside the text, Redis 7 in front of it.
            if name == "accept" and "OOM" in str(error):
                raise QueueFull(
                    "Redis has reached its maxmemory; offer this again when workers have caught up"
                ) from error
            if any(word in str(error) for word in _REFUSES_WRITES):
                raise RedisUnavailable(f"Redis refuses to write: {error}") from error
            raise

    def _run_and_copy(self, name: str, keys: list[str], arguments: list[Argument]) -> object:
        """Run a script and wait until replicas have what it wrote: a master that dies takes along what it alone had."""
        with self._redis.pipeline(transaction=False) as pipe:
            self._scripts[name](keys=keys, args=arguments, client=pipe)
            pipe.wait(self._replicas, _COPIED_MS)
            answer, copies = pipe.execute()
        if copies < self._replicas:
            raise RedisUnavailable("no replica of Redis has taken it within a second; offer it again")
        return cast("object", answer)

    def accept(self, raws: Sequence[RawArticle]) -> list[Admission]:
        """Write articles in one atomic step, all or none. Raise QueueFull above the mark of articles or memory."""
        arguments: list[Argument] = [self._high_water, _MEMORY_SHARE, self._together]
        for raw in raws:
            arguments += [raw.raw_id, raw.to_envelope()]
        flags = cast("list[int]", self._run("accept", *arguments))
        if flags == [-1]:
            raise QueueFull(f"more than {self._high_water} articles are pending; offer this again in a few seconds")
        if flags == [-2]:
            raise QueueFull(
                f"Redis is over {_MEMORY_SHARE} % of its maxmemory; offer this again when workers have caught up"
            )
        return [Admission(flag) for flag in flags]

    def start(self, raw_ids: Sequence[str], worker: str, *, fill: int = 0) -> Hand:
        """Count a start of each article and load it; finished ones and those in another's hand are left out.

        With `fill` the oldest of those that wait for their first start come along, up to so many articles in all: but
        not with articles that were started before, of which one may be poison.
        """
        call = secrets.token_hex(8)  # the client sends again what was not answered: the count must not rise twice
        bounds = (fill, MOST_BYTES)
        *rows, unnamed = cast("list[Any]", self._run("start", self._lease_ms, worker, call, *bounds, *raw_ids))
        return Hand([_started(*row.partition(b"\n")) for row in rows], unnamed)

    def finish(self, raw_ids: Iterable[str]) -> int:
        """Forget articles that the database holds. Return how many others wait though no message does."""
        return cast("int", self._run("finish", *raw_ids))

    def give_back(self, raw_ids: Iterable[str], worker: str, *, uncount: bool) -> None:
        """Mark what this worker has in hand as waiting again; `uncount` where the start was not their fault."""
        self._run("give_back", worker, int(uncount), *raw_ids)

    def touch(self, raw_ids: Iterable[str], worker: str, *, uncount: bool = False) -> None:
        """Renew the lease of what this worker has in hand; `uncount` once it is proven not to be at fault."""
        self._run("touch", worker, int(uncount), *raw_ids)

    def overdue(self, oldest_queued_ms: int | None) -> Overdue:
        """Take out what must be announced again, and note it as queued now.

        An entry that waits is overdue only when it was published ten seconds before the oldest message still queued
        (before now, with an empty queue): the queue is first in, first out, so its own message must have been popped.
        A started one is overdue a lease after its start.
        """
        again = min(_ANNOUNCE_AGAIN_MS, self._lease_ms)
        lists = self._run("overdue", oldest_queued_ms or 0, again, self._lease_ms, _SWEEP_LIMIT)
        queued, started = cast("list[list[bytes]]", lists)
        return Overdue([raw_id.decode() for raw_id in queued], [raw_id.decode() for raw_id in started])

    def reclaim(self, worker: str) -> list[str]:
        """Take out what a dead worker had started, and note it as queued now."""
        return [raw_id.decode() for raw_id in cast("list[bytes]", self._run("reclaim", worker))]

    def pending(self) -> tuple[int, int]:
        """Return how many articles are pending and the age of the oldest in milliseconds: the true lag."""
        count, age = cast("list[int]", self._run("lag"))
        return count, age

    def survey(self) -> Survey:
        """Return what a view of the desk shows of the ledger, all of one instant."""
        now, count, age, hands = cast("tuple[int, int, int, list[bytes]]", self._run("survey"))
        return Survey(now, count, age, Counter(worker.decode() for worker in hands))

    def still_pending(self, raw_ids: Sequence[str]) -> int:
        """Return how many of these are not finished yet."""
        return cast("int", self._run("still_pending", *raw_ids))

    def clock_ms(self) -> int:
        """Return Redis' clock in milliseconds: the one clock by which the ledger judges."""
        return cast("int", self._run("clock"))


def _started(note: bytes, _newline: bytes, envelope: bytes) -> Started:
    raw_id, _, starts = note.decode().partition(" ")
    return Started(raw_id, int(starts), RawArticle.from_envelope(envelope))
