"""What the watcher has said already: lasting trouble is told once a minute, an unreadable file once."""

import time
from collections.abc import Callable

import structlog

from producer.ready import Look
from schemas.log_events import Event

EVERY_S = 60.0  # what stays wrong is said once a minute, not at every scan

_log = structlog.get_logger(__name__)


class Complaints:
    """Says the same trouble at most once a minute, whatever the details of each time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: dict[tuple[Event, str], float] = {}

    def say(self, event: Event, kind: str, **fields: object) -> None:
        """Log a warning, unless one of this kind was logged less than a minute ago."""
        now = self._clock()
        if now - self._said.get((event, kind), -EVERY_S) >= EVERY_S:
            self._said = {key: at for key, at in self._said.items() if now - at < EVERY_S}
            self._said[event, kind] = now
            _log.warning(event, **fields)


class Aside:
    """Files that cannot be taken as they are: passed over until they change, and tried again once a minute.

    Only hashes are kept, 100 bytes a file: a folder full of unreadable files must not fill the memory.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[int, tuple[int, float]] = {}
        self._met: set[int] = set()

    def skips(self, path: str, look: Look) -> bool:
        """Return whether this file, as it looks now, is to be passed over now."""
        key = hash(path)
        seen, until = self._until.get(key, (0, 0.0))
        if not until:
            return False
        self._met.add(key)
        return seen == hash(look[:-1]) and self._clock() < until

    def put(self, path: str, look: Look) -> bool:
        """Put a file aside; return whether it is news: False for one that was put aside before as it is."""
        key, seen = hash(path), hash(look[:-1])
        news = self._until.get(key, (0, 0.0))[0] != seen
        self._until[key] = (seen, self._clock() + EVERY_S)
        self._met.add(key)
        return news

    def forget_gone(self) -> None:
        """After a full scan: forget the files that were not met in it."""
        self._until = {key: entry for key, entry in self._until.items() if key in self._met}
        self._met = set()
