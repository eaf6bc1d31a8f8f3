"""Quarantine list: what lies in quarantine, the newest first, a page at a time; and how much of each reason."""

from typing import NamedTuple

from sqlalchemy import Engine, distinct, func, select

from schemas.columns import table_of
from schemas.records import QuarantineRecord

PAGE = 50

_refused = table_of(QuarantineRecord)


class Entry(NamedTuple):
    """One refused article, or one item of a document, as the list shows it."""

    quarantine_id: int
    raw_id: str
    item: int
    wire: str
    name: str
    stage: str
    reason: str
    detail: str
    attempts: int
    quarantined_at: object


def listed(engine: Engine, reason: str, wire: str, below: int | None) -> tuple[list[Entry], int | None]:
    """Return a page of entries of a reason and a wire (empty: of all), and the number below which the next begins."""
    c = _refused.c
    query = select(*(c[name] for name in Entry._fields)).where(c.released_at.is_(None))
    query = query.order_by(c.quarantine_id.desc()).limit(PAGE + 1)
    query = query.where(c.reason == reason) if reason else query
    query = query.where(c.wire == wire) if wire else query
    query = query.where(c.quarantine_id < below) if below is not None else query
    with engine.connect() as connection:
        rows = [Entry(*row) for row in connection.execute(query)]
    return rows[:PAGE], rows[PAGE - 1].quarantine_id if len(rows) > PAGE else None


def reasons(engine: Engine, wire: str) -> dict[str, int]:
    """Return how many raw articles of a wire (empty: of all) lie there, by reason."""
    c = _refused.c
    query = select(c.reason, func.count(distinct(c.raw_id))).where(c.released_at.is_(None)).group_by(c.reason)
    with engine.connect() as connection:
        rows = connection.execute(query.where(c.wire == wire) if wire else query)
        return {reason: int(count) for reason, count in rows}


def entries_of(engine: Engine, raw_id: str) -> list[Entry]:
    """Return what is held of one raw article."""
    c = _refused.c
    query = select(*(c[name] for name in Entry._fields)).where(c.raw_id == raw_id, c.released_at.is_(None))
    with engine.connect() as connection:
        return [Entry(*row) for row in connection.execute(query.order_by(c.item))]
