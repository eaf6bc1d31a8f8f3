"""A page that is open when the service is stopped: its streams end whole, hold nothing up, and are no error."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import orjson
import pytest

from schemas.settings import Settings
from tests.acceptance.conftest import ROOT
from tests.support.databases import Database
from tests.support.environment import environment_of
from tests.support.ports import free_port
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.acceptance, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


@contextmanager
def served(settings: Settings) -> Iterator[tuple["subprocess.Popen[bytes]", httpx.Client]]:
    """Run `copytaster api` and yield it with a client; its lines go to HOME/api.log."""
    settings = settings.model_copy(update={"api_port": free_port(), "log_format": "json"})
    command = [sys.executable, "-m", "ops.cli", "api"]
    with (settings.home / "api.log").open("wb") as log:
        api = subprocess.Popen(command, env=environment_of(settings), stderr=log, cwd=ROOT)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{settings.api_port}", timeout=30) as client:
            wait_until(lambda: b"api.listening" in (settings.home / "api.log").read_bytes(), "HTTP")
            yield api, client
    finally:
        api.kill()
        api.wait()


@pytest.mark.parametrize("path", ["/desk/live", "/desk/log/lines"])
def test_a_stream_ends_whole_when_the_service_does(database: Database, path: str) -> None:
    """The reader sees an end, not a broken line, and the log holds no error."""
    with served(database.settings) as (api, client), client.stream("GET", path) as stream:
        assert stream.status_code == 200
        time.sleep(1)  # the stream is in its first pause
        api.send_signal(signal.SIGTERM)
        began = time.monotonic()
        list(stream.iter_bytes())
        assert api.wait(30) == 0
        assert time.monotonic() - began < 20
    lines = map(orjson.loads, (database.settings.home / "api.log").read_bytes().splitlines())
    assert [line for line in lines if line["level"] == "error"] == []
