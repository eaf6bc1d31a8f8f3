"""Workers that are killed: nothing is lost, nothing doubled, and the service goes on by itself."""

import signal
from pathlib import Path

import pytest

from benchmarks.chaos.feed import Feed
from benchmarks.chaos.processes import children, send
from schemas.settings import Settings
from tests.acceptance.conftest import QUICK, ServiceOf, worker_process
from tests.support.accounts import assert_settled, count, wait_for_event
from tests.support.servers import running_redis
from tests.support.waiting import wait_until
from worker.database import engine_of
from worker.migrate import migrate

pytestmark = pytest.mark.acceptance


@pytest.mark.timeout(240)
def test_all_workers_killed_five_times_under_two_thousand_articles(service_of: ServiceOf) -> None:
    """SIGKILL of the whole group, five times, while 2,000 articles pass: all are stored, none twice."""
    service = service_of(workers=2)
    feed = Feed(service.settings, seed=5)
    wait_for_event(service, "worker.ready")
    for _ in range(5):
        feed.offer(400)
        wait_until(lambda: service.parts()["worker"], "worker")
        service.signal("worker", signal.SIGKILL)
    assert len(feed.given) > 1950  # some copies are the same bytes from the same wire
    assert_settled(service, feed, within_s=150)


@pytest.mark.parametrize("pool", ["solo", "processes"])
def test_celery_alone_works_and_ends_at_sigterm(place: Path, pool: str) -> None:
    """`celery -A worker.app worker` needs no supervisor: it takes articles, and SIGTERM ends it with exit code 0."""
    settings = Settings(**{"home": place, **QUICK})
    engine = engine_of(settings)
    migrate(engine)
    with running_redis(settings), worker_process(settings, "--pool", pool, "--concurrency", "2") as worker:
        feed = Feed(settings, seed=6)
        feed.enqueue(150)
        wait_until(lambda: done(settings, feed), "every verdict")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    engine.dispose()


def test_a_killed_child_of_a_pool_is_replaced_and_what_it_held_comes_back(place: Path) -> None:
    """SIGKILL of a prefork pool's children: their successors bring back what they had in hand."""
    settings = Settings(**{"home": place, **QUICK})
    migrate(engine_of(settings))
    with running_redis(settings), worker_process(settings, "--pool", "processes", "--concurrency", "2") as worker:
        feed = Feed(settings, seed=8)
        feed.enqueue(10)  # a pool that is killed before it is up ends the worker: that is the supervisor's to mend
        wait_until(lambda: done(settings, feed), "running pool")
        for _ in range(3):
            feed.enqueue(120)
            wait_until(lambda: len(children(worker.pid)) == 2, "whole pool")
            send(next(iter(children(worker.pid))), signal.SIGKILL)
        wait_until(lambda: done(settings, feed), "every verdict")
        assert worker.poll() is None


def done(settings: Settings, feed: Feed) -> bool:
    """Return whether every article that was given is stored or quarantined."""
    engine = engine_of(settings)
    found = count(engine, "article") + count(engine, "quarantine")
    engine.dispose()
    return found == len(feed.given)
