"""Correct: an editor takes articles out of a story, or makes two stories one. The ruling holds."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert, select, update

from ops.moves import note_move
from schemas.article import Decision
from schemas.columns import table_of
from schemas.errors import CopytasterError
from schemas.records import ArticleRecord, MergeRecord, RulingRecord, StoryRecord
from schemas.verdict import Ruling, Verdict
from worker.database import enter_serial_section
from worker.decide import Kin, is_kill, lead_of, rank
from worker.kinship import kin_of, stories
from worker.rows import Row, article_of

_article = table_of(ArticleRecord)
_story = table_of(StoryRecord)
_merge = table_of(MergeRecord)
_ruling = table_of(RulingRecord)


_WHY_SPLIT = "an editor took it out of the story that the matcher had put it in"


class UnknownArticle(CopytasterError):
    """There is no such article or story."""


def split(engine: Engine, article_ids: Sequence[str]) -> str:
    """Take articles of one story out of it into a story of their own; return that story's id.

    Raise UnknownArticle when one is not stored, or when they are not all in one story, or are all of it.
    """
    with engine.connect().execution_options(serial=True) as connection, connection.begin():
        enter_serial_section(connection)
        rows = _rows(connection, _article.c.article_id.in_(article_ids))
        stories = {row["story_id"] for row in rows}
        if len(rows) != len(set(article_ids)) or len(stories) != 1:
            raise UnknownArticle("name articles of one story by their whole ids; `copytaster story ID` lists them")
        left = _rows(
            connection, (_article.c.story_id == stories.copy().pop()) & _article.c.article_id.not_in(article_ids)
        )
        if not left:
            raise UnknownArticle("these are all the articles of their story; leave one in it")
        fresh = fresh_story_id("split", *sorted(article_ids), str(datetime.now(UTC)))
        away = [
            row["article_id"] for row in rows if row["verdict"] == Verdict.COPY and row["copy_of"] not in article_ids
        ]
        first = {"verdict": Verdict.STORED.value, "relation": None, "copy_of": None, "why": _WHY_SPLIT}
        connection.execute(update(_article).where(_article.c.article_id.in_(away)).values(first))
        _move(connection, [row["article_id"] for row in rows], stories.pop(), fresh)
        _rule(connection, Ruling.APART, rows[0]["article_id"], left[0]["article_id"])
    return fresh


def merge(engine: Engine, story_id: str, other_id: str) -> int:
    """Make two stories one; return the number of the merge, by which it can be undone. Raise UnknownArticle."""
    with engine.connect().execution_options(serial=True) as connection, connection.begin():
        enter_serial_section(connection)
        mine, other = (
            _rows(connection, _article.c.story_id == story_id),
            _rows(connection, _article.c.story_id == other_id),
        )
        if not mine or not other or story_id == other_id:
            raise UnknownArticle("name two stories by their whole ids; `copytaster stories` lists them")
        moved = [row["article_id"] for row in other]
        _move(connection, moved, other_id, story_id)
        _rule(connection, Ruling.TOGETHER, mine[0]["article_id"], other[0]["article_id"])
        values = {"story_id": story_id, "merged": other_id, "moved": moved, "merged_at": datetime.now(UTC)}
        return int(connection.execute(insert(_merge).values(values)).inserted_primary_key[0])  # type: ignore[index]


def undo_merge(engine: Engine, merge_id: int) -> str:
    """Undo a merge, the matcher's or an editor's; return the story that is there again. Raise UnknownArticle."""
    with engine.connect().execution_options(serial=True) as connection, connection.begin():
        enter_serial_section(connection)
        found = connection.execute(select(_merge).where(_merge.c.merge_id == merge_id)).mappings().first()
        if found is None or found["undone_at"] is not None:
            raise UnknownArticle(f"there is no merge {merge_id} to undo; `copytaster story ID` lists a story's merges")
        _move(connection, found["moved"], found["story_id"], found["merged"])
        rest = _rows(connection, _article.c.story_id == found["story_id"])
        if rest:
            _rule(connection, Ruling.APART, found["moved"][0], rest[0]["article_id"])
        connection.execute(update(_merge).where(_merge.c.merge_id == merge_id).values(undone_at=datetime.now(UTC)))
        return str(found["merged"])


def fresh_story_id(*parts: str) -> str:
    """Return an id for a story that no article founded: of the shape of an article's, and none's."""
    return hashlib.blake2b(" ".join(parts).encode(), digest_size=8).hexdigest()


def rebuild(connection: Connection, story_id: str) -> None:
    """Write a story anew from its articles: lead, size, times. A story without articles stays as a pointer."""
    rows = _rows(connection, _article.c.story_id == story_id)
    if not rows:
        return
    filed = [(article_of(row), _kin(row)) for row in rows]
    articles = [article for article, _ in filed]
    published = [article.published_at for article in articles if article.published_at is not None]
    values = {
        "story_id": story_id,
        "lead_id": lead_of(filed),
        "lead_rank": min(rank(article) for article in articles),
        "articles": len(articles),
        "killed": any(is_kill(article) for article in articles),
        "first_published_at": min(published, default=None),
        "last_received_at": max(article.received_at for article in articles),
        "merged_into": None,
    }
    if not stories(connection, [story_id]):
        connection.execute(insert(_story).values(values))
    else:
        connection.execute(update(_story).where(_story.c.story_id == story_id).values(values))


def _kin(row: Row) -> Kin:
    decision = Decision(verdict=Verdict(row["verdict"]), story_id=row["story_id"])
    return kin_of(article_of(row), decision, row["seq"])


def _move(connection: Connection, article_ids: Sequence[str], source: str, target: str) -> None:
    connection.execute(update(_article).where(_article.c.article_id.in_(article_ids)).values(story_id=target))
    for story_id in (source, target):
        rebuild(connection, story_id)
    if not _rows(connection, _article.c.story_id == source):
        connection.execute(update(_story).where(_story.c.story_id == source).values(merged_into=target, articles=0))
    note_move(connection, source, target, article_ids)


def _rule(connection: Connection, kind: Ruling, article_id: str, other_id: str) -> None:
    values = {"kind": kind.value, "article_id": article_id, "other_id": other_id, "ruled_at": datetime.now(UTC)}
    connection.execute(insert(_ruling).values(values))


def _rows(connection: Connection, condition: object) -> list[Row]:
    query = select(_article).where(condition).order_by(_article.c.seq)  # type: ignore[arg-type]
    return [dict(row) for row in connection.execute(query).mappings()]
