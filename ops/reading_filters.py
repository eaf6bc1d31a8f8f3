"""Reading filters: what a list of articles or stories is narrowed by, and the cursors that part its pages."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import ColumnElement, Select

from schemas.columns import table_of
from schemas.records import ArticleRecord, StoryRecord
from schemas.verdict import Verdict

MOST = 500  # records of a page: two megabytes of JSON
_FIRST = datetime(1, 1, 3, tzinfo=UTC)  # zones move a time by a day at most, and there is no year 0
_LAST = datetime(9999, 12, 29, tzinfo=UTC)

_article = table_of(ArticleRecord)
_story = table_of(StoryRecord)

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")


def _stated(value: object) -> object:
    """Refuse what is a time to pydantic alone: a number of seconds, a day."""
    if isinstance(value, str) and not _RFC_3339.fullmatch(value):
        raise ValueError("a time has a date, a clock and a zone: 2026-01-31T18:00:00Z")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_stated)]
Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Wire = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Identity = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
# The number of the last article of a page; of stories the microseconds since 1970 and the id of the last.
ArticleCursor = Annotated[str, Field(pattern=r"^[0-9]{1,18}$")]
StoryCursor = Annotated[str, Field(pattern=r"^[0-9]{1,17}-[0-9a-f]{16}$")]


class ArticleFilters(BaseModel):
    """What articles are wanted: all that is stated must hold."""

    model_config = ConfigDict(extra="forbid")

    wire: Wire | None = None
    publisher: Text | None = None
    agency: Text | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$", max_length=35)] | None = None
    verdict: Verdict | None = None
    story_id: Identity | None = None
    guid: Text | None = None
    headline: Text | None = Field(None, description="Words that stand in the headline like this.")
    words: Text | None = Field(
        None,
        description="Words that all stand in headline, slug or text, in any script; of three letters or more the "
        "beginning will do. A page may hold fewer articles than `limit`; `next` tells whether there are more.",
    )
    since: Moment | None = Field(None, description="Received at this time or later.")
    until: Moment | None = Field(None, description="Received before this time.")
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50
    cursor: ArticleCursor | None = Field(None, description="The `next` of the page before.")

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what must hold of an article."""
        names = ("wire", "publisher", "agency", "language", "verdict", "story_id", "guid")
        found: list[Any] = [_article.c[name] == value for name in names if (value := getattr(self, name)) is not None]
        if self.headline is not None:
            found.append(_article.c.headline.icontains(self.headline, autoescape=True))
        return found + between(_article.c.received_at, self.since, self.until)


class StoryFilters(BaseModel):
    """What stories are wanted: all that is stated must hold."""

    model_config = ConfigDict(extra="forbid")

    killed: bool | None = None
    headline: Text | None = Field(None, description="Words that stand in the lead's headline like this.")
    wire: Wire | None = Field(None, description="The wire of the lead.")
    since: Moment | None = Field(None, description="Last added to at this time or later.")
    until: Moment | None = Field(None, description="Last added to before this time.")
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50
    cursor: StoryCursor | None = Field(None, description="The `next` of the page before.")

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what must hold of a story and its lead."""
        found: list[Any] = [_story.c.merged_into.is_(None)]
        if self.killed is not None:
            found.append(_story.c.killed.is_(self.killed))
        if self.wire is not None:
            found.append(_article.c.wire == self.wire)
        if self.headline is not None:
            found.append(_article.c.headline.icontains(self.headline, autoescape=True))
        return found + between(_story.c.last_received_at, self.since, self.until)


def between(column: Any, since: datetime | None, until: datetime | None) -> list[Any]:
    """Return the conditions that a time lies in a span; the ends of the calendar are pulled in to what can be kept."""
    found = [] if since is None else [column >= _kept(since)]
    return found if until is None else [*found, column < _kept(until)]


def _kept(when: datetime) -> datetime:
    if when.replace(tzinfo=UTC) < _FIRST:
        return _FIRST
    return _LAST if when.replace(tzinfo=UTC) > _LAST else when


def articles_after(query: Select[Any], cursor: str | None) -> Select[Any]:
    """Let a query begin after a cursor; newest first, by the number that rises with every commit."""
    if cursor is not None:
        query = query.where(_article.c.seq < int(cursor))
    return query.order_by(_article.c.seq.desc())


def stories_after(query: Select[Any], cursor: str | None) -> Select[Any]:
    """Let a query begin after a cursor; the story that was added to last comes first."""
    if cursor is not None:
        when, _, story_id = cursor.partition("-")
        at = datetime.fromtimestamp(int(when) / 1e6, UTC)
        here = _story.c.last_received_at
        query = query.where((here < at) | ((here == at) & (_story.c.story_id > story_id)))
    return query.order_by(_story.c.last_received_at.desc(), _story.c.story_id)


def story_cursor(when: datetime, story_id: str) -> str:
    """Return the cursor after a story that was last added to at a time."""
    return f"{round(when.timestamp() * 1e6)}-{story_id}"
