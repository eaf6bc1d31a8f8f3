"""The operators' view of the database: counts, stories, quarantine. Reads, and the few corrections operators make."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from schemas.raw_article import RawArticle
from schemas.records import ArticleRecord, MergeRecord, QuarantineRecord, RawRecord, StoryRecord
from schemas.settings import Settings
from schemas.verdict import Verdict
from worker.database import engine_of
from worker.migrate import require_schema

_CHUNK = 500  # ids in one statement: under SQLite's old limit of 999 parameters


def opened(settings: Settings) -> Engine:
    """Return an engine for a command that asks once. Raise DatabaseUnavailable, or SchemaBehind."""
    engine = engine_of(settings, pooled=False)
    require_schema(engine)
    return engine


def verdict_counts(engine: Engine) -> dict[str, int]:
    """Return how many stored articles had each verdict, and how many lie in quarantine."""
    with Session(engine) as session:
        rows = session.execute(select(col(ArticleRecord.verdict), func.count()).group_by(col(ArticleRecord.verdict)))
        counts = {verdict: int(count) for verdict, count in rows}
        counts[Verdict.QUARANTINED.value] = _count(session, select(func.count()).where(_held()))
    return counts


def reason_counts(engine: Engine) -> dict[str, int]:
    """Return how many quarantined articles there are for each reason."""
    query = select(col(QuarantineRecord.reason), func.count()).where(_held()).group_by(col(QuarantineRecord.reason))
    with Session(engine) as session:
        return {reason: int(count) for reason, count in session.execute(query)}


def story_count(engine: Engine) -> int:
    """Return how many stories there are, merged ones not counted."""
    with Session(engine) as session:
        return _count(session, select(func.count()).where(col(StoryRecord.merged_into).is_(None)))


def verdicts_of(engine: Engine, raw_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the verdicts of the articles of each raw article, quarantined ones included."""
    found: dict[str, list[str]] = {}
    with Session(engine) as session:
        for chunk in _chunks(raw_ids):
            stored = select(col(ArticleRecord.raw_id), col(ArticleRecord.verdict)).where(
                col(ArticleRecord.raw_id).in_(chunk)
            )
            for raw_id, verdict in session.execute(stored):
                found.setdefault(raw_id, []).append(verdict)
            held = select(col(QuarantineRecord.raw_id)).where(col(QuarantineRecord.raw_id).in_(chunk), _held())
            for (raw_id,) in session.execute(held):
                found.setdefault(raw_id, []).append(Verdict.QUARANTINED.value)
    return found


def stories(engine: Engine, limit: int, search: str | None = None) -> list[dict[str, Any]]:
    """Return the latest stories: id, headline of the lead, articles, first published, last received, killed."""
    query = (
        select(StoryRecord, ArticleRecord)
        .join(ArticleRecord, col(ArticleRecord.article_id) == col(StoryRecord.lead_id))
        .where(col(StoryRecord.merged_into).is_(None))
        .order_by(col(StoryRecord.last_received_at).desc(), col(StoryRecord.story_id))
        .limit(limit)
    )
    if search:
        query = query.where(col(ArticleRecord.headline).icontains(search, autoescape=True))
    with Session(engine) as session:
        return [
            {
                "story_id": story.story_id,
                "headline": lead.headline,
                "lead": lead.article_id,
                "publisher": lead.publisher,
                "articles": story.articles,
                "killed": story.killed,
                "first_published_at": story.first_published_at,
                "last_received_at": story.last_received_at,
            }
            for story, lead in session.execute(query)
        ]


def article(engine: Engine, article_id: str) -> ArticleRecord | None:
    """Return a stored article by its id."""
    with Session(engine) as session:
        return session.execute(select(ArticleRecord).where(col(ArticleRecord.article_id) == article_id)).scalar()


def story(engine: Engine, story_id: str) -> StoryRecord | None:
    """Return a story; of a merged one the story that it went into."""
    with Session(engine) as session:
        found = session.get(StoryRecord, story_id)
        while found is not None and found.merged_into is not None:
            found = session.get(StoryRecord, found.merged_into)
        return found


def merges(engine: Engine, story_id: str) -> list[dict[str, Any]]:
    """Return the merges that made a story and were not undone."""
    query = select(MergeRecord).where(col(MergeRecord.story_id) == story_id, col(MergeRecord.undone_at).is_(None))
    with Session(engine) as session:
        return [one.model_dump() for one in session.execute(query).scalars()]


def story_articles(engine: Engine, story_id: str) -> list[ArticleRecord]:
    """Return the articles of a story in order of arrival."""
    query = select(ArticleRecord).where(col(ArticleRecord.story_id) == story_id).order_by(col(ArticleRecord.seq))
    with Session(engine) as session:
        return list(session.execute(query).scalars())


def quarantine(engine: Engine, reason: str | None = None, wire: str | None = None) -> list[QuarantineRecord]:
    """Return what lies in quarantine, oldest first."""
    query = select(QuarantineRecord).where(_held()).order_by(col(QuarantineRecord.quarantine_id))
    if reason:
        query = query.where(col(QuarantineRecord.reason) == reason)
    if wire:
        query = query.where(col(QuarantineRecord.wire) == wire)
    with Session(engine) as session:
        return list(session.execute(query).scalars())


def raw_article(engine: Engine, raw_id: str) -> RawArticle | None:
    """Return a raw article as it arrived, from the bytes that are kept."""
    with Session(engine) as session:
        record = session.get(RawRecord, raw_id)
    if record is None:
        return None
    return RawArticle(
        wire=record.wire,
        name=record.name,
        body=zlib.decompress(record.body),
        received_at=record.received_at,
        media_type=record.media_type,
        hints=record.hints,
        request_id=record.request_id,
    )


def mark_released(engine: Engine, raw_ids: Iterable[str]) -> None:
    """Note that quarantined articles were let go: their next arrival is read as if it were the first."""
    with Session(engine) as session:
        for chunk in _chunks(list(raw_ids)):
            session.execute(
                update(QuarantineRecord)
                .where(col(QuarantineRecord.raw_id).in_(chunk))
                .values(released_at=datetime.now(UTC))
            )
        session.commit()


def records(engine: Engine) -> Iterator[ArticleRecord]:
    """Yield every stored article in order of arrival, a thousand at a time."""
    with Session(engine) as session:
        query = select(ArticleRecord).order_by(col(ArticleRecord.seq)).execution_options(yield_per=1000)
        yield from session.execute(query).scalars()


def _held() -> ColumnElement[bool]:
    return col(QuarantineRecord.released_at).is_(None)


def _count(session: Session, query: Any) -> int:
    return int(session.execute(query).scalar_one())


def _chunks(raw_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(raw_ids), _CHUNK):
        yield raw_ids[start : start + _CHUNK]
