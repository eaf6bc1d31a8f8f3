"""Replay: filed originals or stored bytes through today's code: first what would change, then, told to, the change."""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, select

from ops import desk, refused
from ops.once import Document, documents
from ops.rereading import Change, Outcome, Report, compare, report
from ops.rewriting import rewrite, stored_of
from ops.word_index import WordIndex
from producer.enqueue import Door
from producer.folder import FILED
from schemas.article import Article
from schemas.columns import table_of
from schemas.errors import QueueFull
from schemas.raw_article import RawArticle
from schemas.records import QuarantineRecord, RawRecord
from schemas.settings import Settings
from schemas.verdict import Reason, Refusal
from worker.pipeline import Extracted, read

_raw = table_of(RawRecord)
_quarantine = table_of(QuarantineRecord)
_CHUNK = 64  # raw articles in memory at once, with their bytes
_FULL_WAIT_S = 0.5  # between offers while the queue is full: workers make room


class Reread(NamedTuple):
    """A raw article, what is different in it, and its items as today's code reads them."""

    raw: RawArticle
    changes: Sequence[Change]
    articles: Sequence[Article]


class Source(NamedTuple):
    """Where a replay reads from: filed originals, or the stored bytes; of a wire or of all, since a moment or ever."""

    filed: bool
    since: datetime | None
    wire: str | None


def replay(settings: Settings, engine: Engine, source: Source, *, write: bool) -> Report:
    """Read again what was received, and report what is different; with `write`, apply it.

    What differs is written to its article; what is not stored and can be read today is enqueued, released from
    quarantine where it lay there, and so is what was lost on its way. What was refused and would be refused today stays
    as it is. Raise RedisUnavailable.
    """
    door = Door(settings) if write else None
    changes: list[Change] = []
    documents_read = left_out = unfit = enqueued = 0
    found = _filed(settings, source) if source.filed else _stored(engine, source)
    while batch := list(islice(found, _CHUNK)):
        raws = [document.raw for document in batch if document.raw is not None]
        unfit += len(batch) - len(raws)
        poison = _poison(engine, [raw.raw_id for raw in raws])
        left_out += len(poison)
        rereads = reread(settings, engine, [raw for raw in raws if raw.raw_id not in poison])
        documents_read += len(batch)
        changes += [change for one in rereads for change in one.changes]
        if door is not None:
            enqueued += apply(settings, engine, door, rereads)
    summed = report(documents_read, changes)
    return summed._replace(left_out=left_out, refused_at_the_door=unfit, applied=write, enqueued=enqueued)


def reread(settings: Settings, engine: Engine, raws: Sequence[RawArticle]) -> list[Reread]:
    """Return what today's code makes of raw articles, each compared with what is stored of it."""
    with engine.connect() as connection:
        stored = stored_of(connection, [raw.raw_id for raw in raws])
    rereads = []
    for raw in raws:
        entries = read(raw, settings.profile(raw.wire), time.perf_counter)
        found: list[Article | Refusal] = [one.article if isinstance(one, Extracted) else one.refusal for one in entries]
        changes = compare(raw.raw_id, raw.name, stored.get(raw.raw_id, {}), found)
        rereads.append(Reread(raw, changes, [one for one in found if isinstance(one, Article)]))
    return rereads


def apply(settings: Settings, engine: Engine, door: Door, rereads: Iterable[Reread]) -> int:
    """Write what has changed, enqueue what is new or was lost; return how many raw articles were enqueued."""
    rereads = list(rereads)
    kept = _kept(engine, [one.raw.raw_id for one in rereads])
    changed: list[Article] = []
    new: list[RawArticle] = []
    for one in rereads:
        outcomes = {change.item: change.outcome for change in one.changes}
        changed += [article for article in one.articles if outcomes.get(article.item) is Outcome.CHANGED]
        # What was lost on its way goes the whole way again, even if it ends in quarantine: there it is seen.
        if Outcome.NEW in outcomes.values() or one.raw.raw_id not in kept:
            new.append(one.raw)
    if changed:
        rewrite(engine, changed)
        _index_anew(settings, engine, [article.article_id for article in changed])
    released = refused.release(settings, engine, [raw.raw_id for raw in new])
    _offer(door, [raw for raw in new if raw.raw_id not in released])
    return len(new)


def _index_anew(settings: Settings, engine: Engine, article_ids: Sequence[str]) -> None:
    words = WordIndex(settings, engine)
    words.renew(article_ids)
    words.close()


def _offer(door: Door, raws: Sequence[RawArticle]) -> None:
    while raws:
        try:
            door.enqueue_many(raws)
        except QueueFull:
            time.sleep(_FULL_WAIT_S)
        else:
            return


def _kept(engine: Engine, raw_ids: Sequence[str]) -> set[str]:
    """Return those whose bytes are kept: they came to an end, stored or in quarantine."""
    with engine.connect() as connection:
        return {row[0] for row in connection.execute(select(_raw.c.raw_id).where(_raw.c.raw_id.in_(raw_ids)))}


def _poison(engine: Engine, raw_ids: Sequence[str]) -> set[str]:
    """Return those that killed their workers: they would kill this process, too."""
    c = _quarantine.c
    query = select(c.raw_id).where(c.raw_id.in_(raw_ids), c.reason == Reason.ATTEMPTS_EXHAUSTED.value)
    with engine.connect() as connection:
        return {row[0] for row in connection.execute(query)}


def _stored(engine: Engine, source: Source) -> Iterator[Document]:
    """Yield what is kept, in order of receipt."""
    query = select(_raw.c.raw_id).order_by(_raw.c.received_at, _raw.c.raw_id)
    if source.since is not None:
        query = query.where(_raw.c.received_at >= source.since)
    if source.wire is not None:
        query = query.where(_raw.c.wire == source.wire)
    with engine.connect() as connection:
        raw_ids = [row[0] for row in connection.execute(query)]
    for raw_id in raw_ids:
        raw = desk.raw_article(engine, raw_id)
        if raw is not None:  # else it was pruned meanwhile
            yield Document(raw.name, raw, None)


def _filed(settings: Settings, source: Source) -> Iterator[Document]:
    """Yield filed documents, the oldest day first, under the wire and the name that they were dropped with."""
    for day in _days(settings.inbox_folder / FILED, source.since.date() if source.since else None):
        for document in documents([day], None, settings):
            if source.wire is None or document.raw is None or document.raw.wire == source.wire:
                yield document


def _days(filed: Path, since: date | None) -> list[Path]:
    days = sorted(path for path in filed.iterdir() if path.is_dir()) if filed.is_dir() else []
    return [day for day in days if since is None or day.name >= since.isoformat()]  # ISO 8601: sorted by name is by day
