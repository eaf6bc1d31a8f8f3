"""The HTTP door while something behind it is away: an answer at once that says so, never a fault of ours."""

import asyncio
import time

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from producer.http.answers import Refusals, install
from schemas.problem import PROBLEM_TYPE
from tests.support.databases import Database
from tests.support.door import ORIGINAL, TEXT, problem
from tests.support.http import client_of

GONE = {"sqlite": "sqlite:////nowhere/at/all.db", "postgresql": "postgresql://nobody@127.0.0.1:1/none"}


@pytest.mark.parametrize("path", ["/v1/stories", "/v1/articles", "/v1/articles/" + "0" * 32])
def test_reading_without_a_database_is_503_and_says_so(database: Database, path: str) -> None:
    """What was to be read is there again later: the client is told when to come back."""
    away = database.settings.model_copy(update={"database_url": GONE[database.engine.dialect.name]})
    with client_of(away) as client:
        answer = client.get(path)

    assert answer.status_code == 503
    assert answer.headers["content-type"] == PROBLEM_TYPE
    assert answer.json()["type"].endswith("unavailable")
    assert int(answer.headers["retry-after"]) > 0


def test_an_error_of_the_database_in_mid_request_is_no_fault_of_ours() -> None:
    """It was there when the key was looked up, and is away when the article is: 503, without the statement."""
    app = FastAPI()
    install(app, Refusals(), away=(DBAPIError,))

    @app.get("/")
    def look() -> None:
        raise OperationalError("SELECT secret", {}, ConnectionError("server closed the connection\nand more"))

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
            return await client.get("/")

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.headers["content-type"]) == (503, PROBLEM_TYPE)
    assert "server closed the connection" in answer.json()["detail"]
    assert "secret" not in answer.text


def test_a_post_while_no_connection_to_the_database_is_free_is_503(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Single posts take a shorter way through the application; their errors are answered all the same."""

    def full(*_: object) -> None:
        raise PoolTimeout("QueuePool limit reached")

    monkeypatch.setattr("ops.reading_status.Statuses.of", full)
    with client_of(database.settings) as client:
        assert problem(client.post("/v1/articles", content=ORIGINAL, headers=TEXT)) == (503, "unavailable")


def test_without_redis_a_post_is_503_at_once(database: Database) -> None:
    """Nothing is accepted and nobody hangs."""
    away = database.settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    with client_of(away) as client:
        began = time.monotonic()
        answer = client.post("/v1/articles?wire=afp", content=ORIGINAL, headers=TEXT)

    assert answer.status_code == 503
    assert time.monotonic() - began < 12
    assert "Redis" in answer.json()["detail"]
