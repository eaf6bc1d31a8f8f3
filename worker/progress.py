"""Progress: when each worker was last seen and when it last finished something, for whoever asks whether it lives.

A dead consumer still answers a ping, so what is noted is work. Two hashes under the queue's prefix, in Redis' own time:
`seen` has worker -> milliseconds; `progress` has worker -> "milliseconds articles", the articles since it was started.
"""

import contextlib

import redis

from schemas.settings import Settings

# KEYS: seen, progress. ARGV: worker, articles finished since its start, 1 when something was finished just now.
_NOTE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], now)
if ARGV[3] == '1' then redis.call('HSET', KEYS[2], ARGV[1], now .. ' ' .. ARGV[2]) end
return now
"""


class Progress:
    """What one worker says of itself. A Redis that is away is not told, and nothing is said: the ledger complains."""

    def __init__(self, client: "redis.Redis", settings: Settings, worker: str) -> None:
        self._redis = client
        self._keys = keys_of(settings)
        self._worker = worker
        self._articles = 0
        self._note = client.register_script(_NOTE)

    def finished(self, articles: int) -> None:
        """Note that a batch was finished; with 0 articles, that the worker begins."""
        self._articles += articles
        self._tell(finished=1)

    def seen(self) -> None:
        """Note that the worker is there, whether it has anything to do or not."""
        self._tell(finished=0)

    def gone(self) -> None:
        """Forget a worker that ends as it should."""
        with contextlib.suppress(redis.exceptions.RedisError, OSError):
            for key in self._keys:
                self._redis.hdel(key, self._worker)

    def _tell(self, finished: int) -> None:
        with contextlib.suppress(redis.exceptions.RedisError, OSError):
            self._note(keys=list(self._keys), args=[self._worker, self._articles, finished])


def keys_of(settings: Settings) -> tuple[str, str]:
    """Return the keys of `seen` and `progress`."""
    return f"{settings.queue}:seen", f"{settings.queue}:progress"
