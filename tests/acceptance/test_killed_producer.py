"""A producer killed at every step of the accept: exactly one record, and no orphan file."""

import signal
import subprocess
import sys

import pytest

from benchmarks.chaos.feed import Feed
from tests.acceptance.conftest import ROOT, ServiceOf
from tests.support.accounts import assert_settled, wait_for_event
from tests.support.dying_inbox import STEPS
from tests.support.environment import environment_of

pytestmark = pytest.mark.acceptance


def test_an_inbox_killed_at_each_step_leaves_one_record_of_each_file(service_of: ServiceOf) -> None:
    """After claim, read, accept, publish or file: the next watcher puts back what was in hand; no article is lost."""
    service = service_of()
    feed = Feed(service.settings, seed=31)
    wait_for_event(service, "worker.ready")
    service.signal("inbox", signal.SIGSTOP)
    for step in STEPS:
        feed.drop(5)
        dying = subprocess.run(
            [sys.executable, "-m", "tests.support.dying_inbox", step],
            env=environment_of(service.settings),
            cwd=ROOT,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert dying.returncode == -9, dying.stderr
    service.signal("inbox", signal.SIGKILL)
    assert_settled(service, feed)
    claimed = [path for path in (service.settings.inbox_folder / ".claimed").rglob("*.*") if path.name != ".lock"]
    filed = [path for path in (service.settings.inbox_folder / ".filed").rglob("*.*") if path.is_file()]
    assert claimed == []
    assert 5 * len(STEPS) == len(filed)
