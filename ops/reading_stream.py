"""Reading the stream: server-sent events (WHATWG HTML, 9.2) for services that want each story once."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import StringConstraints
from pydantic.json_schema import SkipJsonSchema
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool

from ops.admission import Admitted
from ops.telling import NEWS, TELLABLE, Entry, News, last_seq, look
from producer.http.answers import documented
from schemas.problem import Kind, Trouble
from schemas.verdict import Verdict

_SILENCE_S = 15.0  # proxies close what says nothing for a minute
_MOST_STREAMS = 200  # each is a connection and a question every now and then
_RETRY_MS = 1000
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")]
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Events, each with its number as `id`.", "content": {"text/event-stream": {}}},
    **documented(Kind.UNAUTHORIZED, Kind.FORBIDDEN, Kind.INVALID, Kind.BUSY, Kind.UNAVAILABLE),
}


class Stream:
    """The streams that are open."""

    def __init__(self, engine: Engine, news: News) -> None:
        self._engine = engine
        self._news = news
        self._open = 0

    async def cursor(self, stated: str | None) -> int:
        """Return where a stream begins: after the number stated, else after what is there now."""
        return await run_in_threadpool(last_seq, self._engine) if stated is None else int(stated)

    def require_room(self) -> None:
        """Raise Trouble when too many streams are open."""
        if self._open >= _MOST_STREAMS:
            raise Trouble(
                Kind.BUSY, f"{_MOST_STREAMS} streams are open; close one, or use a webhook.", retry_after_s=30
            )

    async def events(self, cursor: int, verdicts: list[str], *, follow: bool) -> AsyncIterator[bytes]:
        """Yield the text of every event after a cursor, as they come; without `follow` until none is left."""
        self._open += 1
        try:
            yield f"retry: {_RETRY_MS}\n: after {cursor}\n\n".encode()
            while True:
                found = await run_in_threadpool(look, self._engine, cursor, verdicts)
                for entry in found.entries:
                    yield text_of(entry)
                waits, cursor = found.cursor == cursor, found.cursor
                if waits and not follow:
                    return
                if waits and not await self._news.beyond(cursor, _SILENCE_S):
                    if self._news.stopping.is_set():
                        return
                    yield b": nothing new\n\n"
        except DBAPIError:  # the client comes back with its cursor
            return
        finally:
            self._open -= 1


def text_of(entry: Entry) -> bytes:
    """Return an event as a stream has it."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (entry.seq, entry.event.encode(), orjson.dumps(entry.data))


def stream_router(engine: Engine, news: News, *, admit: Admitted) -> APIRouter:
    """Return the router. `admit` is the dependency that refuses who may not read."""
    router = APIRouter(prefix="/v1", tags=["stories"], dependencies=[Depends(admit)])
    stream = Stream(engine, news)

    @router.get("/stream", responses=_ANSWERS, response_class=Response)
    async def events(
        last_event_id: Annotated[_Number | SkipJsonSchema[None], Header()] = None,
        after: Annotated[_Number | SkipJsonSchema[None], Query()] = None,
        verdict: Annotated[list[Verdict] | None, Query(max_length=len(TELLABLE))] = None,
        follow: Annotated[bool, Query()] = True,
    ) -> Response:
        """Tell of each story and each of its versions once, as server-sent events in the order of commits.

        `Last-Event-ID`, or `after`, is the number of the last event that you have: go on from it after a restart and
        you miss nothing and hear nothing twice. 0 begins with the first; without either you hear what comes from now
        on. Events are `article.stored`, `article.version`, `article.correction`, `article.kill`, and `stories.merged`
        for an article that shows two stories to be one; name `verdict` once or more for others. `articles.moved` says
        which articles stand in another story now, because an editor split or merged stories or they were matched anew.
        """
        stream.require_room()
        cursor = await stream.cursor(last_event_id or after)
        verdicts = [one.value for one in verdict or NEWS]
        return StreamingResponse(
            stream.events(cursor, verdicts, follow=follow), media_type="text/event-stream", headers=_HEADERS
        )

    return router
