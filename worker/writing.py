"""Writing: the rows of one batch, gathered while it is decided and written in bulk at the end of the section."""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from schemas.article import Article, Decision
from schemas.columns import table_of
from schemas.records import (
    ArticleRecord,
    FingerprintKeyRecord,
    FingerprintRecord,
    MergeRecord,
    QuarantineRecord,
    RawRecord,
    StoryRecord,
)
from worker.bulk import insert_all
from worker.decide import is_kill, rank
from worker.lessons import learn
from worker.pipeline import Reading
from worker.rows import Row

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


_raw, _article, _story = table_of(RawRecord), table_of(ArticleRecord), table_of(StoryRecord)
_fingerprint, _key = table_of(FingerprintRecord), table_of(FingerprintKeyRecord)
_merge, _quarantine = table_of(MergeRecord), table_of(QuarantineRecord)


@dataclass(slots=True)
class Rows:
    """Everything that one batch adds."""

    raws: dict[str, Row] = field(default_factory=dict)
    articles: list[Row] = field(default_factory=list)
    fingerprints: list[Row] = field(default_factory=list)
    keys: list[Row] = field(default_factory=list)
    quarantine: list[Row] = field(default_factory=list)
    lessons: Counter[int] = field(default_factory=Counter)  # shingles that different stories shared
    merges: list[tuple[str, str, str]] = field(default_factory=list)  # story, what went into it, by which article

    def add(self, reading: Reading, article: Row, raw: Row) -> None:
        """Add one decided article with its bytes and its fingerprint."""
        day = day_of(article["received_at"])
        self.articles.append(article)
        self.keep_raw(raw)
        self.fingerprints.append({"seq": article["seq"], "day": day, "sketch": reading.fingerprint.sketch})
        self.keys += [{"key": key, "seq": article["seq"], "day": day} for key in reading.fingerprint.keys]

    def keep_raw(self, raw: Row) -> None:
        """Add the bytes of a raw article once, however many items it holds."""
        self.raws.setdefault(raw["raw_id"], raw)


def day_of(when: datetime) -> int:
    """Return the day of a time, counted from 1970-01-01 in UTC."""
    return (when - _EPOCH).days


def new_story(article: Article, decision: Decision) -> Row:
    """Return a story that nothing stands in yet and that this article will lead."""
    return {
        "story_id": decision.story_id,
        "lead_id": article.article_id,
        "lead_rank": rank(article),
        "articles": 0,
        "killed": is_kill(article),
        "first_published_at": article.published_at,
        "last_received_at": article.received_at,
        "merged_into": None,
    }


def merge(story: Row, other: Row) -> None:
    """Let one story go into another: sizes add up, the better lead leads, a kill of either holds for both."""
    if other["lead_rank"] < story["lead_rank"]:
        story["lead_id"], story["lead_rank"] = other["lead_id"], other["lead_rank"]
    firsts = [at for at in (story["first_published_at"], other["first_published_at"]) if at is not None]
    story["first_published_at"] = min(firsts, default=None)
    story["last_received_at"] = max(story["last_received_at"], other["last_received_at"])
    story["killed"] = bool(story["killed"] or other["killed"])
    story["articles"] += other["articles"]
    other["articles"] = 0
    other["merged_into"] = story["story_id"]


def write(
    connection: Connection, rows: Rows, stories: Mapping[str, Row], stored: AbstractSet[str], now: datetime
) -> None:
    """Write a batch: bulk inserts, then the stories it touched (`stored`: those not new) and the merges it showed."""
    _insert_raws(connection, rows.raws)
    _clear_quarantine(connection, rows)
    insert_all(connection, _article, rows.articles)
    insert_all(connection, _fingerprint, rows.fingerprints)
    insert_all(connection, _key, rows.keys)
    insert_all(connection, _quarantine, rows.quarantine)
    if rows.articles:
        learn(connection, rows.lessons, rows.articles[-1]["seq"])
    _write_stories(connection, stories, stored)
    for story_id, merged, article_id in rows.merges:
        of_merged = _article.c.story_id == merged
        moved = list(connection.execute(select(_article.c.article_id).where(of_merged)).scalars())
        connection.execute(update(_article).where(of_merged).values(story_id=story_id))
        values = {"story_id": story_id, "merged": merged, "article_id": article_id, "moved": moved, "merged_at": now}
        connection.execute(insert(_merge).values(values))


def _insert_raws(connection: Connection, raws: dict[str, Row]) -> None:
    """Keep the bytes, unless they are kept already: of a released article, or of another item of the document."""
    there = (
        set(connection.execute(select(_raw.c.raw_id).where(_raw.c.raw_id.in_(list(raws)))).scalars()) if raws else set()
    )
    insert_all(connection, _raw, [row for raw_id, row in raws.items() if raw_id not in there])


def _clear_quarantine(connection: Connection, rows: Rows) -> None:
    """Forget the quarantine of what is stored now, and released entries of what is quarantined anew."""
    gone = {(row["raw_id"], item) for row in rows.articles for item in (row["item"], -1)}
    gone |= {(row["raw_id"], row["item"]) for row in rows.quarantine}
    if gone:
        raw_ids = sorted({raw_id for raw_id, _item in gone})
        there = connection.execute(
            select(_quarantine.c.quarantine_id, _quarantine.c.raw_id, _quarantine.c.item).where(
                _quarantine.c.raw_id.in_(raw_ids)
            )
        ).all()
        ids = [entry.quarantine_id for entry in there if (entry.raw_id, entry.item) in gone]
        if ids:
            connection.execute(delete(_quarantine).where(or_(_quarantine.c.quarantine_id.in_(ids))))


def _write_stories(connection: Connection, stories: Mapping[str, Row], stored: AbstractSet[str]) -> None:
    insert_all(connection, _story, [row for story_id, row in stories.items() if story_id not in stored])
    changed = [{"changed": story_id, **row} for story_id, row in stories.items() if story_id in stored]
    if changed:
        values: Row = {column.name: bindparam(column.name) for column in _story.c}
        connection.execute(update(_story).where(_story.c.story_id == bindparam("changed")).values(values), changed)
