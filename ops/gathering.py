"""Gathering: the figures of this moment, asked of Redis, the database, the inbox and the disk."""

import importlib.metadata
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import redis
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from ops import counts, desk
from ops.figures import (
    DiskFigures,
    Figures,
    InboxFigures,
    Loss,
    RedisFigures,
    Spread,
    WireFigures,
    WireState,
    WorkerFigures,
)
from ops.losses import Read, losses
from ops.presence import workers_of
from ops.rhythm import Past, judge, per_hour, usual_per_hour
from producer.claims import CLAIMED
from producer.folder import FILED, SPIKED
from producer.ledger import Ledger, Survey, connect
from producer.ready import is_temporary
from schemas.errors import CopytasterError, RedisUnavailable
from schemas.settings import Settings, masked
from schemas.tallies import hour_of
from worker.database import engine_of
from worker.migrate import require_schema
from worker.progress import keys_of

_MOST_FILES = 20_000  # counted in one state: some hundredths of a second; who has more knows enough
_INBOX_EVERY = timedelta(seconds=5)  # a folder is counted no more often


class FromRedis(NamedTuple):
    """What Redis was asked."""

    figures: RedisFigures
    workers: tuple[WorkerFigures, ...] = ()


class FromDatabase(NamedTuple):
    """What the database was asked; empty when `error` says why it could not be."""

    error: str | None = None
    verdicts: Mapping[str, int] = {}
    quarantined: Mapping[str, int] = {}
    refused: Mapping[tuple[str, str], int] = {}
    wires: tuple[WireFigures, ...] = ()
    losses: tuple[Loss, ...] = ()
    ingest: Spread = Spread({}, 0.0)
    kills: Spread = Spread({}, 0.0)


class Earlier(NamedTuple):
    """What no longer changes within an hour: the hours of the weeks before, and what was read in the last days."""

    hour: int
    hours: Mapping[str, Mapping[int, int]]
    reads: Mapping[str, Read]


class Gatherer:
    """Asks for figures as often as one likes; keeps its connections, and for an hour what that hour cannot change."""

    def __init__(self, settings: Settings, engine: Engine | None = None) -> None:
        self._settings = settings
        self._engine = engine or engine_of(settings)
        self._redis = connect(settings)
        self._ledger = Ledger.of(settings)
        self._schema_seen = False
        self._earlier: Earlier | None = None
        self._inbox: tuple[datetime, InboxFigures] | None = None

    def figures(self, now: datetime | None = None) -> Figures:
        """Return the figures of this moment. Never raises for a Redis or a database that is away: it says so."""
        now = now or datetime.now(UTC)
        asked = self._ask_redis(now)
        known = self._ask_database(now, timedelta(milliseconds=asked.figures.oldest_pending_ms))
        usage = shutil.disk_usage(_existing(self._settings.home.absolute()))
        return Figures(
            at=now,
            redis=asked.figures,
            database_error=known.error,
            verdicts=known.verdicts,
            quarantined=known.quarantined,
            refused=known.refused,
            wires=known.wires,
            losses=known.losses,
            workers=asked.workers,
            inbox=self._count_inbox(now),
            disk=DiskFigures(usage.free, usage.total),
            ingest=known.ingest,
            kills=known.kills,
            version=importlib.metadata.version("copytaster"),
        )

    def close(self) -> None:
        """Close the connections."""
        self._redis.close()
        self._engine.dispose()

    def _ask_redis(self, now: datetime) -> FromRedis:
        try:
            survey = self._ledger.survey()
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.llen(self._settings.queue)
                pipe.info("memory")
                for key in keys_of(self._settings):
                    pipe.hgetall(key)
                queued, memory, seen, progress = pipe.execute()
        except (RedisUnavailable, redis.exceptions.RedisError, OSError) as error:
            return FromRedis(RedisFigures(error=masked(str(error))))
        figures = RedisFigures(
            pending=survey.pending,
            oldest_pending_ms=survey.oldest_ms,
            queued_messages=queued,
            in_flight=sum(survey.in_hand.values()),
            memory_bytes=memory["used_memory"],
            memory_limit_bytes=memory["maxmemory"],
        )
        return FromRedis(figures, self._workers(now, survey, seen, progress))

    def _workers(
        self, now: datetime, survey: Survey, seen: Mapping[bytes, bytes], progress: Mapping[bytes, bytes]
    ) -> tuple[WorkerFigures, ...]:
        limits = self._settings
        return workers_of(now, survey, seen, progress, lease_s=limits.lease_s, sweep_s=limits.sweep_interval_s)

    def _ask_database(self, now: datetime, lag: timedelta) -> FromDatabase:
        try:
            if not self._schema_seen:
                require_schema(self._engine)
                self._schema_seen = True
            with self._engine.connect() as connection:
                return self._read(connection, now, lag)
        except CopytasterError as error:
            return FromDatabase(error=str(error))
        except DBAPIError as error:
            self._schema_seen = False  # what comes back may be another database
            reason = masked(str(error.orig).strip()).partition("\n")[0]
            return FromDatabase(error=f"the database does not answer: {reason}")

    def _read(self, connection: Connection, now: datetime, lag: timedelta) -> FromDatabase:
        earlier = self._known_earlier(connection, now)
        ever = counts.ever(connection)
        verdicts: Counter[str] = sum(ever.verdicts.values(), Counter())
        hours = counts.merged(earlier.hours, counts.hours_now(connection, now))
        heard = counts.wires(connection)
        names = sorted(ever.verdicts.keys() | heard.keys())
        return FromDatabase(
            verdicts=verdicts,
            quarantined=desk.reason_counts(self._engine),
            refused=ever.refused,
            wires=tuple(_wire(n, ever, heard.get(n), hours.get(n, {}), now=now, lag=lag) for n in names),
            losses=losses(counts.reads_now(connection, now), earlier.reads),
            ingest=ever.ingest,
            kills=ever.kills,
        )

    def _known_earlier(self, connection: Connection, now: datetime) -> Earlier:
        if self._earlier is None or self._earlier.hour != hour_of(now):
            hours, reads = counts.hours_before(connection, now), counts.reads_before(connection, now)
            self._earlier = Earlier(hour_of(now), hours, reads)
        return self._earlier

    def _count_inbox(self, now: datetime) -> InboxFigures:
        if self._inbox is None or not timedelta(0) <= now - self._inbox[0] < _INBOX_EVERY:
            self._inbox = (now, inbox_figures(self._settings.inbox_folder, now))
        return self._inbox[1]


def inbox_figures(inbox: Path, now: datetime) -> InboxFigures:
    """Count the files of an inbox by state; a folder that cannot be listed is the error."""
    day = now.date().isoformat()
    try:
        inbox.stat()
    except OSError as error:
        return InboxFigures(error=f"{inbox}: {error.strerror}", limit=_MOST_FILES)
    return InboxFigures(
        waiting=_counted(inbox),
        claimed=_counted(inbox / CLAIMED, but=".lock"),
        filed=_counted(inbox / FILED / day),
        spiked=_counted(inbox / SPIKED / day, but=".why.json"),
        limit=_MOST_FILES,
    )


def _counted(top: Path, but: str = "\0") -> int:
    """Return how many finished files lie below a folder, temporary names and those that end in `but` left out."""
    count = 0
    for name in _names(top):
        count += not name.endswith(but)
        if count >= _MOST_FILES:
            break
    return count


def _names(top: Path) -> Iterator[str]:
    for _, folders, names in os.walk(top):
        folders[:] = [name for name in folders if not is_temporary(name)]
        yield from (name for name in names if not is_temporary(name))


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


def _wire(
    name: str, ever: counts.Ever, heard: counts.Wire | None, hours: Mapping[int, int], *, now: datetime, lag: timedelta
) -> WireFigures:
    verdicts = ever.verdicts.get(name, Counter())
    missing = ever.missing.get(name, Counter())
    if heard is None:
        why = "these are the wires beyond COPYTASTER_WIRES_COUNTED: they have no rhythm together"
        return WireFigures(name, verdicts, missing, None, per_hour(hours, now), None, WireState.UNKNOWN, why)
    past = Past(heard.first_at, heard.last_at, heard.longest_gap_s, verdicts.total(), hours)
    found = judge(past, now - lag)
    rates = per_hour(hours, now), usual_per_hour(past, now)
    return WireFigures(name, verdicts, missing, heard.last_at, *rates, found.state, found.why)
