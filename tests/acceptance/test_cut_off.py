"""Two hosts cut off from one another and from Redis: after healing nothing is lost and nothing is there twice."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

from benchmarks.chaos.feed import Feed
from benchmarks.chaos.service import Service
from ops.embedded import redis_command, wait_until_it_answers
from schemas.settings import Settings
from tests.acceptance.conftest import QUICK, ROOT
from tests.support.accounts import assert_settled
from tests.support.environment import environment_of
from tests.support.namespaces import BRIDGE_ADDRESS, Host, available, hosts
from tests.support.waiting import wait_until
from worker.database import engine_of
from worker.migrate import migrate

pytestmark = [pytest.mark.acceptance, pytest.mark.skipif(not available(), reason="needs root and ip")]
_PORT = 16379


@contextmanager
def redis_on_the_bridge(settings: Settings) -> Iterator[None]:
    command = [*redis_command(settings), "--port", str(_PORT), "--bind", BRIDGE_ADDRESS, "--protected-mode", "no"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as server:
        try:
            wait_until_it_answers(settings)
            yield
        finally:
            server.kill()


@contextmanager
def worker_on(host: Host, settings: Settings) -> Iterator[Path]:
    log_file = settings.home / f"{host.name}.log"
    with log_file.open("ab") as log:
        worker = subprocess.Popen(
            host.command(sys.executable, "-m", "ops.cli", "worker"),
            env=environment_of(settings),
            stdout=log,
            stderr=log,
            cwd=ROOT,
        )
    try:
        yield log_file
    finally:
        worker.terminate()
        worker.wait(60)


def _is_ready(log: Path) -> bool:
    return b"worker.ready" in log.read_bytes()


def test_hosts_cut_off_in_turn_double_and_lose_nothing(place: Path) -> None:
    """A host that cannot reach Redis commits what it holds; the other is given the same and finds it there."""
    settings = Settings(**{"home": place, **QUICK, "redis_url": f"redis://{BRIDGE_ADDRESS}:{_PORT}/0"})
    migrate(engine_of(settings))
    with hosts(2) as both, redis_on_the_bridge(settings), ExitStack() as workers:
        service, feed = Service(settings), Feed(settings, seed=41)
        logs = [workers.enter_context(worker_on(host, settings)) for host in both]
        for log in logs:
            wait_until(partial(_is_ready, log), "worker")
        for host in both:
            feed.enqueue(100)
            host.cut()
            feed.enqueue(20)
            wait_until(lambda: service.pending() <= 64, "what the other host can reach")
            host.join()
        for host in both:
            host.cut()
        feed.enqueue(40)
        for host in both:
            host.join()
        assert_settled(service, feed)
