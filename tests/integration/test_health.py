"""Health over HTTP: alive whatever is away, ready only when an article could be taken and stored, figures always."""

import asyncio
import os
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from ops.exposition import metrics_router
from ops.health import health_router
from ops.latest import Latest
from schemas.settings import Settings
from tests.support.databases import Database


def asked(settings: Settings, path: str) -> httpx.Response:
    app = FastAPI()
    latest = Latest(settings)
    app.include_router(health_router(settings))
    app.include_router(metrics_router(latest))

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as client:
            return await client.get(path)

    answer = asyncio.run(ask())
    latest.close()
    return answer


def with_inbox(settings: Settings) -> Settings:
    settings.inbox_folder.mkdir(parents=True, exist_ok=True)
    return settings


def failed(settings: Settings) -> dict[str, str]:
    answer = asked(settings, "/readyz")
    found = {one["name"]: one["reason"] for one in answer.json()["checks"] if not one["fine"]}
    assert answer.status_code == (503 if found else 200)
    assert answer.json()["ready"] is not bool(found)
    return found


def test_a_service_with_all_it_needs_is_ready(database: Database) -> None:
    """Redis writes, the database answers, its schema is today's, the inbox can be written."""
    assert failed(with_inbox(database.settings)) == {}


def test_without_redis_it_is_not_ready(database: Database, tmp_path: Path) -> None:
    """And says where it looked."""
    settings = with_inbox(database.settings).model_copy(update={"redis_url": f"unix://{tmp_path}/none.sock"})
    assert list(failed(settings)) == ["redis"]
    assert "none.sock" in failed(settings)["redis"]


def test_without_a_database_it_is_not_ready_and_no_password_is_told(settings: Settings) -> None:
    """Whoever may ask for health may not learn credentials."""
    url = "postgresql://desk:s3cret@127.0.0.1:1/none"
    found = failed(with_inbox(settings).model_copy(update={"database_url": url}))
    assert set(found) == {"database", "schema"}
    assert "s3cret" not in str(found)


def test_with_an_old_schema_it_is_not_ready(settings: Settings) -> None:
    """The reason names the command that mends it."""
    assert "copytaster migrate" in failed(with_inbox(settings))["schema"]


def test_without_an_inbox_it_is_not_ready(database: Database) -> None:
    """The folder's path is in the reason."""
    assert str(database.settings.inbox_folder) in failed(database.settings)["inbox"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_with_an_inbox_that_cannot_be_written_it_is_not_ready(database: Database) -> None:
    """And says for whom."""
    with_inbox(database.settings).inbox_folder.chmod(0o500)
    assert "chmod" in failed(database.settings)["inbox"]


def test_it_is_alive_whatever_is_away(settings: Settings, tmp_path: Path) -> None:
    """A restart would bring neither Redis nor the database back."""
    away = settings.model_copy(update={"redis_url": f"unix://{tmp_path}/none.sock"})
    assert asked(away, "/livez").json() == {"alive": True}


def test_metrics_are_answered_with_all_away_too(settings: Settings, tmp_path: Path) -> None:
    """A scrape that fails says less than one that says what is away."""
    away = settings.model_copy(update={"redis_url": f"unix://{tmp_path}/none.sock"})
    answer = asked(away, "/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert {"copytaster_redis_up 0.0", "copytaster_database_up 0.0"} <= set(answer.text.splitlines())
