"""Log: the room that shows what every worker says, as it says it, filtered by wire, event, story and text."""

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import anyio
from sqlalchemy import Engine
from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ops.console.guard import Visit
from ops.console.live import Streams, event, pause, stream
from ops.console.pages import WORDS, Pages
from ops.console.stories import wires
from ops.console.tail import Tail, recent
from ops.log_files import log_folder
from ops.log_lines import Line, Wanted
from schemas.log_events import EVENTS
from schemas.settings import Settings

_EVERY_S = 0.5
_MOST_A_BATCH = 100  # lines of half a second: more than anyone reads; the rest is counted
_AT_FIRST = 200
_LONGEST = 400  # characters of one line's text
_ASKED = ("wire", "event", "story", "grep")
_SHOWN = ("timestamp", "event", "level", "exception", "wire", "part", "headline", "story_id", "raw_id", "took_ms")


class Log:
    """Shows the last lines, then those that come."""

    def __init__(self, settings: Settings, engine: Engine, pages: Pages, streams: Streams) -> None:
        self._folder = log_folder(settings.home)
        self._engine = engine
        self._pages = pages
        self._streams = streams
        self.tail = Tail(self._folder)

    def room(self, visit: Visit) -> Response:
        """Show the last lines that are wanted."""
        asked = {name: visit.asked(name) for name in _ASKED}
        at = self.tail.now()
        lines = recent(self._folder, wanted_by(asked), _AT_FIRST)
        events = sorted({one.value for one in EVENTS} | {one.value.partition(".")[0] for one in EVENTS})
        return self._pages.page(
            "log.html",
            here="log",
            word=visit.word,
            asked=asked,
            lines=[shown(line) for line in lines],
            wires=wires(self._engine),
            events=events,
            folder=self._folder,
            live=f"/desk/log/lines?{urlencode({**asked, 'at': at})}",
        )

    def lines(self, request: Request) -> Response:
        """Open a stream of the lines that come, in batches."""
        asked = {name: request.query_params.get(name, "").strip()[:200] for name in _ASKED}
        at = request.query_params.get("at", "")
        last = self.tail.now()
        start = min(int(at), last) if at.isdecimal() and len(at) < 18 else last
        return stream(partial(self._batches, wanted_by(asked), start), self._streams)

    async def _batches(self, wanted: Wanted, at: int, ending: anyio.Event) -> AsyncIterator[ServerSentEvent]:
        while not ending.is_set():
            batch = await run_in_threadpool(self.tail.since, at, wanted, _MOST_A_BATCH)
            at = batch.at
            if batch.lines or batch.dropped:
                yield event("lines", {"lines": [shown(line) for line in batch.lines], "dropped": batch.dropped})
            await pause(_EVERY_S, ending)


def wanted_by(asked: Mapping[str, str]) -> Wanted:
    """Return the filter of a form; an empty field wants all."""
    wire, name, story, grep = (asked[field] or None for field in _ASKED)
    return Wanted(wire=wire, event=name, story=story, grep=grep)


def shown(line: Line) -> dict[str, Any]:
    """Return a line as the page shows it: short texts, each of which becomes one text node."""
    name = str(line.get("event", ""))
    verdict = name.removeprefix("article.")
    is_verdict = name.startswith("article.") and verdict in WORDS
    rest = " ".join(f"{key}={value}" for key, value in line.items() if key not in _SHOWN and value not in (None, ""))
    error = str(line.get("exception") or "").strip().splitlines()
    aside = _aside(line) if is_verdict else rest
    text = str(line.get("headline") or line.get("name") or line.get("raw_id") or "") if is_verdict else ""
    return {
        "time": str(line.get("timestamp", ""))[11:19],
        "wire": str(line.get("wire") or line.get("part") or "")[:64],
        "word": WORDS[verdict] if is_verdict else name,
        "verdict": verdict if is_verdict else "",
        "level": level if (level := str(line.get("level"))) in ("warning", "error", "critical") else "info",
        "text": text[:_LONGEST],
        "aside": " ".join([aside, *error[-1:]])[:_LONGEST],
        "story": str(line.get("story_id") or "")[:16],
    }


def _aside(line: Line) -> str:
    parts = []
    if isinstance(line.get("similarity"), float):
        parts.append(f"{line['similarity']:.2f} {line.get('relation') or ''}".strip())
    parts += [str(line[name]) for name in ("reason", "detail") if line.get(name)]
    if isinstance(line.get("age_ms"), int | float):
        parts.append(f"{line['age_ms'] / 1000:.1f} s")
    return " · ".join(parts)
