"""Redis killed, silent, full, flushed: nothing is lost, and the service goes on by itself."""

import signal
import subprocess
import sys
import time
from functools import partial

import pytest

from benchmarks.chaos.feed import Feed
from benchmarks.chaos.service import Service
from producer.enqueue import Door
from schemas.errors import QueueFull
from tests.acceptance.conftest import ROOT
from tests.support.accounts import assert_settled, events, wait_for_event
from tests.support.environment import environment_of
from tests.support.waiting import wait_until
from tests.support.wire_copy import filed, invented_story

pytestmark = pytest.mark.acceptance


def _is_replaced(service: Service, pid: int) -> bool:
    return service.parts()["redis"] not in ([], [pid])


def _stands_anew(service: Service, dead: int) -> bool:
    return service.parts()["redis"] not in ([], [dead])


def test_redis_killed_three_times_in_a_row(service: Service, feed: Feed) -> None:
    """The append-only file and the ledger bring back what was pending; workers and inbox come back by themselves."""
    for _ in range(3):
        feed.offer(60)
        (pid,) = service.signal("redis", signal.SIGKILL)
        wait_until(partial(_stands_anew, service, pid), "new Redis")
    feed.offer(20)
    assert_settled(service, feed)


def test_a_half_open_connection_is_given_up_and_made_anew(service: Service, feed: Feed) -> None:
    """A Redis that accepts and says nothing for longer than the clients' patience holds nobody for ever."""
    wait_for_event(service, "worker.ready")
    feed.offer(40)
    service.signal("redis", signal.SIGSTOP)
    time.sleep(6)  # the fault itself: a second longer than a client waits for an answer
    service.signal("redis", signal.SIGCONT)
    feed.offer(40)
    assert_settled(service, feed)


def test_a_full_redis_refuses_and_can_still_be_drained(service: Service, feed: Feed) -> None:
    """Near `maxmemory` the door says QueueFull, accepts nothing, and workers go on until there is room again."""
    wait_for_event(service, "worker.ready")
    service.signal("worker", signal.SIGSTOP)
    used = int(service.redis.info("memory")["used_memory"])
    service.redis.config_set("maxmemory", used + (2 << 20))
    door = Door(service.settings)
    refused = 0
    for seed in range(40):
        raw = filed(invented_story(seed), headline=f"Story {seed} of a long day", filler="x" * 100_000)
        try:
            door.enqueue(raw)
            feed.given.add(raw.raw_id)
        except QueueFull:
            refused += 1
    service.signal("worker", signal.SIGCONT)
    assert refused > 0
    feed.offer(20)  # insists until there is room
    assert_settled(service, feed)


def test_flushed_keys_of_celery_are_announced_again(service: Service, feed: Feed) -> None:
    """Celery's own keys may all vanish, its queue too: the ledger remembers, and the sweep announces."""
    service.signal("worker", signal.SIGSTOP)
    feed.offer(80)
    ours = f"{service.settings.queue}:".encode()
    service.redis.delete(*(key for key in service.redis.scan_iter() if not key.startswith(ours)))
    service.signal("worker", signal.SIGCONT)
    feed.offer(20)
    assert_settled(service, feed)


def test_junk_on_the_queue_is_survived_and_loud(service: Service, feed: Feed) -> None:
    """What is no message ends Celery's worker; the supervisor says so, and the articles behind it are stored."""
    wait_for_event(service, "worker.ready")
    service.redis.rpush(service.settings.queue, b"not json")
    feed.offer(40)
    assert_settled(service, feed)
    assert [line["exit_code"] for line in events(service, "supervisor.restarted")] == [1]


def test_after_a_flush_of_everything_filed_originals_are_replayed(service: Service, feed: Feed) -> None:
    """FLUSHALL loses what is pending; `replay --from-filed --apply` brings all of the inbox back, none of it twice."""
    feed.drop(40)
    assert_settled(service, feed)
    wait_for_event(service, "worker.ready")
    service.signal("worker", signal.SIGSTOP)
    feed.drop(40)
    wait_until(lambda: not feed.dropped() and service.pending() == 40, "filed originals")
    service.redis.flushall()
    service.signal("worker", signal.SIGCONT)
    replay = subprocess.run(
        [sys.executable, "-m", "ops.cli", "replay", "--from-filed", "--apply", "--json"],
        env=environment_of(service.settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert replay.returncode == 0, replay.stderr
    assert '"documents": 80' in replay.stdout
    assert_settled(service, feed)
