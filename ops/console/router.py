"""Router: every path of the desk's page, composed from its rooms."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from fastapi import APIRouter
from sqlalchemy import Engine

from ops.console.assets import assets
from ops.console.compare import Compare
from ops.console.corrections import Corrections
from ops.console.entry import Entry
from ops.console.guard import Endpoint, Guard
from ops.console.live import Streams, now_stream
from ops.console.log import Log
from ops.console.now import Now
from ops.console.pages import Pages
from ops.console.quarantine import Quarantine
from ops.console.stories import Stories
from ops.latest import Latest
from ops.word_index import WordIndex
from schemas.settings import Settings
from worker.database import engine_of

Path = tuple[str, str, Endpoint]  # method, path, endpoint


def console_router(settings: Settings, latest: Latest, words: WordIndex) -> APIRouter:
    """Return the desk's page: rooms under `/` and `/desk/`, for an app on the settings' host and port.

    Figures and words are shared with other views, and closed by whoever made them. Nothing is connected before the
    first visit.
    """
    engine = engine_of(settings)
    pages = Pages(signed_in=bool(settings.console_token))
    streams = Streams()
    log = Log(settings, engine, pages, streams)

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        yield
        log.tail.close()
        engine.dispose()

    router = APIRouter(lifespan=lifespan)
    guard = Guard(settings, pages)
    now = Now(settings, latest, engine, pages)
    paths = [*_entry(guard, pages), *_live(guard, now, log, streams), *_rooms(guard, settings, engine, pages, words)]
    for method, path, endpoint in paths:
        router.add_route(path, endpoint, [method], include_in_schema=False)
    return router


def _entry(guard: Guard, pages: Pages) -> Iterator[Path]:
    entry = Entry(guard, pages)
    yield "GET", "/desk/login", guard.anyone(entry.form)
    yield "POST", "/desk/login", guard.anyone(entry.sign_in)
    yield "POST", "/desk/logout", guard.action(entry.sign_out)
    for path, asset in assets().items():
        yield "GET", path, guard.anyone(asset)


def _live(guard: Guard, now: Now, log: Log, streams: Streams) -> Iterator[Path]:
    yield "GET", "/", guard.room(now.room)
    yield "GET", "/desk/live", guard.stream(now_stream(now, streams))
    yield "GET", "/desk/log", guard.room(log.room)
    yield "GET", "/desk/log/lines", guard.stream(log.lines)


def _rooms(guard: Guard, settings: Settings, engine: Engine, pages: Pages, words: WordIndex) -> Iterator[Path]:
    stories, corrections = Stories(engine, pages, words), Corrections(engine, pages)
    yield "GET", "/desk/stories", guard.room(stories.room)
    yield "GET", "/desk/stories/{story_id}", guard.room(stories.story)
    yield "POST", "/desk/stories/{story_id}/split", guard.action(corrections.split)
    yield "POST", "/desk/stories/{story_id}/merge", guard.action(corrections.merge)
    yield "POST", "/desk/stories/{story_id}/undo", guard.action(corrections.undo)
    yield "GET", "/desk/compare", guard.room(Compare(settings, engine, pages).room)
    quarantine = Quarantine(settings, engine, pages)
    yield "GET", "/desk/quarantine", guard.room(quarantine.room)
    yield "POST", "/desk/quarantine/act", guard.action(quarantine.act)
    yield "GET", "/desk/quarantine/{raw_id}", guard.room(quarantine.entry)
    yield "GET", "/desk/quarantine/{raw_id}/bytes", guard.room(quarantine.bytes_of)
