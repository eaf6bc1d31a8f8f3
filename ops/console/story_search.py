"""Story search: stories by what was last received, and those in which words, or a wire, occur. Every answer is bounded.

Words are looked for in the newest articles first, some thousand at a time, until a page is full or its time is over;
the answer says how far back it got and where to go on. So it needs no index of words, costs an arrival nothing, and is
the same on both databases.
"""

import time
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, or_, select

from ops.console.excerpt import Piece, excerpt
from schemas.columns import table_of
from schemas.records import ArticleRecord, StoryRecord

PAGE = 25
_CHUNK = 2000  # articles of one statement: some 4 MB of text
_BUDGET_S = 0.4  # of looking for words; a page should be there within a second
_MOST_WORDS = 8
_MOST_DIGITS = 18  # a number of more is none that the database could hold

_article = table_of(ArticleRecord)
_story = table_of(StoryRecord)


class Sought(NamedTuple):
    """What is looked for; empty fields ask for nothing."""

    text: str = ""
    wire: str = ""
    since: datetime | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words, all of which must stand in an article."""
        return tuple(dict.fromkeys(self.text.split()))[:_MOST_WORDS]


class Found(NamedTuple):
    """One story of an answer, and where in it the words were found."""

    story_id: str
    headline: str
    outlet: str
    articles: int
    killed: bool
    first_published_at: datetime | None
    last_received_at: datetime
    found_in: str = ""  # the headline of the article in which the words stand, if it is not the lead's
    excerpt: tuple[Piece, ...] = ()


class Answer(NamedTuple):
    """One page of stories. `further` continues it, None when there is no more; `back_to` is how far it looked."""

    stories: tuple[Found, ...]
    further: str | None
    back_to: datetime | None = None


def latest(engine: Engine, sought: Sought, after: str = "") -> Answer:
    """Return the stories that received something last, after a cursor of an earlier answer."""
    last, name = _story.c.last_received_at, _story.c.story_id
    # Said so that no database takes the index of merges, in which nearly every story stands under NULL, and sorts them.
    stands = func.coalesce(_story.c.merged_into, "") == ""
    query = _stories().where(stands).order_by(last.desc(), name).limit(PAGE + 1)
    if sought.since:
        query = query.where(last >= sought.since)
    if after:
        when, story_id = _cursor(after)
        query = query.where(or_(last < when, and_(last == when, name > story_id)))
    with engine.connect() as connection:
        rows = [_found(row) for row in connection.execute(query).mappings()]
    page, more = rows[:PAGE], len(rows) > PAGE
    return Answer(tuple(page), f"{page[-1].last_received_at.isoformat()}~{page[-1].story_id}" if more else None)


def search(engine: Engine, sought: Sought, after: str = "") -> Answer:
    """Return the stories in which the words or the wire occur, the newest article first."""
    until = time.monotonic() + _BUDGET_S
    below = int(after) if after.isdecimal() and len(after) <= _MOST_DIGITS else None
    hits: dict[str, Any] = {}
    back_to = None
    with engine.connect() as connection:
        while True:
            edge = _edge(connection, below)
            rows = connection.execute(_matching(sought, below, edge and edge.seq).limit(PAGE * 8)).all()
            for row in rows:
                if len(hits) == PAGE and row.story_id not in hits:
                    return _answer(connection, hits, sought, str(below), back_to)
                hits.setdefault(row.story_id, row)
                below, back_to = row.seq, row.committed_at
            if len(rows) == PAGE * 8:
                continue
            if edge is None or (sought.since and edge.committed_at < sought.since):
                return _answer(connection, hits, sought, None, sought.since)
            below, back_to = edge.seq, edge.committed_at
            if time.monotonic() > until:
                return _answer(connection, hits, sought, str(below), back_to)


def _edge(connection: Connection, below: int | None) -> Any:
    """Return the article some thousand before a sequence number, where a look ends; None when there are not so many."""
    query = select(_article.c.seq, _article.c.committed_at).order_by(_article.c.seq.desc()).offset(_CHUNK).limit(1)
    return connection.execute(query if below is None else query.where(_article.c.seq < below)).first()


def _matching(sought: Sought, below: int | None, lowest: int | None) -> Any:
    c = _article.c
    query = select(c.seq, c.story_id, c.article_id, c.headline, c.body, c.committed_at).order_by(c.seq.desc())
    conditions = [_stands_in(word) for word in sought.words]
    conditions += [c.seq < below] if below is not None else []
    conditions += [c.seq >= lowest] if lowest is not None else []
    conditions += [c.wire == sought.wire] if sought.wire else []
    conditions += [c.received_at >= sought.since] if sought.since else []
    return query.where(*conditions)


def _stands_in(word: str) -> ColumnElement[bool]:
    """Return that a word stands in the headline or the text. SQLite folds the case of ASCII alone: three are tried."""
    spelt = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    columns = (_article.c.headline, _article.c.body)
    return or_(*(column.icontains(one, autoescape=True) for column in columns for one in sorted(spelt)))


def _answer(
    connection: Connection, hits: dict[str, Any], sought: Sought, further: str | None, back_to: datetime | None
) -> Answer:
    rows = connection.execute(_stories().where(_story.c.story_id.in_(hits))).mappings()
    known = {row["story_id"]: (row["lead_id"], _found(row)) for row in rows}
    stories = []
    for story_id, hit in hits.items():
        if story_id in known:
            lead_id, found = known[story_id]
            inside = "" if hit.article_id == lead_id else hit.headline
            stories.append(found._replace(found_in=inside, excerpt=excerpt(hit.body, sought.words)))
    return Answer(tuple(stories), further, back_to)


def _stories() -> Any:
    lead = _article.c
    outlet = (lead.publisher, lead.agency, lead.wire)
    return select(_story, lead.headline, *outlet).join(_article, lead.article_id == _story.c.lead_id)


def _found(row: Any) -> Found:
    outlet = row["publisher"] or row["agency"] or row["wire"]
    names = ("story_id", "headline", "articles", "killed", "first_published_at", "last_received_at")
    return Found(**{name: row[name] for name in names}, outlet=outlet)


def _cursor(text: str) -> tuple[datetime, str]:
    when, _, story_id = text.partition("~")
    try:
        return datetime.fromisoformat(when).astimezone(UTC), story_id
    except ValueError:
        return datetime.max.replace(tzinfo=UTC), ""
