"""The one HTTP application: every router of the service on one port, and nothing else."""

import importlib.metadata
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from ops.admission import Admission
from ops.console.router import console_router
from ops.exposition import metrics_router
from ops.health import health_router
from ops.latest import Latest
from ops.openapi import described_in_full
from ops.reading_status import Statuses, Verdicts
from producer.http.acceptor import Acceptor
from producer.http.answers import Refusals, install
from producer.http.articles import BATCH_PATH, articles_router
from producer.http.limits import BodyLimits
from producer.http.single import Formats
from schemas.api_keys import Scope
from schemas.settings import Settings
from worker.database import engine_of
from worker.readers.table import FORMATS

ABOUT = """Wire copy in, one clean story out.

Send articles to `/v1/articles`; ask what became of them there, or let `/v1/stream` and webhooks tell you."""
_EVENT_SHARE = 1.4  # of an article's limit: an event holds it in base64, a third longer, and some words beside it


def app_of(settings: Settings) -> FastAPI:
    """Return the application. Nothing is connected before it starts."""
    latest = Latest(settings)
    engine = engine_of(settings)
    statuses = Statuses(engine)
    acceptor = Acceptor(settings, statuses.known)
    admission = Admission(settings, engine)
    refusals = Refusals()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(engine.dispose)
            stack.callback(latest.close)
            acceptor.start()
            stack.push_async_callback(acceptor.close)
            yield

    app = FastAPI(
        title="Copytaster",
        version=importlib.metadata.version("copytaster"),
        description=ABOUT,
        lifespan=lifespan,
        docs_url=None,  # their pages would fetch scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,  # a POST that is redirected loses its body in half of all clients
    )
    app.include_router(
        articles_router(
            settings,
            acceptor,
            formats(),
            admit=admission.to(Scope.ENQUEUE),
            await_verdict=Verdicts(statuses).wait_for,
        )
    )
    app.include_router(health_router(settings))
    app.include_router(metrics_router(latest))
    app.include_router(console_router(settings, latest))
    install(app, refusals)
    most = round(settings.max_article_bytes * _EVENT_SHARE)
    app.add_middleware(BodyLimits, most=most, streamed=frozenset((BATCH_PATH,)), refusals=refusals)
    described_in_full(app)
    return app


def formats() -> Formats:
    """Return the media types that some reader knows."""
    return Formats(frozenset(name for row in FORMATS for name in row.media_types))
