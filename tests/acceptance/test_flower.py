"""Flower, as a team may have it already: it sees our workers and the batches they took, and never an article's text."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import httpx
import pytest
import yaml

from producer.enqueue import INGEST, Door
from schemas.settings import Settings
from tests.acceptance.conftest import ROOT, ServiceOf
from tests.support.environment import environment_of
from tests.support.ports import free_port
from tests.support.waiting import wait_until
from tests.support.wire_copy import ORCHARD, filed

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(
        not (find_spec("flower") or os.environ.get("CI")), reason="there is no Flower; pip install 'copytaster[flower]'"
    ),
]


@contextmanager
def flower(settings: Settings) -> Iterator[httpx.Client]:
    """Run Flower as the compose file does, and yield a client of its API."""
    port = free_port()
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]["flower"]
    ours = ["--address=127.0.0.1", f"--port={port}"]  # the last one counts
    command = [sys.executable, "-m", *service["entrypoint"], *service["command"], *ours]
    environ = environment_of(settings) | {"FLOWER_UNAUTHENTICATED_API": "true"}
    with (settings.home / "flower.log").open("ab") as log:
        running = subprocess.Popen(command, env=environ, stdout=log, stderr=log, cwd=ROOT)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            wait_until(lambda: _answers(client), "Flower to answer")
            yield client
    finally:
        running.kill()
        running.wait()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/healthcheck").text == "OK"
    except httpx.TransportError:
        return False


def _asked(client: httpx.Client, path: str) -> Any:
    answer = client.get(path)
    return answer.json() if answer.is_success else None


def test_flower_sees_our_workers_and_what_they_took(service_of: ServiceOf) -> None:
    """A batch is one task; its arguments are ids."""
    settings = service_of().settings
    with flower(settings) as client:
        workers = wait_until(lambda: _asked(client, "/api/workers?refresh=true"), "the worker")
        (name,) = workers
        assert name.startswith("worker-1@")
        assert INGEST in workers[name]["registered"]
        assert [queue["name"] for queue in workers[name]["active_queues"]] == [settings.queue]
        raws = [filed(), filed(ORCHARD)]
        # Flower asks workers to tell of their tasks once it has found them: what came before, it has not heard of.
        wait_until(lambda: Door(settings).enqueue_many(raws) and _asked(client, "/api/tasks"), "a task")
        tasks = wait_until(lambda: _done(client), "a task that is done")
    assert {task["name"] for task in tasks} == {INGEST}
    assert all(raw.raw_id in str([task["args"] for task in tasks]) for raw in raws)
    assert ORCHARD[0][:20] not in str(tasks)


def _done(client: httpx.Client) -> list[dict[str, Any]]:
    return [task for task in (_asked(client, "/api/tasks") or {}).values() if task["state"] == "SUCCESS"]
