"""Examinations: what the promise rests on, each looked at, and how to mend what is not as it must be."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import redis
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ops.concerns import MEMORY_SHARE
from ops.encryption import ways
from ops.figures import Figures, WorkerState
from ops.gathering import Gatherer
from ops.log_files import log_folder
from ops.readiness import checks
from producer.ledger import connect
from schemas.settings import PREFIX, Settings, masked
from worker.database import engine_of

_MOST_SKEW = timedelta(seconds=2)  # apart from it, what an article's times say is worth little


class Finding(NamedTuple):
    """One check: what was looked at, whether it is as it must be, what was seen, and how to mend it when it is not."""

    check: str
    fine: bool
    detail: str
    mend: str = ""


def findings(settings: Settings) -> list[Finding]:
    """Run every check; none of them changes anything that is kept."""
    gatherer = Gatherer(settings, engine_of(settings, pooled=False))
    figures = gatherer.figures()
    gatherer.close()
    parts: tuple[Callable[[Settings, Figures], Iterator[Finding]], ...] = (
        *(_settings, _reachable, _redis, _ways, _clocks, _disk, _log, _workers),
    )
    return [finding for part in parts for finding in part(settings, figures)]


def _settings(settings: Settings, _figures: Figures) -> Iterator[Finding]:
    chosen = sorted(PREFIX + name.upper() for name in settings.model_fields_set)
    told = f"{len(chosen)} are set: {', '.join(chosen)}" if chosen else "all are defaults"
    if settings.lease_s <= settings.time_limit_s:
        detail = f"COPYTASTER_LEASE_S is {settings.lease_s:g}, COPYTASTER_TIME_LIMIT_S {settings.time_limit_s:g}"
        mend = "let the lease be longer, or one slow article is started twice"
        yield Finding("settings", fine=False, detail=detail, mend=mend)
    else:
        yield Finding("settings", fine=True, detail=told)


def _reachable(settings: Settings, _figures: Figures) -> Iterator[Finding]:
    start = "start `copytaster run`" if settings.embedded_redis else "check COPYTASTER_REDIS_URL and the server"
    mends = {
        "redis": start,
        "database": "check COPYTASTER_DATABASE_URL and the server; workers wait for it, nothing is lost",
        "schema": "copytaster migrate",
        "inbox": "mend the folder as it says, or set COPYTASTER_INBOX",
    }
    for check in checks(settings):
        yield Finding(check.name, check.fine, check.reason, "" if check.fine else mends[check.name])


def _redis(settings: Settings, _figures: Figures) -> Iterator[Finding]:
    try:
        with connect(settings) as client:
            memory, aof = client.info("memory"), client.info("persistence")
            synced = _synced(client)
    except (redis.exceptions.RedisError, OSError):
        return  # that it is away was said
    policy, fine = memory.get("maxmemory_policy"), memory.get("maxmemory_policy") == "noeviction"
    mend = "redis-cli CONFIG SET maxmemory-policy noeviction, or accepted articles can vanish"
    yield Finding("redis eviction", fine, f"maxmemory-policy is {policy}", "" if fine else mend)
    on = bool(aof.get("aof_enabled")) and aof.get("aof_last_write_status", "ok") == "ok"
    said = "on" if on else f"enabled: {aof.get('aof_enabled')}, last write: {aof.get('aof_last_write_status')}"
    mend = "redis-cli CONFIG SET appendonly yes, and make room on its disk, or a restart loses what is pending"
    yield Finding("redis append-only file", on, said, "" if on else mend)
    if synced is not None:
        mend = "redis-cli CONFIG SET appendfsync always, or what was accepted while its disk was busy dies with it"
        fine = synced == "always"
        yield Finding("redis append-only file's writes", fine, f"appendfsync is {synced}", "" if fine else mend)
    used, most = int(memory["used_memory"]), int(memory["maxmemory"])
    room = not most or used <= MEMORY_SHARE * most
    said = f"{used >> 20} MB used" + (f" of {most >> 20} MB" if most else ", no limit set")
    yield Finding("redis memory", room, said, "" if room else f"redis-cli CONFIG SET maxmemory {2 * most}")


def _ways(settings: Settings, _figures: Figures) -> Iterator[Finding]:
    for way in ways(settings):
        yield Finding(f"{way.server} encryption", way.safe, way.detail, way.mend)


def _synced(client: "redis.Redis") -> str | None:
    """Return when Redis writes its append-only file; None where a provider tells nobody."""
    try:
        return str(client.config_get("appendfsync").get("appendfsync"))
    except redis.exceptions.ResponseError:
        return None


def _clocks(settings: Settings, _figures: Figures) -> Iterator[Finding]:
    apart = {name: at - datetime.now(UTC) for name, at in _other_clocks(settings)}
    worst = max((abs(skew) for skew in apart.values()), default=timedelta())
    told = ", ".join(f"{name} {skew.total_seconds():+.2f} s" for name, skew in apart.items())
    mend = "set the clocks by NTP (timedatectl set-ntp true); until then times of articles are wrong"
    fine = worst <= _MOST_SKEW
    yield Finding("clocks", fine, told or "nobody to compare with", "" if fine else mend)


def _other_clocks(settings: Settings) -> Iterator[tuple[str, datetime]]:
    try:
        with connect(settings) as client:
            seconds, micros = client.time()
            yield "redis", datetime.fromtimestamp(seconds + micros / 1e6, UTC)
    except (redis.exceptions.RedisError, OSError):
        pass
    engine = engine_of(settings, pooled=False)
    if engine.dialect.name != "sqlite":  # which has no clock of its own
        try:
            with engine.connect() as connection:
                yield "database", connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        except DBAPIError:
            pass


def _disk(settings: Settings, figures: Figures) -> Iterator[Finding]:
    free = figures.disk.free_bytes >> 20
    fine = free >= settings.least_free_mb
    mend = "make room: copytaster prune --keep-days 90, COPYTASTER_FILED_DAYS, or what else fills it"
    told = f"{free} MB free in {settings.home.absolute()}"
    yield Finding("disk", fine, told, "" if fine else f"{mend}; {settings.least_free_mb} MB are wanted")


def _log(settings: Settings, _figures: Figures) -> Iterator[Finding]:
    folder = log_folder(settings.home)
    if not settings.log_file_mb:
        yield Finding("log", fine=True, detail="no files are kept; lines go to standard error alone")
        return
    fine = not folder.exists() or os.access(folder, os.W_OK | os.X_OK)
    yield Finding("log", fine, f"{folder} {'can' if fine else 'cannot'} be written", "" if fine else f"chown {folder}")


def _workers(_settings: Settings, figures: Figures) -> Iterator[Finding]:
    if figures.redis.error is not None:
        return  # nobody can say
    there = [one for one in figures.workers if one.state in (WorkerState.WORKING, WorkerState.IDLE)]
    told = ", ".join(f"{one.name} {one.state}" for one in figures.workers) or "none has been seen"
    mend = "copytaster worker (or `copytaster run`); a stuck one: copytaster log --event database"
    fine = bool(there) and len(there) == len(figures.workers)
    yield Finding("workers", fine, masked(told), "" if fine else mend)
