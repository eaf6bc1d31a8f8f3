"""Prune: let go of what is older than it is to be kept, a slice a transaction, so that no worker waits long for it.

Stories go whole: one goes when its last article came before the day given. With them go their articles, what they were
matched by, the merges and rulings about them, and the bytes that no article and no open quarantine entry needs.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, delete, exists, func, or_, select

from schemas.columns import table_of
from schemas.records import (
    ArticleRecord,
    FingerprintKeyRecord,
    FingerprintRecord,
    MergeRecord,
    MoveRecord,
    QuarantineRecord,
    RawRecord,
    RulingRecord,
    StoryRecord,
)
from worker.database import enter_serial_section
from worker.lookup import last_seq

_SLICE = 500  # stories or articles a transaction: some tens of milliseconds of the serial section

_raw, _article, _story = table_of(RawRecord), table_of(ArticleRecord), table_of(StoryRecord)
_print, _key = table_of(FingerprintRecord), table_of(FingerprintKeyRecord)
_move = table_of(MoveRecord)
_merge, _ruling, _quarantine = table_of(MergeRecord), table_of(RulingRecord), table_of(QuarantineRecord)


class Pruned(NamedTuple):
    """How many of each went, or would go."""

    stories: int
    articles: int
    raw_articles: int

    def __add__(self, other: "tuple[int, ...]") -> "Pruned":  # type: ignore[override]
        return Pruned(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def prune(engine: Engine, before: datetime, *, dry_run: bool) -> Pruned:
    """Delete stories whose last article came before a time, and released or unused bytes of before it; count them."""
    if dry_run:
        with engine.connect() as connection:
            return _would_go(connection, before)
    total = Pruned(0, 0, 0)
    for slice_of in _slices(engine, before):
        total += slice_of
    return total


def _slices(engine: Engine, before: datetime) -> Iterator[Pruned]:
    while True:
        with engine.connect().execution_options(serial=True) as connection, connection.begin():
            enter_serial_section(connection)
            gone = _stories_go(connection, before)
            if gone == Pruned(0, 0, 0):
                gone = Pruned(0, 0, _bytes_go(connection, before))
        if gone == Pruned(0, 0, 0):
            return
        yield gone


def _stories_go(connection: Connection, before: datetime) -> Pruned:
    ids = list(connection.execute(select(_story.c.story_id).where(_old(before)).limit(_SLICE)).scalars())
    if not ids:
        return Pruned(0, 0, 0)
    mine = select(_article.c.article_id).where(_article.c.story_id.in_(ids))
    seqs = select(_article.c.seq).where(_article.c.story_id.in_(ids))
    connection.execute(delete(_ruling).where(or_(_ruling.c.article_id.in_(mine), _ruling.c.other_id.in_(mine))))
    connection.execute(delete(_merge).where(or_(_merge.c.story_id.in_(ids), _merge.c.merged.in_(ids))))
    for table in (_key, _print):
        connection.execute(delete(table).where(table.c.seq.in_(seqs)))
    articles = connection.execute(delete(_article).where(_article.c.story_id.in_(ids))).rowcount
    stories = connection.execute(delete(_story).where(_story.c.story_id.in_(ids))).rowcount
    return Pruned(stories, articles, 0)


def _bytes_go(connection: Connection, before: datetime) -> int:
    ids = list(connection.execute(select(_raw.c.raw_id).where(_unused(before)).limit(_SLICE)).scalars())
    connection.execute(delete(_quarantine).where(_quarantine.c.raw_id.in_(ids)))
    # The last number stays: the next is counted from it, and a consumer must not meet one twice.
    connection.execute(delete(_move).where(_move.c.moved_at < before, _move.c.seq < last_seq(connection)))
    return int(connection.execute(delete(_raw).where(_raw.c.raw_id.in_(ids))).rowcount)


def _would_go(connection: Connection, before: datetime) -> Pruned:
    stories = _count(connection, _story, _old(before))
    of_old = _article.c.story_id.in_(select(_story.c.story_id).where(_old(before)))
    articles = _count(connection, _article, of_old)
    staying = exists().where(_article.c.raw_id == _raw.c.raw_id, ~of_old)
    return Pruned(stories, articles, _count(connection, _raw, and_(_raw.c.received_at < before, ~staying, ~_held())))


def _old(before: datetime) -> ColumnElement[bool]:
    older: ColumnElement[bool] = _story.c.last_received_at < before
    return older


def _unused(before: datetime) -> ColumnElement[bool]:
    """Bytes of before a time that no article and no open quarantine entry needs."""
    used = exists().where(_article.c.raw_id == _raw.c.raw_id)
    return and_(_raw.c.received_at < before, ~used, ~_held())


def _held() -> ColumnElement[bool]:
    return exists().where(_quarantine.c.raw_id == _raw.c.raw_id, _quarantine.c.released_at.is_(None))


def _count(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one())
