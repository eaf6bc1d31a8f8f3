"""Where Redis is when Sentinel knows: `sentinel://[user:password@]host:port,host:port/master[/database]`. Pure.

Sentinel (redis.io, "High availability with Redis Sentinel") watches a Redis and its replicas and makes one of these the
master when it is gone. Whoever wants the master asks a sentinel, any of them.
"""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

SCHEME = "sentinel://"
_PORT = 26379  # that of a sentinel as it comes


class Watched(NamedTuple):
    """A Redis that sentinels watch: where they are, what they call it, and who may use it."""

    sentinels: tuple[tuple[str, int], ...]
    master: str
    database: int
    username: str | None
    password: str | None


def watched_of(url: str) -> Watched:
    """Return what a `sentinel://` URL says. Raise ValueError where it names no sentinel or no master."""
    login, _, hosts = urlsplit(url).netloc.rpartition("@")
    user, _, password = login.partition(":")
    master, _, database = urlsplit(url).path.strip("/").partition("/")
    sentinels = tuple(_address(host) for host in hosts.split(",") if host)
    if not sentinels or not master or not (database or "0").isdigit():
        raise ValueError("a sentinel URL is sentinel://host:port,host:port/name-of-the-master[/database]")
    return Watched(sentinels, master, int(database or 0), unquote(user) or None, unquote(password) or None)


def kombu_url(url: str) -> str:
    """Return the URL as kombu reads it: one for each sentinel; the master's name is an option beside it."""
    found = watched_of(url)
    login = urlsplit(url).netloc.rpartition("@")
    return ";".join(
        f"{SCHEME}{login[0]}{login[1]}{_bracketed(host)}:{port}/{found.database}" for host, port in found.sentinels
    )


def checked_url(url: str) -> str:
    """Return a URL by which kombu checks the certificate of a `rediss://`, as redis-py does unasked.

    Without a word on certificates kombu would take any. Other URLs are as they were.
    """
    parts = urlsplit(url)
    if parts.scheme != "rediss" or "ssl_cert_reqs=" in parts.query:
        return url
    return parts._replace(query=f"{parts.query}&ssl_cert_reqs=required".lstrip("&")).geturl()


def _address(text: str) -> tuple[str, int]:
    one = urlsplit(f"//{text}")
    if not one.hostname:
        raise ValueError(f"{text} is no host of a sentinel")
    return one.hostname, one.port or _PORT


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
