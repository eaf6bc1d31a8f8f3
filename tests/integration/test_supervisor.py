"""The supervisor with real, small processes: what ends is started again, what must stop stops, nothing is left."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ops import supervisor as room
from ops.supervisor import Part, PartFails, Supervisor
from tests.support.accounts import has_ended
from tests.support.waiting import wait_until

Lines = list[MutableMapping[str, Any]]
SLEEP = ["sleep", "60"]


def of(event: str, lines: Lines) -> Lines:
    return [line for line in lines if line["event"] == event]


@contextmanager
def supervised(*parts: Part) -> Iterator[Supervisor]:
    """Run parts under a supervisor in a thread until the block ends."""
    one = Supervisor(parts)
    one.start()
    watch = threading.Thread(target=one.run)
    watch.start()
    try:
        yield one
    finally:
        one.stop.set()
        watch.join(60)
        one.shut_down()


def shell(script: str) -> list[str]:
    return ["sh", "-c", script]


def test_a_part_that_is_killed_is_started_again(log_lines: Lines) -> None:
    """It is told with the signal that ended it."""
    with supervised(Part("sleeper", SLEEP)):
        (first,) = of("supervisor.started", log_lines)
        os.kill(first["pid"], signal.SIGKILL)
        wait_until(lambda: len(of("supervisor.started", log_lines)) == 2, "second start")
        (again,) = of("supervisor.restarted", log_lines)
        assert (again["part"], again["exit_code"]) == ("sleeper", -signal.SIGKILL)


def test_a_part_that_keeps_failing_is_given_growing_pauses(monkeypatch: pytest.MonkeyPatch, log_lines: Lines) -> None:
    """A fault that lasts must not burn the machine; the pauses double up to a limit."""
    monkeypatch.setattr(room, "_RESTART_S", (0.01, 0.08))
    one = Supervisor([Part("failing", shell("exit 3"))])
    one.start()
    one._running[0].pause = 0.01
    pauses: list[float] = []
    for _ in range(5):
        wait_until(lambda: one.look() or one._running[0].again_at is not None, "noted end")  # type: ignore[func-returns-value]
        pauses.append(one._running[0].pause)
        wait_until(lambda: one.look() or one._running[0].again_at is None, "new start")  # type: ignore[func-returns-value]
    assert pauses == [0.02, 0.04, 0.08, 0.08, 0.08]
    assert {line["exit_code"] for line in of("supervisor.restarted", log_lines)} == {3}
    with pytest.raises(PartFails, match="failing ended 5 times"):
        one.require_progress(5)
    one.shut_down()


def test_a_part_that_fails_does_not_delay_the_others(log_lines: Lines) -> None:
    """The pause is that part's own: nobody waits for it."""
    with supervised(Part("failing", shell("exit 3")), Part("sleeper", SLEEP)):
        wait_until(lambda: of("supervisor.restarted", log_lines), "failure")
        sleeper = next(line for line in of("supervisor.started", log_lines) if line["part"] == "sleeper")
        os.kill(sleeper["pid"], signal.SIGKILL)

        def starts() -> Lines:
            return [line for line in of("supervisor.started", log_lines) if line["part"] == "sleeper"]

        wait_until(lambda: len(starts()) == 2, "second start of the other")


def test_parts_start_in_their_order_each_when_the_one_before_is_ready(tmp_path: Path) -> None:
    """Workers need Redis."""
    ready = tmp_path / "ready"
    seen = tmp_path / "seen"

    def wait() -> None:
        wait_until(ready.exists, "ready first part")

    first = Part("first", shell(f"sleep 0.1; touch {ready}; sleep 60"), ready=wait)
    second = Part("second", shell(f"test -e {ready} && touch {seen}; sleep 60"))
    with supervised(first, second):
        wait_until(seen.exists, "second part that found the first ready")


def test_parts_are_asked_to_end_and_the_foundation_goes_last(log_lines: Lines, tmp_path: Path) -> None:
    """What the others need stays until they have finished what they have in hand."""
    started = tmp_path / "started"
    slow = shell(f"trap 'sleep 0.2; exit 0' TERM; touch {started}; while :; do sleep 0.01; done")
    with supervised(Part("redis", SLEEP, foundation=True), Part("worker", slow), Part("inbox", SLEEP)):
        wait_until(started.exists, "worker")
    stopped = of("supervisor.stopped", log_lines)
    assert stopped[-1]["part"] == "redis"
    assert next(line["exit_code"] for line in stopped if line["part"] == "worker") == 0


def test_a_part_that_ignores_the_request_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """After its grace, and nothing is lost: the ledger remembers what it had."""
    monkeypatch.setattr(room, "_GRACE_S", 0.2)
    started = tmp_path / "started"
    with supervised(Part("deaf", shell(f"trap '' TERM; touch {started}; while :; do sleep 0.05; done"))) as one:
        wait_until(started.exists, "deaf part")
        child = one._running[0].child
    assert child.returncode == -signal.SIGKILL


def test_a_lock_lets_one_process_be_a_part_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two servers on one append-only file would destroy it; the lock ends with the process that has it."""
    monkeypatch.setattr(room._spawn, "__defaults__", (0.1,))
    part = Part("redis", SLEEP, lock=tmp_path / "lock")
    with supervised(part):
        second = Supervisor([part])
        with pytest.raises(PartFails, match="runs already"):
            second.start()
    with supervised(part) as third:
        assert third._running[0].child.poll() is None


def test_a_killed_supervisor_leaves_no_process_behind(tmp_path: Path) -> None:
    """The kernel ends the children with their parent: nothing works on unseen."""
    script = (
        "from ops.supervisor import Part, Supervisor\n"
        "one = Supervisor([Part('sleeper', ['sleep', '60'])])\n"
        "one.start()\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(one._running[0].child.pid) + '.')\n"
        "one.run()\n"
    )
    written = tmp_path / "pid"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL) as parent:
        wait_until(lambda: written.exists() and written.read_text().endswith("."), "child")
        child = int(written.read_text().rstrip("."))
        assert not has_ended(child)
        parent.kill()
    wait_until(lambda: has_ended(child), "end of the child")


def test_a_signal_stops_whatever_it_interrupts() -> None:
    """A waiting thread holds its event's lock for moments; a signal in such a moment must not wait for itself."""
    script = (
        "import os, signal, threading\n"
        "from ops.supervisor import stop_on_signal\n"
        "stop = threading.Event()\n"
        "stop_on_signal(stop.set)\n"
        "with stop._cond:\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "print(stop.wait(10))\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout == "True\n"
