"""The one HTTP application: every router of the service on one port, and nothing else."""

import importlib.metadata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from ops.console.router import console_router
from ops.exposition import metrics_router
from ops.health import health_router
from ops.latest import Latest
from schemas.settings import Settings

ABOUT = """Wire copy in, one clean story out.

Send articles to `/v1/articles`; ask what became of them there, or let `/v1/stream` and webhooks tell you."""


def app_of(settings: Settings) -> FastAPI:
    """Return the application. Nothing is connected before it starts."""
    latest = Latest(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        latest.close()

    app = FastAPI(
        title="Copytaster",
        version=importlib.metadata.version("copytaster"),
        description=ABOUT,
        lifespan=lifespan,
        redirect_slashes=False,  # a POST that is redirected loses its body in half of all clients
    )
    app.include_router(health_router(settings))
    app.include_router(metrics_router(latest))
    app.include_router(console_router(settings, latest))
    return app
