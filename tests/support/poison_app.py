"""The real workers with a reader that some articles poison: `python -m tests.support.poison_app`."""

import os
import signal
from typing import NoReturn

import worker.batch
from ops.nursery import main
from schemas.raw_article import RawArticle
from schemas.wire_profile import WireProfile
from worker.pipeline import Clock, Extracted, Refused, read


def poisonous(raw: RawArticle, profile: WireProfile, clock: Clock, attempts: int = 1) -> list[Extracted | Refused]:
    """Read an article, unless it is one that kills, spins, exhausts memory or raises."""
    for word, poison in _POISONS.items():
        if word in raw.body:
            poison()
    return read(raw, profile, clock, attempts)


def _kill() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("SIGKILL does not return")


def _spin() -> NoReturn:
    while True:
        pass


def _exhaust() -> NoReturn:
    held = []
    while True:
        held.append(bytearray(64 << 20))


def _raise() -> NoReturn:
    raise ZeroDivisionError("a fault of ours")


_POISONS = {b"POISON kills": _kill, b"POISON spins": _spin, b"POISON exhausts": _exhaust, b"POISON raises": _raise}
worker.batch.read = poisonous  # type: ignore[attr-defined]  # the name under which a batch calls the reader

if __name__ == "__main__":
    main()
