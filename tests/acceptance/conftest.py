"""What acceptance tests share: a whole service of real processes, and Celery workers alone."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks.chaos.feed import Feed
from benchmarks.chaos.service import Service
from schemas.settings import Settings
from tests.support.environment import environment_of
from tests.support.servers import short_folder

ROOT = Path(__file__).parents[2]
# Short, so that a test sees within seconds what takes a minute in a newsroom.
QUICK: dict[str, Any] = {"workers": 1, "lease_s": 6.0, "time_limit_s": 2.0, "sweep_interval_s": 1.0, "settle_s": 0.1}
ServiceOf = Callable[..., Service]
WorkerOf = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def place() -> Iterator[Path]:
    """A HOME with a short path: the embedded Redis' socket must fit into it."""
    with short_folder("accept") as folder:
        yield folder


@pytest.fixture
def service_of(place: Path) -> Iterator[ServiceOf]:
    """A factory of running services, ended after the test; settings are short ones and whatever the test chooses."""
    started: list[Service] = []

    def of(**chosen: Any) -> Service:
        service = Service(Settings(**{"home": place, **QUICK, **chosen}))
        started.append(service)
        service.start()
        return service

    yield of
    for service in started:
        service.kill()


@pytest.fixture
def service(service_of: ServiceOf) -> Service:
    """A running service: embedded Redis, SQLite, one worker, the inbox."""
    return service_of()


@pytest.fixture
def feed(service: Service) -> Feed:
    """What gives articles to the service and remembers them."""
    return Feed(service.settings, seed=7)


@contextmanager
def worker_process(settings: Settings, *options: str, app: str = "worker.app") -> Iterator["subprocess.Popen[bytes]"]:
    """Run `celery -A worker.app worker` alone, as an operator would; its lines go to HOME/worker.log."""
    with (settings.home / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "--quiet", "-A", app, "worker", *options],
            env=environment_of(settings),
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd=ROOT,
        )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()
