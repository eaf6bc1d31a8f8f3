"""Soak: a steady load with a fault now and then, and by the minute what every part holds in memory and on disk."""

import random
import time
from collections import defaultdict
from typing import NamedTuple

import redis

from benchmarks.chaos.faults import faults_for, inject
from benchmarks.chaos.feed import Feed
from benchmarks.chaos.processes import resident_mb
from benchmarks.chaos.service import Service

_TICK_S = 0.5
_GROWTH = 1.25  # the last quarter's peak may be so much over the second quarter's: caches have filled by then
_SLACK_MB = 16.0


class Sample(NamedTuple):
    """One minute's look: megabytes of each part's largest process, of database and Redis; articles pending."""

    minute: float
    resident: dict[str, float]
    database_mb: float
    redis_mb: float
    pending: int


def soak(
    service: Service, feed: Feed, chance: random.Random, *, minutes: float, rate: float, fault_every_s: float
) -> tuple[dict[str, int], bool]:
    """Offer `rate` articles a second for `minutes`; return the faults injected, and whether memory stayed flat."""
    kinds = faults_for(service.settings.database_url)
    injected: dict[str, int] = defaultdict(int)
    samples: list[Sample] = []
    began = time.monotonic()
    next_fault, owed = began + fault_every_s, 0.0
    last = began
    while (now := time.monotonic()) < began + minutes * 60:
        owed += rate * (now - last)
        last = now
        feed.offer(int(owed))
        owed -= int(owed)
        if now >= next_fault:
            fault = chance.choice(kinds)
            injected[fault.name] += 1
            inject(fault, service, chance)
            next_fault += fault_every_s
        if now - began >= 60 * (len(samples) + 1):
            samples.append(_sample(service, (now - began) / 60))
            _print(samples[-1])
        time.sleep(_TICK_S)
    return dict(injected), _flat(samples)


def _sample(service: Service, minute: float) -> Sample:
    settings = service.settings
    files = settings.home.glob("copytaster.db*") if not settings.database_url else ()
    try:
        held = int(service.redis.info("memory")["used_memory"]) / (1 << 20)
    except redis.exceptions.RedisError:
        held = 0.0
    return Sample(
        minute,
        {part: max(map(resident_mb, pids), default=0.0) for part, pids in service.parts().items()},
        sum(path.stat().st_size for path in files) / (1 << 20),
        held,
        service.pending(),
    )


def _print(sample: Sample) -> None:
    parts = "  ".join(f"{part} {size:.0f}" for part, size in sample.resident.items())
    print(
        f"minute {sample.minute:5.1f}  resident MB: {parts}  Redis {sample.redis_mb:.1f}  "
        f"database {sample.database_mb:.0f}  pending {sample.pending}",
        flush=True,
    )


def _flat(samples: list[Sample]) -> bool:
    """Compare the peaks of the last quarter and the second: the first fills caches."""
    quarter = len(samples) // 4
    if not quarter:
        return True
    second, fourth = samples[quarter : 2 * quarter], samples[-quarter:]
    flat = True
    for part in samples[0].resident:
        before, after = (max(one.resident[part] for one in span) for span in (second, fourth))
        grown = after > before * _GROWTH + _SLACK_MB
        flat = flat and not grown
        print(f"{part:<12} {before:6.0f} MB in the second quarter, {after:6.0f} MB in the last{' GROWN' * grown}")
    return flat
