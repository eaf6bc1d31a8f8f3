"""Reading: the router of what can be asked about articles and stories."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine

from ops import desk
from ops.admission import Admitted
from ops.export import exported
from ops.reading_filters import ArticleFilters, StoryFilters
from ops.reading_forms import MEDIA_TYPES, Form
from ops.reading_lists import ArticlePage, Page, StoryPage, article_export, article_page, story_export, story_page
from ops.reading_status import Statuses
from ops.word_index import WordIndex
from producer.http.answers import documented
from producer.ledger import Ledger
from schemas.article_status import ArticleStatus
from schemas.exported_record import ExportedRecord
from schemas.problem import Kind, Trouble

_REFUSALS = (Kind.UNAUTHORIZED, Kind.FORBIDDEN, Kind.INVALID, Kind.RATE_LIMITED, Kind.UNAVAILABLE)
_ID = r"^[0-9a-f]{16}([0-9a-f]{16})?$"
_ONE = documented(Kind.NOT_FOUND, *_REFUSALS)


class Story(BaseModel):
    """One story: its lead, and every article that stands in it, in order of arrival."""

    model_config = ConfigDict(extra="forbid")

    story_id: str
    lead_id: str
    killed: bool
    articles: list[ExportedRecord]


class ArticleQuery(ArticleFilters):
    """The query of a list of articles."""

    format: Form = Form.JSON


class StoryQuery(StoryFilters):
    """The query of a list of stories."""

    format: Form = Form.JSON


def reading_router(
    engine: Engine, words: WordIndex, statuses: Statuses, ledger: Ledger, *, admit: Admitted
) -> APIRouter:
    """Return the router. `admit` is the dependency that refuses who may not read."""
    router = APIRouter(prefix="/v1", dependencies=[Depends(admit)])
    _add_articles(router, engine, words, statuses, ledger)
    _add_stories(router, engine)
    return router


def _add_articles(router: APIRouter, engine: Engine, words: WordIndex, statuses: Statuses, ledger: Ledger) -> None:
    @router.get("/articles", tags=["articles"], responses=_of_list(ArticlePage), response_class=Response)
    def list_articles(request: Request, query: Annotated[ArticleQuery, Query()]) -> Response:
        """List stored articles, the newest first: a page as JSON, or all of them as `jsonl`, `csv` or `ninjs`."""
        _once_each(request)
        if query.format is Form.JSON:
            return _page("articles", article_page(engine, words, query), request)
        return _stream(article_export(engine, words, query, query.format), query.format)

    @router.get("/articles/{article}", tags=["articles"], response_model=ArticleStatus, responses=_ONE)
    def article_status(article: Annotated[str, _path(_ID)]) -> Response:
        """Tell where a document stands, by its `raw_id`, or by the `article_id` of an article in it."""
        found = statuses.now(article, ledger) if len(article) == 32 else statuses.of_article(article)
        if found is None:
            told = f"Nothing is known of {article}: it was never accepted here, or was pruned"
            raise Trouble(Kind.NOT_FOUND, f"{told}; check the id, or send the article again.")
        return Response(found.model_dump_json(exclude_none=True), media_type="application/json")

    @router.get("/articles/{article_id}/record", tags=["articles"], response_model=ExportedRecord, responses=_ONE)
    def article_record(article_id: Annotated[str, _path(r"^[0-9a-f]{16}$")]) -> Response:
        """Return a stored article in full."""
        found = desk.article(engine, article_id)
        if found is None:
            raise Trouble(Kind.NOT_FOUND, f"No article {article_id} is stored; its status says where it is.")
        return _json(exported(found))


def _add_stories(router: APIRouter, engine: Engine) -> None:
    @router.get("/stories", tags=["stories"], responses=_of_list(StoryPage), response_class=Response)
    def list_stories(request: Request, query: Annotated[StoryQuery, Query()]) -> Response:
        """List stories, the last added to first: a page as JSON, or all as `jsonl`, `csv` or `ninjs` (their leads)."""
        _once_each(request)
        if query.format is Form.JSON:
            return _page("stories", story_page(engine, query), request)
        return _stream(story_export(engine, query, query.format), query.format)

    @router.get("/stories/{story_id}", tags=["stories"], response_model=Story, responses=_ONE)
    def one_story(story_id: Annotated[str, _path(r"^[0-9a-f]{16}$")]) -> Response:
        """Return a story with its articles; of one that went into another, the other."""
        found = desk.story(engine, story_id)
        if found is None:
            raise Trouble(Kind.NOT_FOUND, f"There is no story {story_id}; /v1/stories lists them.")
        articles = [exported(one) for one in desk.story_articles(engine, found.story_id)]
        fields = {name: getattr(found, name) for name in ("story_id", "lead_id", "killed")}
        return _json({**fields, "articles": articles})


def _path(pattern: str) -> Any:
    return Path(pattern=pattern)


def _once_each(request: Request) -> None:
    """Raise Trouble for a word that is asked twice: one of them would be passed over in silence."""
    names = [name for name, _value in request.query_params.multi_items()]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Trouble(Kind.INVALID, f"{', '.join(twice)[:200]}: stated more than once; state each once.")


def _page(name: str, page: Page, request: Request) -> Response:
    headers = {}
    if page.next is not None:
        following = request.url.include_query_params(cursor=page.next)
        headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return Response(orjson.dumps({name: page.records, "next": page.next}), 200, headers, "application/json")


def _stream(parts: Iterator[bytes], form: Form) -> Response:
    first = next(
        parts
    )  # read before the answer begins: what is wrong with the question is a problem, not half an answer
    return StreamingResponse(chain((first,), parts), media_type=MEDIA_TYPES[form])


def _json(value: dict[str, Any]) -> Response:
    return Response(orjson.dumps(value), media_type="application/json")


def _of_list(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    text = {"schema": {"type": "string"}}
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
    content |= {"application/x-ndjson": text, "text/csv": text}
    return {200: {"model": model, "description": "A page, or all.", "content": content}, **documented(*_REFUSALS)}
