"""The one HTTP application: every router of the service on one port, and nothing else."""

import importlib.metadata
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import APIRouter, FastAPI
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ops.admission import Admission
from ops.console.router import console_router
from ops.exposition import metrics_router
from ops.health import health_router
from ops.latest import Latest
from ops.openapi import described_in_full
from ops.operating import operating_router
from ops.reading import reading_router
from ops.reading_status import Statuses, Verdicts
from ops.reading_stream import stream_router
from ops.telling import News
from ops.webhook_delivery import Deliveries
from ops.word_filling import Filling
from ops.word_index import WordIndex
from producer.http.acceptor import Acceptor
from producer.http.answers import Refusals, install
from producer.http.articles import BATCH_PATH, PATH, articles_router
from producer.http.express import Express, endpoint_of
from producer.http.fitting import Formats
from producer.http.limits import BodyLimits
from schemas.api_keys import Scope
from schemas.errors import CopytasterError
from schemas.problem import Trouble
from schemas.settings import Settings
from worker.database import engine_of
from worker.readers.table import FORMATS

ABOUT = """Wire copy in, one clean story out.

Send articles to `/v1/articles`; ask what became of them there, or let `/v1/stream` and webhooks tell you."""
_AWAY = (DBAPIError, PoolTimeout)  # of a database that does not answer, or has no connection to spare
_EVENT_SHARE = 1.4  # of an article's limit: an event holds it in base64, a third longer, and some words beside it


class Rooms:
    """What the routers share, connected when the application starts."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engine = engine_of(settings)
        self.latest = Latest(settings)
        self.words = WordIndex(settings, self.engine)
        self.statuses = Statuses(self.engine)
        self.acceptor = Acceptor(settings, self.statuses.known)
        self.news = News(self.engine)
        self.deliveries = Deliveries(self.engine, self.news, self.acceptor.client, settings.queue)

    @asynccontextmanager
    async def open(self, _app: FastAPI) -> AsyncIterator[None]:
        """Start what works beside the requests, and close everything at the end."""
        async with AsyncExitStack() as stack:
            stack.callback(self.engine.dispose)
            stack.callback(self.latest.close)
            stack.callback(self.words.close)
            filling = Filling(self.words)
            filling.start()
            stack.callback(filling.close)
            self.acceptor.start()
            stack.push_async_callback(self.acceptor.close)
            self.deliveries.start()
            stack.push_async_callback(self.deliveries.close)
            yield


def app_of(settings: Settings) -> FastAPI:
    """Return the application. Nothing is connected before it starts."""
    rooms = Rooms(settings)
    app = FastAPI(
        title="Copytaster",
        version=importlib.metadata.version("copytaster"),
        description=ABOUT,
        lifespan=rooms.open,
        docs_url=None,  # their pages would fetch scripts from elsewhere
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # ours are `schemas.spans` and `/metrics`
        redirect_slashes=False,  # a POST that is redirected loses its body in half of all clients
    )
    app.state.stop = rooms.news.stop  # for whoever ends the server: open streams would hold it up
    articles = _include(app, rooms)
    refusals = Refusals()
    answer = install(app, refusals, away=_AWAY)
    errors = (Trouble, CopytasterError, *_AWAY)
    app.add_middleware(Express, path=PATH, endpoint=endpoint_of(articles, PATH), answer=answer, errors=errors)
    most = round(settings.max_article_bytes * _EVENT_SHARE)
    app.add_middleware(BodyLimits, most=most, streamed=frozenset((BATCH_PATH,)), refusals=refusals)
    described_in_full(app)
    return app


def _include(app: FastAPI, rooms: Rooms) -> APIRouter:
    """Add every router; return the one of the articles that are sent."""
    settings, engine, acceptor = rooms.settings, rooms.engine, rooms.acceptor
    admission = Admission(settings, engine, acceptor.admit)
    read = admission.to(Scope.READ)
    waiting = Verdicts(rooms.statuses).wait_for
    articles = articles_router(settings, acceptor, formats(), admit=admission.sender, await_verdict=waiting)
    app.include_router(articles)
    app.include_router(reading_router(engine, rooms.words, rooms.statuses, acceptor.ledger, admit=read))
    app.include_router(stream_router(engine, rooms.news, admit=read))
    app.include_router(operating_router(settings, engine, admit=admission.to(Scope.OPERATE)))
    app.include_router(health_router(settings))
    app.include_router(metrics_router(rooms.latest))
    app.include_router(console_router(settings, rooms.latest, rooms.words))
    return articles


def formats() -> Formats:
    """Return the media types that some reader knows."""
    return Formats(frozenset(name for row in FORMATS for name in row.media_types))
