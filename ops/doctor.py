"""Doctor: checks what the promise rests on, and says how to mend each finding."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import NamedTuple

import redis
from sqlalchemy.exc import DBAPIError

from ops.printing import print_json, print_table
from producer.ledger import connect
from schemas.errors import CopytasterError
from schemas.settings import Settings, masked
from worker.database import engine_of
from worker.migrate import require_schema

_LEAST_FREE = 1 << 30  # bytes: a day of a busy wire


class Finding(NamedTuple):
    """One check: what was looked at, whether it is as it must be, and what to do when it is not."""

    check: str
    fine: bool
    detail: str


def findings(settings: Settings) -> list[Finding]:
    """Run every check; none of them changes anything."""
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (_redis, _database, _inbox, _disk)
    return [finding for check in checks for finding in check(settings)]


def show_findings(settings: Settings, *, as_json: bool) -> int:
    """Print the findings; 1 when something must be mended."""
    found = findings(settings)
    if as_json:
        print_json([finding._asdict() for finding in found])
    else:
        print_table(("check", "", "detail"), [(one.check, "ok" if one.fine else "MEND", one.detail) for one in found])
    return int(not all(finding.fine for finding in found))


def _redis(settings: Settings) -> Iterator[Finding]:
    client = connect(settings)
    try:
        version = client.info("server")["redis_version"]
        policy = client.info("memory").get("maxmemory_policy")
        append_only = client.info("persistence").get("aof_enabled")
    except (redis.exceptions.RedisError, OSError) as error:
        mend = "start `copytaster run`" if settings.embedded_redis else "check COPYTASTER_REDIS_URL and the server"
        yield Finding("redis", False, f"{masked(settings.redis_location)}: {error}; {mend}")
        return
    yield Finding("redis", True, f"{masked(settings.redis_location)} answers, version {version}")
    yield Finding(
        "redis eviction",
        policy == "noeviction",
        f"maxmemory-policy is {policy}"
        + ("" if policy == "noeviction" else ": accepted articles can vanish; CONFIG SET maxmemory-policy noeviction"),
    )
    yield Finding(
        "redis append-only file",
        bool(append_only),
        "on" if append_only else "off: a restart loses what is pending; CONFIG SET appendonly yes",
    )


def _database(settings: Settings) -> Iterator[Finding]:
    engine = engine_of(settings, pooled=False)
    try:
        require_schema(engine)
    except CopytasterError as error:
        yield Finding("database", False, str(error))
    except DBAPIError as error:
        yield Finding("database", False, str(error.orig))
    else:
        yield Finding("database", True, f"{engine.url.render_as_string(hide_password=True)}, schema up to date")


def _inbox(settings: Settings) -> Iterator[Finding]:
    folder = settings.inbox_folder
    if not folder.is_dir():
        yield Finding("inbox", False, f"{folder} is not there; `copytaster inbox` makes it")
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding("inbox", False, f"{folder} cannot be written by uid {os.getuid()}; chown or chmod u+rwx it")
    else:
        yield Finding("inbox", True, f"{folder} can be read and written")


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = settings.home.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    fine = free >= _LEAST_FREE
    yield Finding("disk", fine, f"{free >> 20} MB free in {folder}" + ("" if fine else "; make room before it is full"))
