"""copytaster run: everything on one machine, from an empty HOME to SIGTERM."""

import signal
import statistics
import subprocess
import sys

import pytest

from benchmarks.chaos.feed import Feed
from benchmarks.chaos.service import Service
from tests.acceptance.conftest import ROOT, ServiceOf
from tests.support.accounts import assert_settled, events, has_ended, processes_of, wait_for_event
from tests.support.environment import environment_of
from tests.support.waiting import wait_until

pytestmark = pytest.mark.acceptance


def test_a_dropped_file_has_its_verdict_within_two_seconds(service: Service, feed: Feed) -> None:
    """An empty HOME is set up by itself; once a worker is there, a file is stored within two seconds of its receipt."""
    wait_for_event(service, "worker.ready")
    wait_for_event(service, "inbox.watching")
    feed.offer(20)
    assert_settled(service, feed)
    verdicts = [line for line in service.lines() if str(line["event"]).startswith("article.")]
    assert len(feed.given) == len({line["raw_id"] for line in verdicts})
    ages = [int(str(line["age_ms"])) for line in verdicts if line["event"] != "article.replayed"]
    assert statistics.median(ages) < 2000  # the worst says more of the machine that runs the tests


def test_sigterm_ends_all_parts_and_leaves_no_process(service: Service, feed: Feed) -> None:
    """SIGTERM in the middle of the work ends with exit code 0 and no process; the next start finishes the work."""
    feed.offer(100)
    wait_until(lambda: events(service, "article.stored"), "first verdict")
    feed.offer(100)
    assert service.stop() == 0
    wait_until(lambda: not processes_of(service.settings.home), "end of every process")
    service.start()
    assert_settled(service, feed)


def test_a_second_service_of_one_home_is_refused(service: Service) -> None:
    """Two Redis servers must not write to one file: the second `run` ends with exit code 1 and says who is there."""
    second = subprocess.run(
        [sys.executable, "-m", "ops.cli", "run"],
        env=environment_of(service.settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert "redis of this HOME runs already" in second.stderr
    assert service.redis.ping()


def test_a_killed_supervisor_leaves_no_process_and_its_successor_goes_on(service: Service, feed: Feed) -> None:
    """SIGKILL of the supervisor ends its parts; a new one takes over at once, though Redis may still be ending."""
    feed.offer(60)
    service.signal("supervisor", signal.SIGKILL)
    service.kill_supervisor()
    feed.offer(20)
    assert_settled(service, feed)


def test_a_killed_nursery_takes_its_workers_along_and_comes_back_with_new_ones(service: Service, feed: Feed) -> None:
    """SIGKILL of the process that makes the workers: none of them works on unseen, and what they had comes back."""
    wait_for_event(service, "worker.ready")
    feed.offer(60)
    (orphan,) = service.parts()["worker"]
    service.signal("nursery", signal.SIGKILL)
    wait_until(lambda: service.parts()["worker"] not in ([], [orphan]), "new worker")
    feed.offer(20)
    assert_settled(service, feed)
    assert has_ended(orphan)


@pytest.mark.parametrize("part", ["worker", "nursery", "inbox", "api", "redis"])
def test_sigterm_of_a_part_is_mended(service_of: ServiceOf, part: str) -> None:
    """Each part ends within its grace at SIGTERM, is started again, and nothing is lost."""
    service = service_of()
    feed = Feed(service.settings, seed=11)
    wait_for_event(service, "worker.ready")
    feed.offer(60)
    wait_until(lambda: service.parts()[part], part)
    (pid,) = service.signal(part, signal.SIGTERM)
    wait_until(lambda: service.parts()[part] not in ([], [pid]), f"new {part}")
    feed.offer(20)
    assert_settled(service, feed)
