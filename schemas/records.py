"""The tables, as SQLModel classes: the only place that defines what is stored."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, Column, Index, LargeBinary, Table, UniqueConstraint
from sqlmodel import Field, SQLModel

import schemas.door_records  # noqa: F401 - its tables are among ours
from schemas.columns import listed, utc


class RawRecord(SQLModel, table=True):
    """The bytes as they arrived, compressed (zlib, RFC 1950), so that everything can be read again."""

    __tablename__ = "raw_article"
    # Hashed, for a name may be longer than an entry of a tree may be.
    __table_args__ = (Index("ix_raw_article_name", "name", postgresql_using="hash"),)

    raw_id: str = Field(primary_key=True, max_length=32)
    wire: str = Field(max_length=64)
    name: str = Field(max_length=1024)
    media_type: str | None = Field(default=None, max_length=255)
    hints: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    request_id: str | None = Field(default=None, index=True, max_length=128)
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    body_bytes: int
    received_at: datetime = utc(nullable=False, index=True)
    stored_at: datetime = utc(nullable=False)


class ArticleRecord(SQLModel, table=True):
    """One normalised article and what the desk decided of it. `seq` rises in the order of commits."""

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("raw_id", "item"),
        Index("ix_article_wire_guid", "wire", "guid"),
        Index("ix_article_wire_slug", "wire", "slug"),
    )

    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    article_id: str = Field(unique=True, max_length=16)
    raw_id: str = Field(max_length=32)
    item: int
    name: str = Field(max_length=1024)
    wire: str = Field(max_length=64)
    format: str = Field(max_length=32)
    guid: str | None = None
    version: int | None = Field(default=None, sa_column=Column(BigInteger))
    story_id: str = Field(index=True, max_length=16)
    verdict: str = Field(index=True, max_length=16)
    relation: str | None = Field(default=None, max_length=16)
    copy_of: str | None = Field(default=None, max_length=16)
    score: float | None = None
    similarity: float | None = None
    contained: float | None = None
    contains: float | None = None
    digest_of: list[str] = listed()
    why: str | None = None
    publisher: str | None = None
    agency: str | None = None
    headline: str
    byline: str | None = None
    authors: list[str] = listed()
    dateline_place: str | None = None
    dateline_date: date | None = None
    slug: str | None = None
    signal: str | None = Field(default=None, max_length=16)
    published_at: datetime | None = utc()
    updated_at: datetime | None = utc()
    zone_stated: bool = True
    received_at: datetime = utc(nullable=False)
    committed_at: datetime = utc(nullable=False)
    language: str | None = Field(default=None, max_length=35)
    url: str | None = None
    summary: str | None = None
    body: str
    word_count: int
    keywords: list[str] = listed()
    subjects: list[dict[str, str | None]] = listed()
    places: list[str] = listed()
    people: list[str] = listed()
    organisations: list[str] = listed()
    urgency: int | None = None
    pub_status: str = Field(max_length=16)
    embargo_until: datetime | None = utc()
    ed_note: str | None = None


class FingerprintRecord(SQLModel, table=True):
    """What verification needs of one article, kept for the syndication window. `day` counts from 1970-01-01."""

    __tablename__ = "fingerprint"

    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    day: int = Field(index=True)
    sketch: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class FingerprintKeyRecord(SQLModel, table=True):
    """One index key of one article: the way from shared text to candidates."""

    __tablename__ = "fingerprint_key"
    __table_args__ = {"sqlite_with_rowid": False}  # the primary key is all there is: one tree in place of two

    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False, index=True))
    day: int


class ShelfRecord(SQLModel, table=True):
    """One shelf of the index on PostgreSQL: a partition of keys and sketches, by article number. None on SQLite.

    It holds the articles numbered from `low` up to, but not including, `high`. `sieve` tells which keys it cannot hold
    (see `worker.sieve`), once it is full; `version` rises when its keys are written anew.
    """

    __tablename__ = "fingerprint_shelf"
    __table_args__ = {"info": {"stays": True}}  # it tells of this database's partitions: it moves nowhere

    low: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    high: int = Field(sa_column=Column(BigInteger, nullable=False))
    version: int = 0
    sieve: bytes | None = Field(default=None, sa_column=Column(LargeBinary))


class StoryRecord(SQLModel, table=True):
    """A story: one lead and how many articles stand with it. A merged story points at the one it went into."""

    __tablename__ = "story"

    story_id: str = Field(primary_key=True, max_length=16)
    lead_id: str = Field(max_length=16)
    lead_rank: str = Field(max_length=64)
    articles: int
    killed: bool = False
    first_published_at: datetime | None = utc()
    last_received_at: datetime = utc(nullable=False, index=True)
    merged_into: str | None = Field(default=None, index=True, max_length=16)


class MergeRecord(SQLModel, table=True):
    """That an article joined two stories, and which articles came along: enough to undo it."""

    __tablename__ = "story_merge"

    merge_id: int | None = Field(default=None, primary_key=True)
    story_id: str = Field(index=True, max_length=16)
    merged: str = Field(index=True, max_length=16)
    article_id: str | None = Field(default=None, max_length=16)  # None: an editor did
    moved: list[str] = listed()
    merged_at: datetime = utc(nullable=False)
    undone_at: datetime | None = utc()


class MoveRecord(SQLModel, table=True):
    """That articles were taken from one story into another, not by the matcher. Numbered in a row with articles."""

    __tablename__ = "article_move"

    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    from_story: str = Field(max_length=16)
    to_story: str = Field(max_length=16)
    articles: list[str] = listed()
    moved_at: datetime = utc(nullable=False)


class RulingRecord(SQLModel, table=True):
    """An editor's correction of the matcher, which holds against later arrivals: two articles apart, or together."""

    __tablename__ = "ruling"

    ruling_id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    article_id: str = Field(index=True, max_length=16)
    other_id: str = Field(index=True, max_length=16)
    ruled_at: datetime = utc(nullable=False)


class QuarantineRecord(SQLModel, table=True):
    """An article, or one item of a document, that was refused: its bytes and the reason. `item` -1 is all of it."""

    __tablename__ = "quarantine"
    __table_args__ = (UniqueConstraint("raw_id", "item"),)

    quarantine_id: int | None = Field(default=None, primary_key=True)
    raw_id: str = Field(index=True, max_length=32)
    item: int
    wire: str = Field(index=True, max_length=64)
    name: str = Field(max_length=1024)
    media_type: str | None = Field(default=None, max_length=255)
    stage: str = Field(max_length=16)
    reason: str = Field(index=True, max_length=32)
    detail: str
    attempts: int
    quarantined_at: datetime = utc(nullable=False)
    released_at: datetime | None = utc()


class ShingleWeightRecord(SQLModel, table=True):
    """How often different stories shared a shingle: boilerplate. `version` numbers the article that taught it."""

    __tablename__ = "shingle_weight"

    shingle: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    count: int
    version: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))


class LessonRecord(SQLModel, table=True):
    """What one batch taught of boilerplate, until it is added to the table above (see `worker.lesson_log`)."""

    __tablename__ = "lesson"

    version: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    taught: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class TallyRecord(SQLModel, table=True):
    """How often something happened: in one hour (counted from 1970-01-01 in UTC), or ever (hour 0).

    `name` and `label` are closed vocabularies (see `worker.tally`); `wire` is bounded: beyond a cap it is "other".
    """

    __tablename__ = "tally"
    __table_args__ = {"sqlite_with_rowid": False}  # as for fingerprint_key: small rows, found by their key alone

    hour: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = Field(primary_key=True, max_length=16)
    wire: str = Field(primary_key=True, max_length=64)
    label: str = Field(primary_key=True, max_length=32)
    count: int = Field(sa_column=Column(BigInteger, nullable=False))


class WireRecord(SQLModel, table=True):
    """A wire that has been heard: when first, when last, and the longest silence between two of its articles."""

    __tablename__ = "wire"

    wire: str = Field(primary_key=True, max_length=64)
    first_at: datetime = utc(nullable=False)
    last_at: datetime = utc(nullable=False)
    longest_gap_s: float


TABLES: tuple[Table, ...] = tuple(SQLModel.metadata.sorted_tables)  # keep it last: all tables of the service
