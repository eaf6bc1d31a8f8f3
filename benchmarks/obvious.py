"""Obvious: the pipeline that one would write first, as the measure of ours. Honest and idiomatic, and not tuned.

    celery -A benchmarks.obvious worker --concurrency 2

One Celery task an article, validated by pydantic, read and extracted by the same code as ours, matched by datasketch's
MinHash LSH with its index in Redis, stored by one ORM insert and commit. OBVIOUS_REDIS is the path of a socket,
OBVIOUS_DATABASE a URL.
"""

import os
import re
from datetime import datetime
from functools import lru_cache

from celery import Celery
from datasketch import MinHash, MinHashLSH
from pydantic import BaseModel
from sqlalchemy import JSON, Column, Engine
from sqlmodel import Field, Session, SQLModel, create_engine

from schemas.article import Article
from schemas.raw_article import RawArticle
from schemas.verdict import Refusal
from schemas.wire_profile import WireProfile
from worker.extract import extract
from worker.readers import parse

_PERMUTATIONS = 128  # datasketch's default
_THRESHOLD = 0.5  # the best of 0.5, 0.7 and 0.8 on labelled streams
_SHINGLE_WORDS = 3
_WORD = re.compile(r"\w+")

app = Celery("obvious", broker=f"redis+socket://{os.environ.get('OBVIOUS_REDIS', '')}")
app.conf.update(task_ignore_result=True, task_acks_late=True)


class Posted(BaseModel):
    """One article as a sender posts it."""

    wire: str
    name: str
    body: str
    received_at: datetime


class ObviousArticle(SQLModel, table=True):
    """One stored article."""

    __tablename__ = "obvious_article"

    id: int | None = Field(default=None, primary_key=True)
    raw_id: str = Field(index=True)
    wire: str = Field(index=True)
    story_id: str = Field(index=True)
    headline: str
    byline: str | None = None
    authors: list[str] = Field(default_factory=list, sa_column=Column(JSON))
    place: str | None = None
    agency: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    received_at: datetime
    body: str
    raw: str


@app.task(name="obvious.ingest")  # type: ignore[untyped-decorator]
def ingest(posted: dict[str, str]) -> None:
    """Validate, read, match and store one article."""
    article = Posted.model_validate(posted)
    raw = RawArticle(wire=article.wire, name=article.name, body=article.body.encode(), received_at=article.received_at)
    with Session(engine()) as session:
        for record in _records(raw, article.body):
            session.add(record)
        session.commit()


def _records(raw: RawArticle, text: str) -> list[ObviousArticle]:
    try:
        takes = [take for take in parse(raw) if not isinstance(take, Refusal)]
        return [_record(raw, text, extract(take, raw, WireProfile())) for take in takes] or [_refused(raw, text)]
    except Refusal:
        return [_refused(raw, text)]


def _refused(raw: RawArticle, text: str) -> ObviousArticle:
    """Return a row that only keeps what was refused."""
    return ObviousArticle(
        raw_id=raw.raw_id, wire=raw.wire, story_id="", headline="", received_at=raw.received_at, body="", raw=text
    )


def _record(raw: RawArticle, text: str, found: Article) -> ObviousArticle:
    return ObviousArticle(
        raw_id=raw.raw_id,
        wire=raw.wire,
        story_id=_story_of(found.article_id, found.body),
        headline=found.headline,
        byline=found.byline,
        authors=list(found.authors),
        place=found.dateline.place,
        agency=found.agency,
        language=found.language,
        published_at=found.published_at,
        received_at=found.received_at,
        body=found.body,
        raw=text,
    )


def _story_of(article_id: str, body: str) -> str:
    """Return the story of the first copy that the index knows, or a new one."""
    words = _WORD.findall(body.lower())
    shingles = {" ".join(words[at : at + _SHINGLE_WORDS]) for at in range(max(1, len(words) - _SHINGLE_WORDS + 1))}
    sketch = MinHash(num_perm=_PERMUTATIONS)
    sketch.update_batch([shingle.encode() for shingle in shingles])
    near = index().query(sketch)
    story_id = str(near[0]).partition("/")[0] if near else article_id
    index().insert(f"{story_id}/{article_id}", sketch)
    return story_id


@lru_cache(maxsize=1)
def index() -> MinHashLSH:
    """Return this process's way to the index in Redis."""
    place = {"unix_socket_path": os.environ["OBVIOUS_REDIS"], "db": 1}
    return MinHashLSH(
        threshold=_THRESHOLD,
        num_perm=_PERMUTATIONS,
        storage_config={"type": "redis", "basename": b"obvious", "redis": place},
    )


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Return this process's engine."""
    return create_engine(os.environ["OBVIOUS_DATABASE"])


def create_table(made: Engine) -> None:
    """Make the one table, once, before any worker starts."""
    SQLModel.metadata.create_all(made, tables=[ObviousArticle.__table__])  # type: ignore[attr-defined]
