"""Writing: the rows of one batch, gathered while it is decided and written in bulk at the end of the section."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

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
from worker.bulk import insert_all, insert_columns
from worker.decide import is_kill
from worker.kinship import Held
from worker.lesson_log import learn
from worker.pipeline import Reading
from worker.rows import Row
from worker.teaching import NO_LESSON, Lesson

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


_raw, _article, _story = table_of(RawRecord), table_of(ArticleRecord), table_of(StoryRecord)
_fingerprint, _key = table_of(FingerprintRecord), table_of(FingerprintKeyRecord)
_merge, _quarantine = table_of(MergeRecord), table_of(QuarantineRecord)

# The bytes of a released article are there, and those of another item of the same document.
_UNLESS_KEPT = "ON CONFLICT (raw_id) DO NOTHING"
_IN_PLACE = "ON CONFLICT (story_id) DO UPDATE SET " + ", ".join(
    f"{column.name} = excluded.{column.name}" for column in _story.c if column.name != "story_id"
)


@dataclass(slots=True)
class Rows:
    """Everything that one batch adds."""

    raws: dict[str, Row] = field(default_factory=dict)
    articles: list[Row] = field(default_factory=list)
    fingerprints: dict[str, list[Any]] = field(default_factory=lambda: {"seq": [], "day": [], "sketch": []})
    keys: dict[str, list[int]] = field(default_factory=lambda: {"key": [], "seq": [], "day": []})
    quarantine: list[Row] = field(default_factory=list)
    lesson: Lesson = NO_LESSON
    merges: list[tuple[str, str, str]] = field(default_factory=list)  # story, what went into it, by which article

    def add(self, reading: Reading, article: Row, raw: Row) -> None:
        """Add one decided article with its bytes and its fingerprint."""
        seq, day, keys = article["seq"], day_of(article["received_at"]), reading.fingerprint.keys
        self.articles.append(article)
        self.keep_raw(raw)
        self.fingerprints["seq"].append(seq)
        self.fingerprints["day"].append(day)
        self.fingerprints["sketch"].append(reading.fingerprint.sketch)
        self.keys["key"] += keys
        self.keys["seq"] += [seq] * len(keys)
        self.keys["day"] += [day] * len(keys)

    def keep_raw(self, raw: Row) -> None:
        """Add the bytes of a raw article once, however many items it holds."""
        self.raws.setdefault(raw["raw_id"], raw)


def day_of(when: datetime) -> int:
    """Return the day of a time, counted from 1970-01-01 in UTC."""
    return (when - _EPOCH).days


def new_story(article: Article, decision: Decision, lead_rank: str) -> Row:
    """Return a story that nothing stands in yet and that this article will lead."""
    return {
        "story_id": decision.story_id,
        "lead_id": article.article_id,
        "lead_rank": lead_rank,
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


def write(connection: Connection, rows: Rows, stories: Iterable[Row], held: Iterable[Held], now: datetime) -> None:
    """Write a batch: bulk inserts, then the stories it touched and the merges it showed.

    `held` is what the quarantine has of its raw articles.
    """
    insert_all(connection, _raw, list(rows.raws.values()), on_conflict=_UNLESS_KEPT)
    _clear_quarantine(connection, rows, held)
    insert_all(connection, _article, rows.articles)
    insert_columns(connection, _fingerprint, rows.fingerprints)
    insert_columns(connection, _key, rows.keys)
    insert_all(connection, _quarantine, rows.quarantine)
    if rows.articles:
        learn(connection, rows.lesson, rows.articles[-1]["seq"])
    insert_all(connection, _story, list(stories), on_conflict=_IN_PLACE)
    for story_id, merged, article_id in rows.merges:
        of_merged = _article.c.story_id == merged
        moved = list(connection.execute(select(_article.c.article_id).where(of_merged)).scalars())
        connection.execute(update(_article).where(of_merged).values(story_id=story_id))
        values = {"story_id": story_id, "merged": merged, "article_id": article_id, "moved": moved, "merged_at": now}
        connection.execute(insert(_merge).values(values))


def _clear_quarantine(connection: Connection, rows: Rows, held: Iterable[Held]) -> None:
    """Forget the quarantine of what is stored now, and released entries of what is quarantined anew."""
    gone = {(row["raw_id"], item) for row in rows.articles for item in (row["item"], -1)}
    gone |= {(row["raw_id"], row["item"]) for row in rows.quarantine}
    ids = [entry.quarantine_id for entry in held if (entry.raw_id, entry.item) in gone]
    if ids:
        connection.execute(delete(_quarantine).where(_quarantine.c.quarantine_id.in_(ids)))
