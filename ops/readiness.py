"""Readiness: can this service take and store an article now? Each check with its reason, on fresh connections."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import redis
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from producer.ledger import connect
from schemas.errors import CopytasterError
from schemas.settings import Settings, masked
from worker.database import engine_of
from worker.migrate import require_schema


class Check(NamedTuple):
    """One thing that must be right, and the sentence that says whether it is."""

    name: str
    fine: bool
    reason: str


def checks(settings: Settings) -> list[Check]:
    """Ask Redis, the database, its schema and the inbox. Changes nothing; takes seconds where a peer is silent."""
    return [*_redis(settings), *_database(settings), _inbox(settings.inbox_folder)]


def _redis(settings: Settings) -> list[Check]:
    """Write and read a key of this process alone: an answer to PING does not show that Redis can write."""
    key = f"{settings.queue}:readiness:{os.getpid()}"
    try:
        with connect(settings) as client:
            client.set(key, b"1", ex=10)
            fine = client.getdel(key) == b"1"
    except (redis.exceptions.RedisError, OSError) as error:
        return [Check("redis", fine=False, reason=f"{masked(settings.redis_location)}: {masked(str(error))}")]
    return [Check("redis", fine, "it writes and reads" if fine else "what was written could not be read back")]


def _database(settings: Settings) -> list[Check]:
    engine = engine_of(settings, pooled=False)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except DBAPIError as error:
        reason = masked(str(error.orig).strip())
        return [Check("database", fine=False, reason=reason), Check("schema", fine=False, reason="no database")]
    return [Check("database", fine=True, reason="it answers"), _check("schema", lambda: require_schema(engine))]


def _inbox(folder: Path) -> Check:
    """Ask the system rather than write a file: watchers of the folder would see one come and go."""
    if not folder.is_dir():
        return Check("inbox", fine=False, reason=f"{folder} is not there; `copytaster inbox` makes it")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        mend = f"chown or chmod u+rwx it for uid {os.getuid()}"
        return Check("inbox", fine=False, reason=f"{folder} cannot be written; {mend}")
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        return Check("inbox", fine=False, reason=f"{folder} is mounted read-only; mount it for writing")
    return Check("inbox", fine=True, reason="it can be read and written")


def _check(name: str, ask: Callable[[], None]) -> Check:
    try:
        ask()
    except (CopytasterError, DBAPIError) as error:
        return Check(name, fine=False, reason=masked(str(error)))
    return Check(name, fine=True, reason="up to date")
