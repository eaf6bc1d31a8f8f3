"""Story search: stories by what was last received, and those in which words, or a wire, occur. Every answer is bounded.

Words are found by the word index, a wire by looking through the newest articles, until a page is full or its time is
over; the answer says how far back it got and where to go on.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, and_, func, or_, select

from ops.console.excerpt import Piece, excerpt
from ops.word_index import ABOVE_ALL, WordIndex
from ops.word_search import Look, looks
from ops.words import MOST_WORDS
from schemas.columns import table_of
from schemas.records import ArticleRecord, StoryRecord

PAGE = 25
_CHUNK = 2000  # articles of one statement: some 4 MB of text
_BUDGET_S = 0.12  # of looking for more; a page should be there within two tenths of a second
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
        return tuple(dict.fromkeys(self.text.split()))[:MOST_WORDS]

    def admits(self, row: Any) -> bool:
        """Return whether an article is of the wire and the time that is asked for."""
        return self.wire in ("", row.wire) and (self.since is None or row.received_at >= self.since)


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


def search(engine: Engine, words: WordIndex, sought: Sought, after: str = "") -> Answer:
    """Return the stories in which the words or the wire occur, the newest article first."""
    until = time.monotonic() + _BUDGET_S
    below = int(after) if after.isdecimal() and len(after) <= _MOST_DIGITS else ABOVE_ALL
    hits: dict[str, Any] = {}
    back_to = None
    with engine.connect() as connection:
        by_wire = _by_wire(connection, sought, below)
        for look in _by_words(connection, words, sought, below) if sought.text else by_wire:
            for row in look.rows:
                if len(hits) == PAGE and row.story_id not in hits:
                    return _answer(connection, hits, sought, str(below), back_to)
                hits.setdefault(row.story_id, row)
                below, back_to = row.seq, row.committed_at
            if look.down_to is None:
                break
            below, back_to = look.down_to, look.last.committed_at if look.last is not None else back_to
            if time.monotonic() > until:
                return _answer(connection, hits, sought, str(below), back_to)
        return _answer(connection, hits, sought, None, sought.since)


def _by_words(connection: Connection, words: WordIndex, sought: Sought, below: int) -> Iterator[Look]:
    """Look at what holds the words, as far back as is asked for."""

    def read(seqs: Sequence[int]) -> Sequence[Any]:
        return connection.execute(_articles().where(_article.c.seq.in_(seqs))).all()

    for look in looks(words, sought.text, below, read):
        yield look._replace(rows=filter(sought.admits, look.rows))
        if sought.since and look.last is not None and look.last.committed_at < sought.since:
            yield Look((), None)
            return


def _by_wire(connection: Connection, sought: Sought, below: int) -> Iterator[Look]:
    """Look through the newest articles, some thousand at a time."""
    most = PAGE * 8
    while True:
        edge = _edge(connection, below)
        query = _articles().where(_article.c.wire == sought.wire, _article.c.seq < below)
        query = query if edge is None else query.where(_article.c.seq >= edge.seq)
        rows = [row for row in connection.execute(query.limit(most)) if sought.admits(row)]
        if len(rows) == most:
            edge = rows[-1]
        elif edge is None or (sought.since and edge.committed_at < sought.since):
            yield Look(rows, None)
            return
        below = edge.seq
        yield Look(rows, below, edge)


def _edge(connection: Connection, below: int) -> Any:
    """Return the article some thousand before a sequence number, where a look ends; None when there are not so many."""
    query = select(_article.c.seq, _article.c.committed_at).order_by(_article.c.seq.desc()).offset(_CHUNK).limit(1)
    return connection.execute(query.where(_article.c.seq < below)).first()


def _articles() -> Any:
    c = _article.c
    columns = (c.seq, c.story_id, c.article_id, c.headline, c.slug, c.body, c.wire, c.received_at, c.committed_at)
    return select(*columns).order_by(c.seq.desc())


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
