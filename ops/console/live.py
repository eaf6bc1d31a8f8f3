"""Live: server-sent events (WHATWG HTML, 9.2) for what changes while one looks."""

from collections.abc import AsyncIterator, Callable

import anyio
import orjson
from markupsafe import Markup
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ops.console.now import Now

_NOW_EVERY_S = 2.0
_QUIET_S = 20  # a comment that keeps proxies from closing a stream on which nothing happens
_GRACE_S = 2.0  # for the answer in hand when the server ends; then it is broken off
_STUCK_S = 30.0  # a reader that takes nothing for so long has gone


class Streams:
    """How many streams are open; more than a crowd's worth are refused."""

    MOST = 100

    def __init__(self) -> None:
        self.open = 0

    async def of(self, events: AsyncIterator[ServerSentEvent]) -> AsyncIterator[ServerSentEvent]:
        """Yield events, counted as one open stream."""
        self.open += 1
        try:
            async for one in events:
                yield one
        finally:
            self.open -= 1


def now_stream(now: Now, streams: Streams) -> Callable[[Request], Response]:
    """Return what opens a stream of the room Now: every two seconds the sections that have changed."""

    async def changes(ending: anyio.Event) -> AsyncIterator[ServerSentEvent]:
        told: dict[str, Markup] = {}
        while not ending.is_set():
            drawn = await run_in_threadpool(now.sections)
            changed = {name: html for name, html in drawn.items() if told.get(name) != html}
            if changed:
                yield event("sections", changed)
            told = drawn
            await pause(_NOW_EVERY_S, ending)

    return lambda _request: stream(changes, streams)


async def pause(seconds: float, ending: anyio.Event) -> None:
    """Wait so long, or until the server ends."""
    with anyio.move_on_after(seconds):
        await ending.wait()


def event(name: str, value: object) -> ServerSentEvent:
    """Return a value as an event: JSON on one line."""
    return ServerSentEvent(orjson.dumps(value).decode(), event=name)


def stream(events: Callable[[anyio.Event], AsyncIterator[ServerSentEvent]], streams: Streams) -> Response:
    """Return the answer that sends events until the reader goes, or the server ends, which its event tells."""
    if streams.open >= Streams.MOST:
        return Response("too many streams are open", 503, {"Retry-After": "30"})
    ending = anyio.Event()
    return EventSourceResponse(
        streams.of(events(ending)),
        ping=_QUIET_S,
        send_timeout=_STUCK_S,
        shutdown_event=ending,
        shutdown_grace_period=_GRACE_S,
    )
