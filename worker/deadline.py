"""A deadline that the kernel keeps: code that spins, even inside a C extension, is ended with its worker."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Let the process die of SIGALRM when the block takes longer than `seconds`.

    A Python handler would wait for the interpreter, which a runaway regular expression never gives back; the default
    action is the kernel's. The ledger has counted the start, so the article is bounded; the supervisor starts anew.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def limit_memory(megabytes: int) -> None:
    """Bound this process's address space: an article that exhausts memory raises MemoryError here, not elsewhere."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, hard))
