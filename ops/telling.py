"""Telling: what downstream services are told of, in the order of commits, each thing once.

The number of an article rises with every commit: it is given inside the serial section, whose lock goes with the commit
itself, so whoever sees a number sees every smaller one as well. A cursor is the last number that somebody has.
"""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Engine, and_, or_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from ops.export import exported
from schemas.columns import table_of
from schemas.records import ArticleRecord, MergeRecord, MoveRecord, StoryRecord
from schemas.verdict import Verdict
from worker import lookup

# Each story and each of its versions once; copies and what is stale only for those who ask for them.
NEWS = (Verdict.STORED, Verdict.VERSION, Verdict.CORRECTION, Verdict.KILL)
TELLABLE = (*NEWS, Verdict.COPY, Verdict.STALE)
MERGED = "stories.merged"
MOVED = "articles.moved"
PAGE = 200  # entries of one look: a megabyte
_POLL_S = 0.2  # one question for all who wait

_article = table_of(ArticleRecord)
_merge, _move, _story = table_of(MergeRecord), table_of(MoveRecord), table_of(StoryRecord)


class Entry(NamedTuple):
    """One thing to tell: its number, the name of the event, and what `schemas.news` says of it."""

    seq: int
    event: str
    data: dict[str, Any]


class Look(NamedTuple):
    """What came after a cursor, and the cursor after it."""

    entries: list[Entry]
    cursor: int


def last_seq(engine: Engine) -> int:
    """Return the last number that was given."""
    with engine.connect() as connection:
        return lookup.last_seq(connection)


def look(engine: Engine, cursor: int, verdicts: Collection[str], most: int = PAGE) -> Look:
    """Return what came after a cursor: articles of these verdicts, others that showed two stories to be one, and moves.

    A record's `merged` lists the stories that went into its own with it. Moves are told to everybody: a verdict is of
    an article, and where articles stand concerns whoever keeps stories.
    """
    with Session(engine) as session:
        last = lookup.last_seq(session.connection())
        if last <= cursor:
            return Look([], cursor)
        articles = _articles(session, cursor, last, verdicts, most)
        entries = sorted([*articles, *_moves(session, cursor, last, most)])[:most]
    return Look(entries, entries[-1].seq if len(entries) == most else last)


def _articles(session: Session, cursor: int, last: int, verdicts: Collection[str], most: int) -> list[Entry]:
    wanted = or_(_article.c.verdict.in_(verdicts), _article.c.article_id.in_(select(_merge.c.article_id)))
    query = select(ArticleRecord).where(_article.c.seq > cursor, _article.c.seq <= last, wanted)
    found = list(session.execute(query.order_by(_article.c.seq).limit(most)).scalars())
    merged = _merged(session, [one.article_id for one in found])
    return [_entry(one, merged.get(one.article_id, []), verdicts) for one in found]


def _moves(session: Session, cursor: int, last: int, most: int) -> list[Entry]:
    query = (
        select(MoveRecord, ArticleRecord)
        .outerjoin(_story, _story.c.story_id == _move.c.to_story)
        .outerjoin(_article, and_(_article.c.article_id == _story.c.lead_id, _article.c.story_id == _story.c.story_id))
        .where(_move.c.seq > cursor, _move.c.seq <= last)
        .order_by(_move.c.seq)
        .limit(most)
    )
    return [_moved(move, lead) for move, lead in session.execute(query)]


def _moved(move: MoveRecord, lead: ArticleRecord | None) -> Entry:
    told = {name: getattr(move, name) for name in ("from_story", "to_story", "articles")}
    moved_at = move.moved_at.isoformat().replace("+00:00", "Z")
    return Entry(move.seq, MOVED, {**told, "moved_at": moved_at, "lead": None if lead is None else exported(lead)})


def _merged(session: Session, article_ids: Sequence[str]) -> dict[str, list[str]]:
    query = select(_merge.c.article_id, _merge.c.merged).where(_merge.c.article_id.in_(article_ids))
    found: dict[str, list[str]] = {}
    for article_id, merged in session.execute(query.order_by(_merge.c.merge_id)):
        found.setdefault(article_id, []).append(merged)
    return found


def _entry(article: ArticleRecord, merged: list[str], verdicts: Collection[str]) -> Entry:
    event = f"article.{article.verdict}" if article.verdict in verdicts else MERGED
    return Entry(article.seq, event, {**exported(article), "merged": merged})


class News:
    """Wakes who waits for something new; one look a fifth of a second while anybody does."""

    def __init__(self, engine: Engine) -> None:
        self.stopping = asyncio.Event()
        self._engine = engine
        self._last = 0
        self._waiting: set[tuple[int, asyncio.Future[None]]] = set()
        self._task: asyncio.Task[None] | None = None

    async def beyond(self, cursor: int, within_s: float) -> bool:
        """Return whether there is something after a cursor, as soon as there is, or after a while; False at the end."""
        if self._last > cursor or self.stopping.is_set():
            return not self.stopping.is_set()
        waiter = (cursor, asyncio.get_running_loop().create_future())
        self._waiting.add(waiter)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._watch())
        try:
            async with asyncio.timeout(within_s):
                await waiter[1]
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(waiter)
        return not self.stopping.is_set()

    def stop(self) -> None:
        """Send everybody home."""
        self.stopping.set()
        self._wake()

    def _wake(self) -> None:
        for cursor, future in self._waiting:
            if (self._last > cursor or self.stopping.is_set()) and not future.done():
                future.set_result(None)

    async def _watch(self) -> None:
        while self._waiting and not self.stopping.is_set():
            try:
                self._last = await run_in_threadpool(last_seq, self._engine)
            except DBAPIError:  # it is asked again; who waits hears nothing meanwhile
                self._last = min(self._last, 0)
            self._wake()
            await asyncio.sleep(_POLL_S)
