"""Exposition: the router of /metrics, for Prometheus."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from ops.latest import Latest
from ops.metrics import exposition


def metrics_router(latest: Latest) -> APIRouter:
    """Return the router; `latest` is shared with whoever else shows figures."""
    router = APIRouter(tags=["operations"])

    @router.get("/metrics", response_class=Response, summary="Figures for Prometheus")
    def metrics() -> Response:
        """Figures in Prometheus text; answers 200 even while Redis or the database is away, and says so."""
        return Response(exposition(latest.figures()), media_type=CONTENT_TYPE_LATEST)

    return router
