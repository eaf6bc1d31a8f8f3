"""Copies of a process: they run one function, end with its result, and never outlive their parent."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.accounts import has_ended
from tests.support.waiting import wait_until

PREAMBLE = "import os, signal, subprocess, sys, time\nfrom ops.children import Copy\n"


def run(script: str) -> "subprocess.CompletedProcess[str]":
    """Run a script in a process that has one thread: a copy of the tests' own would have theirs."""
    return subprocess.run(
        [sys.executable, "-c", PREAMBLE + script], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(
    ("function", "code"),
    [
        ("lambda: 3", 3),
        ("lambda: sys.exit(4)", 4),
        ("lambda: sys.exit()", 0),
        ("lambda: sys.exit('a sentence')", 1),
        ("lambda: 1 // 0", 1),
        ("lambda: os.kill(os.getpid(), signal.SIGKILL)", -9),
    ],
)
def test_a_copy_ends_with_what_its_function_returns(function: str, code: int) -> None:
    """Or with the signal that ended it, as `subprocess.Popen` would say; the parent's own code runs only once."""
    ran = run(f"child = Copy({function}, signal.SIGKILL)\nprint(child.wait(), child.poll(), child.returncode)")
    assert f"{code} {code} {code}\n" == ran.stdout
    assert ("ZeroDivisionError" in ran.stderr) is ("//" in function)


def test_a_copy_is_asked_to_end_and_then_ended() -> None:
    """Its parent's answer to SIGTERM is not its own; one that lives longer than it may is told of."""
    ran = run(
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "listening, says = os.pipe()\n"  # it is asked once it runs its function
        "first = Copy(lambda: os.write(says, b'.') and time.sleep(60), signal.SIGKILL)\n"
        "second = Copy(lambda: time.sleep(60), signal.SIGKILL)\n"
        "os.read(listening, 1)\n"
        "try:\n    first.wait(0.2)\nexcept subprocess.TimeoutExpired:\n    print('lives')\n"
        "first.terminate()\nsecond.kill()\nprint(first.wait(60), second.wait(60))\nfirst.kill()"
    )
    assert ran.stdout == "lives\n-15 -9\n", ran.stderr


def test_a_copy_ends_with_its_parent(tmp_path: Path) -> None:
    """The kernel ends it: a nursery that is killed leaves no worker behind."""
    written = tmp_path / "pid"
    script = (
        "child = Copy(lambda: time.sleep(60), signal.SIGKILL)\n"
        f"open({str(written)!r}, 'w').write(f'{{child.pid}}.')\ntime.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", PREAMBLE + script]) as parent:
        wait_until(lambda: written.exists() and written.read_text().endswith("."), "child")
        child = int(written.read_text().rstrip("."))
        assert not has_ended(child)
        parent.send_signal(signal.SIGKILL)
    wait_until(lambda: has_ended(child), "end of the child")
