"""Reading lists: pages of articles and of stories, and the export of all pages one after the other."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from ops.export import exported
from ops.reading_filters import (
    MOST,
    ArticleFilters,
    StoryFilters,
    articles_after,
    stories_after,
    story_cursor,
)
from ops.reading_forms import Form, columns_of, csv_lines, flat, json_lines, ninjs
from ops.word_index import ABOVE_ALL, WordIndex
from ops.word_search import looks
from schemas.columns import table_of
from schemas.exported_record import ExportedRecord
from schemas.records import ArticleRecord, StoryRecord

_article = table_of(ArticleRecord)
_story = table_of(StoryRecord)
_SEARCH_S = 0.5  # of looking for words before a page is given as it is


class StorySummary(BaseModel):
    """One story as a list shows it."""

    model_config = ConfigDict(extra="forbid")

    story_id: str
    lead_id: str = Field(description="The article that leads it.")
    headline: str
    publisher: str | None
    agency: str | None
    wire: str
    articles: int
    killed: bool
    first_published_at: datetime | None
    last_received_at: datetime


class ArticlePage(BaseModel):
    """A page of articles, the newest first."""

    articles: list[ExportedRecord]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class StoryPage(BaseModel):
    """A page of stories, the last added to first."""

    stories: list[StorySummary]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Page(NamedTuple):
    """Records of one page, and the cursor of the next."""

    records: list[dict[str, Any]]
    next: str | None


def article_page(engine: Engine, words: WordIndex, filters: ArticleFilters) -> Page:
    """Return a page of published records."""
    query = articles_after(select(ArticleRecord).where(*filters.conditions()), filters.cursor)
    with Session(engine) as session:
        if filters.words is not None:
            return _page_with_words(session, words, query, filters, filters.words)
        found = _scalars(session, query.limit(filters.limit + 1))
    page = found[: filters.limit]
    return Page([exported(one) for one in page], str(page[-1].seq) if len(found) > filters.limit else None)


def _page_with_words(
    session: Session, words: WordIndex, query: Select[Any], filters: ArticleFilters, text: str
) -> Page:
    """Return a page of articles in which words stand; where few are wanted of many, as far as a moment's search got."""
    until = time.monotonic() + _SEARCH_S
    records: list[dict[str, Any]] = []
    below = ABOVE_ALL if filters.cursor is None else int(filters.cursor)
    for look in looks(words, text, below, lambda seqs: _scalars(session, query.where(_article.c.seq.in_(seqs)))):
        for one in look.rows:
            if len(records) == filters.limit:
                return Page(records, str(below))
            records.append(exported(one))
            below = one.seq
        if look.down_to is None:
            break
        below = look.down_to
        if time.monotonic() > until:
            return Page(records, str(below))
    return Page(records, None)


def _scalars(session: Session, query: Select[Any]) -> list[Any]:
    return list(session.execute(query).scalars())


def story_page(engine: Engine, filters: StoryFilters) -> Page:
    """Return a page of stories, each with the headline and outlet of its lead."""
    lead = [_article.c[name] for name in ("headline", "publisher", "agency", "wire")]
    columns = [_story.c[name] for name in StorySummary.model_fields if name in _story.c]
    query = select(*columns, *lead).join(_article, _article.c.article_id == _story.c.lead_id)
    with engine.connect() as connection:
        query = stories_after(query.where(*filters.conditions()), filters.cursor).limit(filters.limit + 1)
        found = [dict(row) for row in connection.execute(query).mappings()]
    page = found[: filters.limit]
    records = [StorySummary(**row).model_dump(mode="json") for row in page]
    if len(found) <= filters.limit:
        return Page(records, None)
    return Page(records, story_cursor(page[-1]["last_received_at"], page[-1]["story_id"]))


def article_export(engine: Engine, words: WordIndex, filters: ArticleFilters, form: Form) -> Iterator[bytes]:
    """Yield all articles that are wanted, from a cursor on where one is given, page by page."""
    first = True
    for page in _pages(lambda at: article_page(engine, words, filters.model_copy(update=at)), filters.cursor):
        if form is Form.CSV:
            names = columns_of(list(ExportedRecord.model_fields))
            yield csv_lines(map(flat, page), names, header=first)
        else:
            yield json_lines(map(ninjs, page) if form is Form.NINJS else page)
        first = False


def story_export(engine: Engine, filters: StoryFilters, form: Form) -> Iterator[bytes]:
    """Yield all stories that are wanted, from a cursor on where one is given, page by page."""
    first = True
    for page in _pages(lambda at: story_page(engine, filters.model_copy(update=at)), filters.cursor):
        if form is Form.CSV:
            yield csv_lines(page, list(StorySummary.model_fields), header=first)
        elif form is Form.NINJS:
            yield json_lines(map(ninjs, _leads(engine, [one["lead_id"] for one in page])))
        else:
            yield json_lines(page)
        first = False


def _pages(read: Callable[[Mapping[str, Any]], Page], cursor: str | None) -> Iterator[list[dict[str, Any]]]:
    """Yield pages, each read in a transaction of its own: a slow reader holds none open."""
    while True:
        page = read({"cursor": cursor, "limit": MOST})
        yield page.records
        cursor = page.next
        if cursor is None:
            return


def _leads(engine: Engine, article_ids: list[str]) -> list[dict[str, Any]]:
    with Session(engine) as session:
        found = session.execute(select(ArticleRecord).where(_article.c.article_id.in_(article_ids))).scalars()
        known = {one.article_id: exported(one) for one in found}
    return [known[one] for one in article_ids if one in known]
