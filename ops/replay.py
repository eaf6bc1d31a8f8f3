"""Replay: filed originals are enqueued again, as after a Redis that lost everything. Known bytes end as replayed."""

import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from ops.embedded import require_redis
from ops.once import Document, documents
from ops.printing import print_figures, print_json
from producer.enqueue import Acceptance, Door, Receipt
from producer.folder import FILED
from schemas.errors import QueueFull
from schemas.raw_article import RawArticle
from schemas.settings import Settings

_FULL_WAIT_S = 0.5  # between offers while the queue is full: workers make room


def replay_filed(settings: Settings, since: date | None, wire: str | None, *, as_json: bool) -> int:
    """Enqueue what was filed since a day, of one wire or of all, and print how many. 1 when nothing was found.

    Raise RedisUnavailable. Members of containers that were refused then are refused again, and only counted.
    """
    require_redis(settings)
    door = Door(settings)
    counts = {"documents": 0, "enqueued": 0, "pending already": 0, "refused": 0}
    found = _filed(settings, since, wire)
    while batch := list(islice(found, settings.batch_size)):
        raws = [document.raw for document in batch if document.raw is not None]
        receipts = _offer(door, raws)
        again = sum(receipt.acceptance is Acceptance.PENDING for receipt in receipts)
        counts["documents"] += len(batch)
        counts["enqueued"] += len(receipts) - again
        counts["pending already"] += again
        counts["refused"] += len(batch) - len(raws)
    if as_json:
        print_json({name.replace(" ", "_"): count for name, count in counts.items()})
    else:
        print_figures(counts)
    return int(not counts["documents"])


def _filed(settings: Settings, since: date | None, wire: str | None) -> Iterator[Document]:
    """Yield filed documents, the oldest day first, under the wire and the name that they were dropped with."""
    for day in _days(settings.inbox_folder / FILED, since):
        for document in documents([day], None, settings):
            if wire is None or document.raw is None or document.raw.wire == wire:
                yield document


def _days(filed: Path, since: date | None) -> list[Path]:
    days = sorted(path for path in filed.iterdir() if path.is_dir()) if filed.is_dir() else []
    return [day for day in days if since is None or day.name >= since.isoformat()]  # ISO 8601: sorted by name is by day


def _offer(door: Door, raws: list[RawArticle]) -> list[Receipt]:
    while raws:
        try:
            return door.enqueue_many(raws)
        except QueueFull:
            time.sleep(_FULL_WAIT_S)
    return []
