"""Refused: what operators do with what lies in quarantine: choose it, release it, discard it."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import structlog
from sqlalchemy import Connection, Engine, delete, exists, select, update

from ops import desk
from producer.enqueue import Door
from schemas.columns import table_of
from schemas.errors import QueueFull
from schemas.log_events import Event
from schemas.raw_article import received_now
from schemas.records import ArticleRecord, QuarantineRecord, RawRecord
from schemas.settings import Settings
from worker.database import enter_serial_section

_log = structlog.get_logger(__name__)
_quarantine = table_of(QuarantineRecord)
_article = table_of(ArticleRecord)
_raw = table_of(RawRecord)
_CHUNK = 64  # raw articles in one serial section: workers wait for it
_FULL_WAIT_S = 0.5  # between offers while the queue is full: workers make room


def chosen(engine: Engine, raw_ids: Sequence[str], reason: str | None, wire: str | None) -> list[str]:
    """Return the raw articles in quarantine of a reason, of a wire, and of the ids or starts of ids that are given."""
    held = desk.quarantine(engine, reason, wire)
    return sorted({one.raw_id for one in held if not raw_ids or one.raw_id.startswith(tuple(raw_ids))})


def release(settings: Settings, engine: Engine, raw_ids: Sequence[str], *, patient: bool = True) -> list[str]:
    """Enqueue quarantined raw articles again, to be read by today's code; return those that were.

    Each part is marked and enqueued inside the serial section: a worker that is as quick as that still finds it
    released, and where the queue refuses it nothing is marked. Raise RedisUnavailable; a full queue is waited for, or
    raises QueueFull where nobody is `patient`.
    """
    door = Door(settings)
    released: list[str] = []
    for part in _parts(raw_ids):
        while True:
            try:
                released += _release(engine, door, part)
                break
            except QueueFull:
                if not patient:
                    raise
                time.sleep(_FULL_WAIT_S)
    for raw_id in released:
        _log.info(Event.QUARANTINE_RELEASED, raw_id=raw_id)
    return released


def discard(engine: Engine, raw_ids: Sequence[str]) -> list[str]:
    """Delete quarantine entries for good, and the bytes of raw articles of which nothing is stored; return their ids.

    The same bytes, sent again, are read again.
    """
    discarded: list[str] = []
    for part in _parts(raw_ids):
        with engine.connect().execution_options(serial=True) as connection, connection.begin():
            enter_serial_section(connection)
            there = _held(connection, part)
            connection.execute(delete(_quarantine).where(_quarantine.c.raw_id.in_(there)))
            stored = exists().where(_article.c.raw_id == _raw.c.raw_id)
            connection.execute(delete(_raw).where(_raw.c.raw_id.in_(there), ~stored))
        discarded += there
    for raw_id in discarded:
        _log.warning(Event.QUARANTINE_DISCARDED, raw_id=raw_id)
    return discarded


def _release(engine: Engine, door: Door, raw_ids: Sequence[str]) -> list[str]:
    kept = {raw_id: desk.raw_article(engine, raw_id) for raw_id in raw_ids}
    with engine.connect().execution_options(serial=True) as connection, connection.begin():
        enter_serial_section(connection)
        there = _held(connection, raw_ids)
        mark = update(_quarantine).where(_quarantine.c.raw_id.in_(there), _quarantine.c.released_at.is_(None))
        connection.execute(mark.values(released_at=datetime.now(UTC)))
        raws = [raw for raw_id in there if (raw := kept[raw_id]) is not None]
        door.enqueue_many(raw.model_copy(update={"received_at": received_now()}) for raw in raws)
    return there


def _held(connection: Connection, raw_ids: Sequence[str]) -> list[str]:
    query = select(_quarantine.c.raw_id).where(_quarantine.c.raw_id.in_(raw_ids), _quarantine.c.released_at.is_(None))
    return sorted({row[0] for row in connection.execute(query)})


def _parts(raw_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(raw_ids), _CHUNK):
        yield raw_ids[start : start + _CHUNK]
