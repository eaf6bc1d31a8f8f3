"""Waiting for something that another thread or process brings about: polled, with a deadline, never a bare sleep."""

import time
from collections.abc import Callable
from typing import TypeVar

_POLL_S = 0.01
_PATIENCE_S = 60.0  # a machine of two cores with much else to do; only a test that fails waits for so long

T = TypeVar("T")


def wait_until(found: Callable[[], T], what: str, *, within_s: float = _PATIENCE_S) -> T:
    """Return the first truthy answer of `found`. Raise AssertionError, naming what was waited for, after `within_s`."""
    until = time.monotonic() + within_s
    while not (answer := found()):
        if time.monotonic() > until:
            raise AssertionError(f"after {within_s} s there is still no {what}: {answer!r}")
        time.sleep(_POLL_S)
    return answer
