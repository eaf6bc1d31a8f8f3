"""Operating over HTTP, for keys of the scope `operate`: what lies in quarantine, and corrections of stories."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine, select

from ops import correct, refused
from ops.admission import Admitted
from ops.reading_filters import MOST, Identity
from producer.http.answers import documented
from schemas.article_status import RefusedItem
from schemas.columns import table_of
from schemas.problem import Kind, Trouble
from schemas.raw_article import Wire
from schemas.records import QuarantineRecord
from schemas.settings import Settings
from schemas.verdict import Reason

_quarantine = table_of(QuarantineRecord)
_REFUSALS = (
    Kind.UNAUTHORIZED, Kind.FORBIDDEN, Kind.NOT_FOUND, Kind.INVALID, Kind.RATE_LIMITED, Kind.UNAVAILABLE,
)  # fmt: skip
_ANSWERS = documented(*_REFUSALS)
_MOST_NUMBER = 2**31 - 1  # what PostgreSQL's integers hold
RawId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


class HeldItem(RefusedItem):
    """One article in quarantine, or all of a document."""

    quarantine_id: int
    raw_id: str
    wire: str
    name: str


class HeldPage(BaseModel):
    """A page of the quarantine, the oldest first."""

    held: list[HeldItem]
    next: int | None = Field(description="The cursor of the next page; null on the last.")


class Apart(BaseModel):
    """Which articles of a story are to be a story of their own."""

    model_config = ConfigDict(extra="forbid")

    articles: list[Identity] = Field(min_length=1, max_length=MOST)


class Together(BaseModel):
    """Which story is to go into which."""

    model_config = ConfigDict(extra="forbid")

    story_id: Identity
    other_id: Identity = Field(description="What goes into `story_id`.")


class Corrected(BaseModel):
    """The story that there is now, and the number by which a merge can be undone."""

    story_id: str
    merge_id: int | None = None


def operating_router(settings: Settings, engine: Engine, *, admit: Admitted) -> APIRouter:
    """Return the router. `admit` is the dependency that refuses who may not operate."""
    router = APIRouter(prefix="/v1", tags=["operating"], dependencies=[Depends(admit)])
    _add_quarantine(router, settings, engine)
    _add_corrections(router, engine)
    return router


def _add_quarantine(router: APIRouter, settings: Settings, engine: Engine) -> None:
    @router.get("/quarantine", responses=_ANSWERS)
    def list_quarantine(
        reason: Reason | None = None,
        wire: Wire | None = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
        cursor: Annotated[int, Query(ge=0, le=_MOST_NUMBER)] = 0,
    ) -> HeldPage:
        """List what lies in quarantine, with the reason of each and what to do."""
        return _page(engine, {"reason": reason, "wire": wire}, cursor, limit)

    @router.post("/quarantine/{raw_id}/release", status_code=202, response_class=Response, responses=_ANSWERS)
    def release(raw_id: RawId) -> Response:
        """Enqueue a document again, to be read by today's code; its status tells the new verdict."""
        _require(refused.release(settings, engine, [raw_id], patient=False), raw_id)
        return Response(status_code=202, headers={"Location": f"/v1/articles/{raw_id}"})

    @router.delete("/quarantine/{raw_id}", status_code=204, response_class=Response, responses=_ANSWERS)
    def discard(raw_id: RawId) -> Response:
        """Delete a document from quarantine for good. The same bytes, sent again, are read again."""
        _require(refused.discard(engine, [raw_id]), raw_id)
        return Response(status_code=204)


def _add_corrections(router: APIRouter, engine: Engine) -> None:
    @router.post("/splits", status_code=201, responses=_ANSWERS)
    def split(apart: Apart) -> Corrected:
        """Take articles of one story out of it into a story of their own. The ruling holds against the matcher."""
        with _answered():
            return Corrected(story_id=correct.split(engine, apart.articles))

    @router.post("/merges", status_code=201, responses=_ANSWERS)
    def merge(together: Together) -> Corrected:
        """Let one story go into another. The ruling holds against the matcher."""
        with _answered():
            merge_id = correct.merge(engine, together.story_id, together.other_id)
        return Corrected(story_id=together.story_id, merge_id=merge_id)

    @router.delete("/merges/{merge_id}", responses=_ANSWERS)
    def undo_merge(merge_id: Annotated[int, Path(ge=1, le=_MOST_NUMBER)]) -> Corrected:
        """Undo a merge, the matcher's or an editor's; return the story that is there again."""
        with _answered():
            return Corrected(story_id=correct.undo_merge(engine, merge_id))


@contextmanager
def _answered() -> Iterator[None]:
    """Answer what cannot be corrected with why."""
    try:
        yield
    except correct.UnknownArticle as error:
        raise Trouble(Kind.NOT_FOUND, f"{error}.") from error


def _require(done: Sequence[str], raw_id: str) -> None:
    if not done:
        raise Trouble(Kind.NOT_FOUND, f"{raw_id} does not lie in quarantine; /v1/quarantine lists what does.")


def _page(engine: Engine, wanted: Mapping[str, str | None], cursor: int, limit: int) -> HeldPage:
    query = select(*(_quarantine.c[name] for name in HeldItem.model_fields))
    query = query.where(_quarantine.c.released_at.is_(None), _quarantine.c.quarantine_id > cursor)
    for name, value in wanted.items():
        if value is not None:
            query = query.where(_quarantine.c[name] == value)
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(_quarantine.c.quarantine_id).limit(limit + 1)).mappings().all()
    held = [HeldItem(**{**row, "item": None if row["item"] < 0 else row["item"]}) for row in rows[:limit]]
    return HeldPage(held=held, next=held[-1].quarantine_id if len(rows) > limit else None)
