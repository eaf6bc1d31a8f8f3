"""The log as a contract: a whole run, every part of it, says nothing that the table does not promise."""

import subprocess
import sys

import orjson
import pytest

from benchmarks.chaos.feed import Feed
from benchmarks.chaos.service import Service
from ops.log_files import log_folder
from ops.log_tail import past_lines
from schemas.log_events import strangers
from tests.acceptance.conftest import ROOT
from tests.support.accounts import assert_settled, wait_for_event
from tests.support.environment import environment_of

pytestmark = pytest.mark.acceptance


def copytaster(service: Service, *words: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "ops.cli", *words],
        env=environment_of(service.settings),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_whole_run_says_only_what_the_table_promises(service: Service, feed: Feed) -> None:
    """Start, work, a refused file, a killed worker, the end: known events with known fields, on stderr and in HOME/log.

    And the request id that a file was given when it was taken stands on the line of its commit.
    """
    wait_for_event(service, "worker.ready")
    wait_for_event(service, "inbox.watching")
    (service.settings.inbox_folder / "ap").mkdir(parents=True)
    (service.settings.inbox_folder / "ap" / "none.txt").touch()
    feed.offer(40)
    assert_settled(service, feed)
    assert copytaster(service, "doctor", "redis", "inbox", "workers").returncode == 0
    assert copytaster(service, "trace", next(iter(feed.given))).returncode == 0
    assert service.stop() == 0

    filed = list(past_lines(log_folder(service.settings.home)))
    for lines in (service.lines(), filed):
        assert {name for line in lines for name in strangers(line)} == set()
        assert {"worker.ready", "inbox.filed", "article.stored", "supervisor.stopped"} <= {
            one["event"] for one in lines
        }
    assert all(line.get("part") for line in filed)
    assert {line["part"] for line in filed if str(line["event"]).startswith("article.")} == {"worker-1"}
    taken = {line["request_id"] for line in filed if line["event"] == "inbox.filed"}
    committed = {line.get("request_id") for line in filed if str(line["event"]).startswith("article.")}
    assert taken <= committed


def test_the_log_of_a_run_is_read_back_by_wire_and_event(service: Service, feed: Feed) -> None:
    """Off a terminal as JSON lines, each of the wire and event that was asked for."""
    feed.offer(40)
    assert_settled(service, feed)
    found = copytaster(service, "log", "--wire", "northwire", "--event", "article.stored")
    lines = [orjson.loads(line) for line in found.stdout.splitlines()]
    assert lines
    assert {(line["wire"], line["event"]) for line in lines} == {("northwire", "article.stored")}
