"""Webhook delivery: tells each subscriber of each thing in order, again and again until it is taken.

One process delivers to a subscriber at a time: it holds a lease in Redis. The cursor is written after an answer of 2xx;
killed in between, the thing is told again under the same `webhook-id`, by which the receiver knows it.
"""

import asyncio
import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime

import httpx
import orjson
import redis
import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from ops.signing import signed_headers
from ops.telling import Entry, News, look
from ops.webhooks import advance, list_webhooks, note, webhook_now
from schemas.door_records import WebhookRecord
from schemas.log_events import Event

_ANSWER_S = 15.0  # what Standard Webhooks advises
_ATTEMPTS = 5  # in a row; then the subscriber rests, and its cursor with it
_PAUSE_S = (1.0, 300.0)  # first and longest rest of one that fails
_LOOK_S = 1.0  # between looks for new subscribers
_LEASE_MS = 60_000  # longer than an attempt; a dead process' subscribers are told by another after it
_SILENCE_S = 15.0
_GONE = 410

_log = structlog.get_logger(__name__)


class Undelivered(Exception):
    """A subscriber did not take it: what it answered, or why it could not be reached."""


class Gone(Exception):
    """A subscriber wants no more: it answered 410."""


class Deliveries:
    """Delivers to all subscribers until it is closed."""

    def __init__(self, engine: Engine, news: News, client: "redis.Redis", prefix: str) -> None:
        self._engine = engine
        self._news = news
        self._redis = client
        self._prefix = prefix
        self._us = secrets.token_hex(8)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._http: httpx.AsyncClient | None = None
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to deliver, in the running loop."""
        self._http = httpx.AsyncClient(timeout=_ANSWER_S, follow_redirects=False, trust_env=False)
        self._watch = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Stop; what was not answered is delivered by the next process."""
        tasks = [*self._tasks.values(), *([self._watch] if self._watch else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.aclose()
        for webhook_id in self._tasks:
            await run_in_threadpool(self._release, webhook_id)

    async def _run(self) -> None:
        while not self._news.stopping.is_set():
            try:
                there = {one.webhook_id: one for one in await run_in_threadpool(list_webhooks, self._engine)}
            except DBAPIError:
                there = {}
            else:
                self._assign({name: one for name, one in there.items() if one.ended_at is None})
            await asyncio.sleep(_LOOK_S)

    def _assign(self, there: Mapping[str, WebhookRecord]) -> None:
        for webhook_id in [one for one in self._tasks if one not in there or self._tasks[one].done()]:
            ended = self._tasks.pop(webhook_id)
            if not ended.cancel() and not ended.cancelled() and ended.exception() is not None:
                _log.error(Event.WEBHOOK_FAILED, webhook_id=webhook_id, detail=repr(ended.exception())[:500])
        for webhook_id, record in there.items():
            if webhook_id not in self._tasks:
                self._tasks[webhook_id] = asyncio.create_task(self._begin(record.webhook_id))

    async def _begin(self, webhook_id: str) -> None:
        """Take a subscriber's lease, then read how far it has come: whoever had the lease before may have told more."""
        if not await run_in_threadpool(self._lease, webhook_id):
            return
        try:
            webhook = await run_in_threadpool(webhook_now, self._engine, webhook_id)
        except DBAPIError:
            return
        if webhook is not None:
            await self._tell(webhook)

    async def _tell(self, webhook: WebhookRecord) -> None:
        """Tell one subscriber everything after its cursor, for as long as this process holds its lease."""
        cursor, pause = webhook.cursor, _PAUSE_S[0]
        try:
            while not self._news.stopping.is_set() and await run_in_threadpool(self._lease, webhook.webhook_id):
                found = await run_in_threadpool(look, self._engine, cursor, webhook.verdicts)
                for entry in found.entries:
                    await self._deliver(webhook, entry)
                    cursor = await self._note_delivered(webhook, entry.seq)
                    pause = _PAUSE_S[0]
                if found.cursor == cursor:
                    await self._news.beyond(cursor, _SILENCE_S)
                elif not found.entries or found.cursor > cursor:
                    cursor = await self._note_passed(webhook, found.cursor)
        except Gone:
            await run_in_threadpool(note, self._engine, webhook.webhook_id, ended_at=datetime.now(UTC))
            _log.warning(Event.WEBHOOK_ENDED, webhook_id=webhook.webhook_id)
        except Undelivered as error:
            await self._note_failed(webhook, str(error))
            failing = datetime.now(UTC) - (webhook.failing_since or datetime.now(UTC))
            await asyncio.sleep(min(_PAUSE_S[1], max(pause, failing.total_seconds() / 4)))
        except DBAPIError:
            await asyncio.sleep(_PAUSE_S[0])

    async def _deliver(self, webhook: WebhookRecord, entry: Entry) -> None:
        """Send one thing until it is taken. Raise Undelivered after some attempts, Gone when it is not wanted."""
        attempts = AsyncRetrying(
            retry=retry_if_exception_type(Undelivered),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_random_exponential(multiplier=0.2, max=10),
            reraise=True,
        )
        async for attempt in attempts:
            with attempt:
                await self._attempt(webhook, entry)

    async def _attempt(self, webhook: WebhookRecord, entry: Entry) -> None:
        assert self._http is not None
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        body = orjson.dumps({"type": entry.event, "timestamp": now, "data": entry.data})
        # The same at every attempt, and after a restart: by it a receiver knows what it has.
        message_id = f"msg_{webhook.webhook_id}_{entry.seq}"
        headers = signed_headers(webhook.secret, message_id, int(time.time()), body)
        await run_in_threadpool(self._lease, webhook.webhook_id)
        try:
            answer = await self._http.post(
                webhook.url, content=body, headers={**headers, "Content-Type": "application/json"}
            )
        except httpx.HTTPError as error:
            raise Undelivered(f"{type(error).__name__}: {error}"[:500]) from error
        if answer.status_code == _GONE:
            raise Gone
        if not answer.is_success:
            raise Undelivered(f"it answered {answer.status_code}")

    async def _note_delivered(self, webhook: WebhookRecord, seq: int) -> int:
        fields = {"delivered_at": datetime.now(UTC), "failing_since": None, "failure": None}
        await run_in_threadpool(advance, self._engine, webhook.webhook_id, seq, **fields)
        return seq

    async def _note_passed(self, webhook: WebhookRecord, seq: int) -> int:
        await run_in_threadpool(advance, self._engine, webhook.webhook_id, seq)
        return seq

    async def _note_failed(self, webhook: WebhookRecord, failure: str) -> None:
        since = webhook.failing_since or datetime.now(UTC)
        await run_in_threadpool(note, self._engine, webhook.webhook_id, failing_since=since, failure=failure)
        _log.warning(Event.WEBHOOK_FAILED, webhook_id=webhook.webhook_id, detail=failure)

    def _lease(self, webhook_id: str) -> bool:
        """Take or renew the lease of a subscriber; False when another process has it, or nobody can say."""
        key = self._key(webhook_id)
        try:
            if self._redis.set(key, self._us, nx=True, px=_LEASE_MS):
                return True
            if self._redis.get(key) != self._us.encode():
                return False
            return bool(self._redis.pexpire(key, _LEASE_MS))
        except redis.exceptions.RedisError:
            return False

    def _release(self, webhook_id: str) -> None:
        try:
            if self._redis.get(self._key(webhook_id)) == self._us.encode():
                self._redis.delete(self._key(webhook_id))
        except redis.exceptions.RedisError:
            return  # it expires by itself

    def _key(self, webhook_id: str) -> str:
        return f"{self._prefix}:webhook:{webhook_id}"
