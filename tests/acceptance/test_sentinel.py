"""Redis behind sentinels: its master is killed under load, a replica takes over, and nothing accepted is lost."""

import threading
from pathlib import Path

import pytest

from benchmarks.chaos.feed import Feed
from producer.enqueue import Door
from producer.ledger import connect
from schemas.errors import RedisUnavailable
from schemas.settings import Settings
from tests.acceptance.conftest import QUICK, ServiceOf
from tests.support.accounts import assert_settled
from tests.support.articles import raw_of
from tests.support.sentinels import watched_redis
from tests.support.waiting import wait_until

pytestmark = pytest.mark.acceptance


def test_a_failover_under_load_loses_nothing(place: Path, service_of: ServiceOf) -> None:
    """Articles are sent all the while: each that was accepted is in the database, once, when the replica leads."""
    with watched_redis(place) as watched:
        service = service_of(redis_url=watched.url)
        feed = Feed(service.settings, seed=23)

        def send() -> None:
            for _ in range(20):
                feed.enqueue(20)

        sender = threading.Thread(target=send)
        sender.start()
        wait_until(lambda: service.pending() > 40, "backlog")
        watched.master.kill()
        wait_until(watched.replica_leads, "new master")
        sender.join(60)
        feed.offer(40)

        assert_settled(service, feed)


def test_what_the_master_alone_has_is_not_accepted(place: Path) -> None:
    """It would be lost with the master; the sender is told to offer it again, and that is safe."""
    with watched_redis(place) as watched:
        settings = Settings(**{"home": place, **QUICK, "redis_url": watched.url})
        door = Door(settings)
        door.enqueue(raw_of())
        for port in watched.replicas:
            with connect(Settings(home=place, redis_url=f"redis://127.0.0.1:{port}")) as replica:
                replica.execute_command("REPLICAOF", "NO", "ONE")  # it goes its own way, as behind a cut cable

        with pytest.raises(RedisUnavailable, match="offer it again"):
            door.enqueue(raw_of("Another article of some words."))
