"""The HTTP door for tests: served, with a worker of this process that tastes what waits, and articles to send."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import orjson

from ops.keys import add_key
from producer.enqueue import Door
from producer.ledger import connect
from schemas.api_keys import Scope
from schemas.problem import PROBLEM_TYPE
from schemas.settings import Settings
from tests.support.databases import Database
from tests.support.http import client_of
from tests.support.wire_copy import ORCHARD, SURGE, filed
from worker.batch import Taster
from worker.store import Store

TEXT = {"Content-Type": "text/plain"}
LINES = {"Content-Type": "application/x-ndjson"}
ORIGINAL = filed().body
COPY = filed(wire="post", headline="Three thousand flee the water").body
OTHER = filed(ORCHARD, headline="Frost leaves Lunde without apples").body
SHORTER = filed(SURGE[:4], wire="gazette").body


def taste(database: Database) -> int:
    """Take everything that waits in the ledger down the straight line; return how many articles that were."""
    settings = database.settings
    worker = Taster(settings, Door(settings), Store(database.engine, settings), "host-1", stopping=lambda: False)
    client = connect(settings)
    waiting = [one.decode() for one in client.zrange(f"{settings.queue}:pending", 0, -1)]  # type: ignore[union-attr]
    client.close()
    for raw_id in waiting:  # one after the other: the order of arrival is the order of commits
        worker.ingest([raw_id])
    return len(waiting)


@contextmanager
def keyed(
    database: Database, *scopes: Scope, wire: str | None = None, rate: float | None = None
) -> Iterator[httpx.Client]:
    """Yield a client with a key of its own for these scopes."""
    key = add_key(database.engine, f"key-{time.monotonic_ns()}", scopes, wire=wire, rate=rate)
    with client_of(database.settings, key) as client:
        yield client


def capped(settings: Settings, **chosen: object) -> Settings:
    """Return settings with some of them chosen anew."""
    return settings.model_copy(update=chosen)


def results(answer: httpx.Response) -> list[dict[str, object]]:
    """Return the results of a batch."""
    return [orjson.loads(line) for line in answer.content.splitlines()]


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Return status and kind of a problem, having seen that it is one."""
    assert answer.headers["content-type"] == PROBLEM_TYPE
    told = answer.json()
    assert told["detail"].endswith(".")
    assert told["status"] == answer.status_code
    return answer.status_code, told["type"].rpartition(":")[2]
