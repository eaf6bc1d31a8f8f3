"""Health: /livez says that this process answers, /readyz that an article could be taken and stored now."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from ops.readiness import checks
from schemas.settings import Settings


class CheckResult(BaseModel):
    """One check and its reason."""

    name: str
    fine: bool
    reason: str


class Health(BaseModel):
    """What /readyz found."""

    ready: bool
    checks: list[CheckResult]


def health_router(settings: Settings) -> APIRouter:
    """Return the router of /livez and /readyz. Neither needs a token: they tell nothing of what is stored."""
    router = APIRouter(tags=["operations"])

    @router.get("/livez", summary="Does this process answer?")
    def livez() -> dict[str, bool]:
        """Answer at once, whatever else is away: restart the process when this fails, and only then."""
        return {"alive": True}

    @router.get("/readyz", response_model=Health, responses={503: {"model": Health}}, summary="Can it take articles?")
    def readyz() -> JSONResponse:
        """Ask Redis, database, schema and inbox; 503 with each reason when one of them fails."""
        found = checks(settings)
        health = Health(
            ready=all(check.fine for check in found), checks=[CheckResult(**one._asdict()) for one in found]
        )
        return JSONResponse(health.model_dump(), 200 if health.ready else 503)

    return router
