"""Reading a document's status: what became of what was sent, from the database and the ledger."""

import asyncio
import threading
import time
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool

from producer.ledger import Ledger
from schemas.article_status import ArticleStatus, RefusedItem, State, StoredItem, status_url
from schemas.columns import table_of
from schemas.records import ArticleRecord, QuarantineRecord

_POLL_S = 0.05  # for those who wait for a verdict: one question for all of them
_AWAY_S = 2.0  # after a failure the database is left alone: an accept must not wait for it
_CHUNK = 400  # ids in one statement

_article = table_of(ArticleRecord)
_quarantine = table_of(QuarantineRecord)
_STORED = ("raw_id", *StoredItem.model_fields)
_REFUSED = ("raw_id", *RefusedItem.model_fields)


class Statuses:
    """May be asked from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._away_until = 0.0
        self._guard = threading.Lock()

    def of(self, raw_ids: Iterable[str]) -> dict[str, ArticleStatus]:
        """Return the status of each document that has its verdict. Raises SQLAlchemy's errors."""
        wanted = list(dict.fromkeys(raw_ids))
        found: dict[str, ArticleStatus] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(wanted), _CHUNK):
                chunk = wanted[start : start + _CHUNK]
                stored = select(*(_article.c[name] for name in _STORED)).where(_article.c.raw_id.in_(chunk))
                for row in connection.execute(stored.order_by(_article.c.seq)).mappings():
                    status = found.setdefault(row["raw_id"], _status(row["raw_id"], row["verdict"]))
                    status.articles.append(StoredItem(**{name: row[name] for name in _STORED[1:]}))
                held = select(*(_quarantine.c[name] for name in _REFUSED)).where(
                    _quarantine.c.raw_id.in_(chunk), _quarantine.c.released_at.is_(None)
                )
                for row in connection.execute(held.order_by(_quarantine.c.item)).mappings():
                    status = found.setdefault(row["raw_id"], _status(row["raw_id"], State.QUARANTINED))
                    fields = {name: row[name] for name in _REFUSED[1:]}
                    status.refused.append(RefusedItem(**fields | {"item": None if row["item"] < 0 else row["item"]}))
        return found

    def known(self, raw_ids: Sequence[str]) -> Mapping[str, ArticleStatus]:
        """Return what is known of documents, nothing while the database is away: an accept does not depend on it."""
        if time.monotonic() < self._away_until:
            return {}
        try:
            return self.of(raw_ids)
        except DBAPIError:
            self._away_until = time.monotonic() + _AWAY_S
            return {}

    def of_article(self, article_id: str) -> ArticleStatus | None:
        """Return the status of the document that an article came with, by the article's own id."""
        with self._engine.connect() as connection:
            query = select(_article.c.raw_id).where(_article.c.article_id == article_id)
            raw_id = connection.execute(query).scalar()
        return None if raw_id is None else self.of([raw_id]).get(raw_id)

    def now(self, raw_id: str, ledger: Ledger) -> ArticleStatus | None:
        """Return where a document stands; None when nothing is known of it. Raise RedisUnavailable."""
        found = self.of([raw_id]).get(raw_id)
        if found is None:
            if ledger.still_pending([raw_id]):
                return ArticleStatus.pending(raw_id)
            found = self.of([raw_id]).get(raw_id)  # it was finished between the two questions
        return found


class Verdicts:
    """Waits for verdicts, of all who wait with one question at a time."""

    def __init__(self, statuses: Statuses) -> None:
        self._statuses = statuses
        self._waiting: dict[str, set[asyncio.Future[ArticleStatus]]] = {}
        self._task: asyncio.Task[None] | None = None

    async def wait_for(self, raw_id: str) -> ArticleStatus:
        """Return a document's status once it has its verdict; whoever waits no longer cancels this."""
        future: asyncio.Future[ArticleStatus] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(raw_id, set()).add(future)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._watch())
        try:
            return await future
        finally:
            self._waiting.get(raw_id, set()).discard(future)
            if not self._waiting.get(raw_id):
                self._waiting.pop(raw_id, None)

    async def _watch(self) -> None:
        while self._waiting:
            found = await run_in_threadpool(self._statuses.known, list(self._waiting))
            for raw_id, status in found.items():
                for future in self._waiting.pop(raw_id, ()):
                    if not future.done():
                        future.set_result(status)
            await asyncio.sleep(_POLL_S)


def _status(raw_id: str, state: str) -> ArticleStatus:
    return ArticleStatus(raw_id=raw_id, state=State(state), status_url=status_url(raw_id))
