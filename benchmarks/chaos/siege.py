"""Siege: a number of articles under a number of faults, one after the other and sometimes two at once."""

import random
import time
from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from benchmarks.chaos.faults import faults_for, inject
from benchmarks.chaos.feed import Feed
from benchmarks.chaos.service import Service

_POLL_S = 0.02
_RECOVER_S = 180.0  # no fault may take longer to recover from: a run that waits for ever shows nothing
_QUIET_S = 150.0  # without a single article finished: what is pending then has been forgotten
_AT_ONCE = 0.25  # share of faults that come while the one before has not healed


class Siege(NamedTuple):
    """What was injected, and how long the next article took each time, in seconds."""

    injected: dict[str, int]
    recovered: dict[str, list[float]]


def besiege(service: Service, feed: Feed, engine: Engine, *, articles: int, kills: int, chance: random.Random) -> Siege:
    """Offer articles in as many portions as there are faults, and let a fault come with each."""
    injected: dict[str, int] = defaultdict(int)
    recovered: dict[str, list[float]] = defaultdict(list)
    kinds = faults_for(service.settings.database_url)
    portion = max(1, articles // kills - 1)
    for number in range(kills):
        fault = kinds[number % len(kinds)] if number < len(kinds) else chance.choice(kinds)
        feed.offer(portion)
        time.sleep(chance.uniform(0, 0.5))  # some portions are caught whole, some half done
        began = time.monotonic()
        injected[fault.name] += 1
        inject(fault, service, chance)
        if chance.random() < _AT_ONCE:
            continue
        probe = feed.probe()
        _wait_for(probe, engine)
        recovered[fault.name].append(time.monotonic() - began)
        print(f"{number + 1:4d}/{kills} {fault.name}: {recovered[fault.name][-1]:.1f} s", flush=True)
    return Siege(dict(injected), dict(recovered))


def drain(service: Service, feed: Feed) -> float:
    """Wait until nothing is pending and no file waits, or nothing has moved for long; return the seconds it took."""
    began = moved = time.monotonic()
    last = -1
    while left := service.pending() + feed.dropped():
        if left != last:
            last, moved = left, time.monotonic()
        if time.monotonic() - moved > _QUIET_S:
            break
        time.sleep(0.25)
    return time.monotonic() - began


def _wait_for(raw_id: str, engine: Engine) -> None:
    until = time.monotonic() + _RECOVER_S
    query = text("SELECT 1 FROM article WHERE raw_id = :id UNION SELECT 1 FROM quarantine WHERE raw_id = :id")
    while time.monotonic() < until:
        try:
            with engine.connect() as connection:
                if connection.execute(query, {"id": raw_id}).first():
                    return
        except DBAPIError:  # it is the database that was hit
            pass
        time.sleep(_POLL_S)
