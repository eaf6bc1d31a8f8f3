"""A client of the Redis that the settings name: one server, or the master that sentinels know."""

from typing import Any

import redis
from redis.sentinel import Sentinel

from schemas.settings import Settings


def client_of(settings: Settings, *, socket_timeout: float, socket_connect_timeout: float, **how: Any) -> "redis.Redis":
    """Return a client, not connected yet; `how` are redis-py's own words for a connection.

    Behind sentinels each new connection asks them where the master is, so that one that was lost leads to the new one.
    """
    timeouts = {"socket_timeout": socket_timeout, "socket_connect_timeout": socket_connect_timeout}
    watched = settings.watched_redis
    if watched is None:
        return redis.Redis.from_url(settings.redis_location, **timeouts, **how)
    sentinels = Sentinel(watched.sentinels, sentinel_kwargs=timeouts)  # type: ignore[no-untyped-call]
    login = {"username": watched.username, "password": watched.password, "db": watched.database}
    client: redis.Redis = sentinels.master_for(watched.master, redis.Redis, **login, **timeouts, **how)  # type: ignore[no-untyped-call]
    return client
