"""Acceptor: articles from HTTP to the ledger. Posts of the same moment share the round trip and the Celery message."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from producer.enqueue import Acceptance as Admitted
from producer.enqueue import Door, Receipt
from producer.http.answers import trouble_of
from producer.http.gathering import Gathering
from producer.http.pace import Claim, Pace
from producer.ledger import Ledger
from producer.redis_client import client_of
from schemas.api_keys import Caller
from schemas.article_status import Acceptance, ArticleStatus
from schemas.errors import CopytasterError, QueueFull, RedisUnavailable
from schemas.problem import Trouble
from schemas.raw_article import RawArticle
from schemas.settings import Settings

MOST_TOGETHER = 64  # posts that share a step: a script of more would hold up other clients of Redis
_CONNECT_S = 0.5  # a Redis on this network answers within milliseconds
_ANSWER_S = 2.0  # a step takes one; a client that waits for a dead host would only time out itself
_AWAY_S = 0.5  # after a failure nobody tries for so long: each answer is at once, and Redis is not besieged
# A message is a write to Redis' disk, which costs as much for one article as for 64 and holds up accepts meanwhile: its
# sender rests three times as long as it took, so that under load messages fill and have a quarter of Redis at most.
_REST_SHARE, _REST_S = 3.0, 0.1

Known = Callable[[Sequence[str]], Mapping[str, ArticleStatus]]


class Post(NamedTuple):
    """One article that somebody posted."""

    raw: RawArticle
    caller: Caller
    idempotency_key: str | None = None

    @property
    def claim(self) -> Claim:
        """What must be allowed before it is taken."""
        return Claim(self.caller, 1, self.idempotency_key, self.raw.raw_id)


class Announcer:
    """Announces what was accepted in a thread of its own: no answer waits for it.

    What is accepted is safe. Killed before it is announced, it is announced by the sweep.
    """

    def __init__(self, announce: Callable[[Sequence[str]], None]) -> None:
        self._announce = announce
        self._waiting: deque[str] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="door-announcer")
        self._rests_until = 0.0

    def add(self, raw_ids: Sequence[str]) -> None:
        """Let articles be announced soon."""
        self._waiting += raw_ids
        self._thread.submit(self._announce_all)

    def close(self) -> None:
        """Announce what waits, then end."""
        self._thread.shutdown()

    def _announce_all(self) -> None:
        time.sleep(max(0.0, self._rests_until - time.monotonic()))
        waiting = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if waiting:  # else another call took them along
            began = time.monotonic()
            self._announce(waiting)
            ended = time.monotonic()
            self._rests_until = ended + min(_REST_S, _REST_SHARE * (ended - began))


class Acceptor:
    """`known` tells what is stored already; its answer may be incomplete, and it must not wait long."""

    def __init__(self, settings: Settings, known: Known) -> None:
        self._settings = settings
        self._known = known
        self.client = client = _quick(settings)
        self._door = _door(settings, client)
        self.ledger = self._door.ledger
        self._announcer = Announcer(self._door.announce)
        self.pace = Pace(client, settings)
        self._away_until = 0.0
        most = min(MOST_TOGETHER, settings.batch_size, settings.high_water)
        self.part_size = most
        self._posts: Gathering[Post, ArticleStatus] = Gathering(self._take, most=most, name="door-posts")
        self._claims: Gathering[Claim, Trouble | None] = Gathering(self._admit, most=MOST_TOGETHER, name="door-pace")
        self._streams = ThreadPoolExecutor(1, thread_name_prefix="door-batches")

    def start(self) -> None:
        """Begin to accept, in the running loop."""
        self._posts.start()
        self._claims.start()

    async def close(self) -> None:
        """Finish what is in hand."""
        await self._posts.close()
        await self._claims.close()
        await asyncio.to_thread(self._streams.shutdown)
        await asyncio.to_thread(self._announcer.close)

    async def accept(self, post: Post) -> ArticleStatus:
        """Return the receipt for one article. Raise Trouble, QueueFull or RedisUnavailable."""
        return await self._posts.ask(post)

    async def accept_part(self, raws: Sequence[RawArticle]) -> list[ArticleStatus]:
        """Return the receipts for a part of a batch. Raise QueueFull or RedisUnavailable: nothing of it is taken."""
        return await asyncio.get_running_loop().run_in_executor(self._streams, self._enqueue, raws)

    async def admit(self, claim: Claim) -> None:
        """Return when a claim may go on. Raise Trouble when it may not, RedisUnavailable when nobody can say."""
        if claim.caller.rate is None and claim.idempotency_key is None:
            return
        trouble = await self._claims.ask(claim)
        if trouble is not None:
            raise trouble

    def _admit(self, claims: Sequence[Claim]) -> list[Trouble | None]:
        self._require_redis()
        try:
            return self.pace.admit(claims)
        except RedisUnavailable:
            self._note_away()
            raise

    def _take(self, posts: Sequence[Post]) -> list[ArticleStatus | Exception]:
        """Take the posts of a moment; each has its own answer."""
        refused = self._admit([post.claim for post in posts])
        let_in = [post.raw for post, trouble in zip(posts, refused, strict=True) if trouble is None]
        taken = iter(self._each_or_none(let_in))
        return [next(taken) if trouble is None else trouble for trouble in refused]

    def _each_or_none(self, raws: Sequence[RawArticle]) -> list[ArticleStatus | Exception]:
        """Take articles together; near the mark, where not all have room, one after the other until it is reached."""
        try:
            return list(self._enqueue(raws))
        except QueueFull as full:
            return self._one_by_one(raws) if len(raws) > 1 else [trouble_of(full)]
        except CopytasterError as error:
            return [trouble_of(error)] * len(raws)

    def _one_by_one(self, raws: Sequence[RawArticle]) -> list[ArticleStatus | Exception]:
        answers: list[ArticleStatus | Exception] = []
        for at, raw in enumerate(raws):
            try:
                answers += self._enqueue([raw])
            except CopytasterError as error:
                return answers + [trouble_of(error)] * (len(raws) - at)
        return answers

    def _enqueue(self, raws: Sequence[RawArticle]) -> list[ArticleStatus]:
        self._require_redis()
        # Asked before the ledger is: afterwards a quick worker might have stored what is new.
        known = self._known([raw.raw_id for raw in raws])
        try:
            receipts = self._door.enqueue_many(raws, announce=self._announcer.add)
        except RedisUnavailable:
            self._note_away()
            raise
        return [_status(raw, receipt, known) for raw, receipt in zip(raws, receipts, strict=True)]

    def _require_redis(self) -> None:
        if time.monotonic() < self._away_until:
            raise RedisUnavailable("Redis did not answer a moment ago")

    def _note_away(self) -> None:
        self._away_until = time.monotonic() + _AWAY_S


def _status(raw: RawArticle, receipt: Receipt, known: Mapping[str, ArticleStatus]) -> ArticleStatus:
    there = known.get(receipt.raw_id)
    if there is not None:
        return there.model_copy(update={"acceptance": Acceptance.REPLAYED, "request_id": raw.request_id})
    new = receipt.acceptance is Admitted.ACCEPTED
    acceptance = Acceptance.ACCEPTED if new else Acceptance.PENDING
    return ArticleStatus.pending(receipt.raw_id, acceptance=acceptance, request_id=raw.request_id)


def _quick(settings: Settings) -> "redis.Redis":
    """Return a client that fails at once or within two seconds: whoever waits for an answer can ask again."""
    return client_of(
        settings,
        socket_timeout=_ANSWER_S,
        socket_connect_timeout=_CONNECT_S,
        retry=Retry(NoBackoff(), 1),  # once: a connection that was closed while it was idle says so only when used
    )


def _door(settings: Settings, client: "redis.Redis") -> Door:
    door = Door(settings)
    door.ledger = Ledger.of(settings, client)
    return door
