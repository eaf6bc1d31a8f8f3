"""Router: every path of the desk's page, composed from its rooms."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter

from ops.console.assets import assets
from ops.console.compare import Compare
from ops.console.entry import Entry
from ops.console.guard import Guard
from ops.console.live import Streams, now_stream
from ops.console.now import Now
from ops.console.pages import Pages
from ops.console.stories import Stories
from ops.latest import Latest
from schemas.settings import Settings
from worker.database import engine_of


def console_router(settings: Settings, latest: Latest | None = None) -> APIRouter:
    """Return the desk's page: rooms under `/` and `/desk/`, for an app on the settings' host and port.

    `latest` may be shared with other views. Nothing is connected before the first visit.
    """
    engine = engine_of(settings)
    owned = None if latest else Latest(settings)

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        yield
        engine.dispose()
        if owned:
            owned.close()

    router = APIRouter(lifespan=lifespan)
    pages = Pages(signed_in=bool(settings.console_token))
    guard = Guard(settings, pages)
    now = Now(settings, latest or owned or Latest(settings), engine, pages)
    entry = Entry(guard, pages)
    streams = Streams()
    add = router.add_route
    add("/", guard.room(now.room))
    add("/desk/live", guard.stream(now_stream(now, streams)))
    add("/desk/login", guard.anyone(entry.form), ["GET"])
    add("/desk/login", guard.anyone(entry.sign_in), ["POST"])
    add("/desk/logout", guard.action(entry.sign_out), ["POST"])
    stories = Stories(engine, pages)
    add("/desk/stories", guard.room(stories.room))
    add("/desk/stories/{story_id}", guard.room(stories.story))
    add("/desk/compare", guard.room(Compare(settings, engine, pages).room))
    for path, asset in assets().items():
        add(path, guard.anyone(asset))
    return router
