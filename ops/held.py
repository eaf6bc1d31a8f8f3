"""Held: what the ledger holds of one article: since when, how often it was started, and in whose hand it is."""

from typing import NamedTuple

import redis

from producer.ledger import connect
from schemas.errors import RedisUnavailable
from schemas.settings import Settings, masked


class Held(NamedTuple):
    """One pending article; ages in milliseconds by Redis' clock, None where there is none."""

    state: str  # waiting or in hand
    pending_ms: int
    announced_ms: int | None
    starts: int
    worker: str | None
    body_bytes: int


def held(settings: Settings, raw_id: str) -> Held | None:
    """Return what the ledger holds of a raw article; None when it is finished. Raise RedisUnavailable."""
    key = settings.queue
    try:
        with connect(settings) as client, client.pipeline() as pipe:
            pipe.time()
            pipe.zscore(f"{key}:pending", raw_id)
            pipe.zscore(f"{key}:queued", raw_id)
            pipe.hget(f"{key}:started", raw_id)
            pipe.hstrlen(f"{key}:bodies", raw_id)
            (seconds, micros), accepted, queued, note, size = pipe.execute()
    except (redis.exceptions.RedisError, OSError) as error:
        raise RedisUnavailable(f"Redis does not answer: {masked(str(error))}") from error
    if accepted is None:
        return None
    now = seconds * 1000 + micros // 1000
    starts, since, worker, *_ = (note or b"0 0 - -").decode().split()
    in_hand = int(since) > 0
    announced = None if queued is None else int(now - queued)
    return Held(
        "in hand" if in_hand else "waiting",
        int(now - accepted),
        announced,
        int(starts),
        worker if in_hand else None,
        int(size),
    )
