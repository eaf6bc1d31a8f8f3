"""Encryption: whether what goes over a network to Redis and to the database can be read on the way."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from schemas.redis_url import SCHEME as SENTINEL
from schemas.settings import Settings
from worker.database import engine_of

_LOCAL = ("", "localhost", "127.0.0.1", "::1")
_VERIFIED = ("verify-ca", "verify-full")  # others encrypt for whoever answers, if at all


class Way(NamedTuple):
    """The way to a server: whether it is safe from readers, what was seen, and how to mend it when it is not."""

    server: str
    safe: bool
    detail: str
    mend: str = ""


def ways(settings: Settings) -> Iterator[Way]:
    """Yield the way to each server that is asked over a network; one that does not answer is left to other checks."""
    redis = urlsplit(settings.redis_url)
    if settings.redis_url and redis.scheme in ("redis", "rediss", SENTINEL.removesuffix("://")):
        yield _to_redis(redis.scheme, redis.hostname or "")
    url = make_url(settings.database_location)
    host = url.host or str(url.query.get("host", ""))
    if url.get_backend_name() == "postgresql" and not host.startswith("/"):
        yield from _to_database(settings, host, str(url.query.get("sslmode", "prefer")))


def _to_redis(scheme: str, host: str) -> Way:
    if scheme == "rediss":
        return Way("redis", safe=True, detail=f"TLS to {host}, whose certificate is checked")
    if host in _LOCAL:
        return Way("redis", safe=True, detail="on this machine")
    mend = "COPYTASTER_REDIS_URL=rediss://...?ssl_ca_certs=/path/ca.pem, or articles and password go in clear"
    return Way("redis", safe=False, detail=f"no TLS to {host}", mend=mend)


def _to_database(settings: Settings, host: str, mode: str) -> Iterator[Way]:
    engine = engine_of(settings, pooled=False)
    try:
        with engine.connect() as connection:
            encrypted = _is_encrypted(connection)
    except DBAPIError:
        return
    if host in _LOCAL:
        yield Way("database", safe=True, detail="on this machine")
        return
    told = f"{'TLS' if encrypted else 'no TLS'} to {host}, sslmode {mode}"
    mend = "COPYTASTER_DATABASE_URL=...?sslmode=verify-full&sslrootcert=/path/ca.pem, or another may read or answer"
    safe = encrypted and mode in _VERIFIED
    yield Way("database", safe, told, "" if safe else mend)


def _is_encrypted(connection: Connection) -> bool:
    """Ask the client's own library: a proxy may end TLS before the server, which then knows nothing of it."""
    return bool(connection.connection.driver_connection.pgconn.ssl_in_use)  # type: ignore[union-attr]
