"""Deadlines that the kernel keeps: code that spins, even inside a C extension, is ended with its worker."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Each signal with its timer, and how many times the limit it allows: processor time, and time on the wall.
_TIMERS = ((signal.SIGPROF, signal.ITIMER_PROF, 1), (signal.SIGALRM, signal.ITIMER_REAL, 10))


class Unanswered(BaseException):
    """Somebody else took too long: the database did not answer in time. Nothing is wrong with the article.

    Like KeyboardInterrupt it comes from a signal, anywhere; not being an Exception, it makes SQLAlchemy give up the
    connection, where a rollback would wait for the same silent server.
    """


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Let the process die of SIGPROF when the block takes more processor time than `seconds`.

    A Python handler would wait for the interpreter, which a runaway regular expression never gives back; the default
    action is the kernel's. The ledger has counted the start, so the article is bounded; the supervisor starts anew.
    Processor time, because a machine that is busy or was suspended is no fault of the article; a block that waits for
    something that never comes dies of SIGALRM, much later.
    """
    for number, timer, limit in _TIMERS:
        signal.signal(number, signal.SIG_DFL)
        signal.setitimer(timer, seconds * limit)
    try:
        yield
    finally:
        for _number, timer, _limit in _TIMERS:
            signal.setitimer(timer, 0)


@contextmanager
def answer_within(seconds: float) -> Iterator[None]:
    """Raise Unanswered when the block waits longer than `seconds`; let the process die of SIGPROF if it spins as long.

    Waiting costs no processor time. So a database that hangs is told from an article that spins, and only the article
    is counted as having killed its worker.
    """
    late: list[Unanswered] = []

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        late.append(Unanswered(f"no answer within {seconds:g} s"))
        raise late[0]

    signal.signal(signal.SIGALRM, give_up)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except Exception as error:
        if late:  # a driver that tidies up after the interruption fails for a reason of its own
            raise late[0] from error
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)


def limit_memory(megabytes: int) -> None:
    """Bound this process's address space: an article that exhausts memory raises MemoryError here, not elsewhere."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, hard))
