"""Pace: how many articles a second a key may send, and to which bytes an idempotency key belongs; both in Redis.

One step for all that is asked at a moment. The rate is a leaky bucket told by one number for each key, the time at
which it would be empty again (the generic cell rate algorithm, ITU-T I.371), by Redis' own clock: however many
processes serve, a key has one rate.
"""

import hashlib
import math
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import redis

from schemas.api_keys import Caller
from schemas.errors import RedisUnavailable
from schemas.problem import Kind, Trouble
from schemas.settings import Settings, masked

BURST_S = 2.0  # seconds' worth that may come at once
_KEPT_S = 86_400  # an idempotency key is remembered for a day: retries come within minutes

# KEYS: for each question the bucket, and the idempotency key or ''. ARGV: seconds kept, then for each question
# microseconds an article (0: no limit), microseconds of burst, articles, raw_id. Returns for each the microseconds to
# wait, 0 to go on, or -1 when the idempotency key belongs to other bytes.
_ADMIT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local answers = {}
for i = 1, #KEYS / 2 do
  local at = 1 + (i - 1) * 4
  local each, burst = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local count, raw_id = tonumber(ARGV[at + 3]), ARGV[at + 4]
  local wait = 0
  if each > 0 then
    local empty = math.max(now, tonumber(redis.call('GET', KEYS[i * 2 - 1]) or 0))
    wait = math.max(0, empty - now + math.min(count * each, burst) - burst)
    if wait == 0 then
      empty = string.format('%.0f', empty + count * each)
      redis.call('SET', KEYS[i * 2 - 1], empty, 'PX', math.ceil((tonumber(empty) - now) / 1000) + 1)
    end
  end
  if wait == 0 and KEYS[i * 2] ~= '' then
    local there = redis.call('GET', KEYS[i * 2])
    if there and there ~= raw_id then wait = -1 end
    if not there then redis.call('SET', KEYS[i * 2], raw_id, 'EX', ARGV[1]) end
  end
  answers[i] = wait
end
return answers
"""


class Claim(NamedTuple):
    """What somebody wants to do: so many articles at once, under a key of theirs for these bytes."""

    caller: Caller
    articles: int = 1
    idempotency_key: str | None = None
    raw_id: str = ""


class Pace:
    """Asks Redis what may go on. `client` fails quickly."""

    def __init__(self, client: "redis.Redis", settings: Settings) -> None:
        self._prefix = settings.queue
        self._script = client.register_script(_ADMIT)

    def admit(self, claims: Sequence[Claim]) -> list[Trouble | None]:
        """Return for each claim None, or why it may not go on now. Raise RedisUnavailable."""
        asked = [at for at, one in enumerate(claims) if one.caller.rate or one.idempotency_key]
        answers: list[Trouble | None] = [None] * len(claims)
        if asked:
            for at, wait in zip(asked, self._ask([claims[at] for at in asked]), strict=True):
                answers[at] = _told(claims[at], wait)
        return answers

    def _ask(self, claims: Sequence[Claim]) -> list[int]:
        keys: list[str] = []
        arguments: list[Any] = [_KEPT_S]
        for one in claims:
            keys += [f"{self._prefix}:rate:{one.caller.key_id}", self._idempotency(one)]
            rate = one.caller.rate or 0
            each = round(1e6 / rate) if rate else 0
            arguments += [each, max(each, round(BURST_S * 1e6)), one.articles, one.raw_id]
        try:
            return cast("list[int]", self._script(keys=keys, args=arguments))
        except redis.exceptions.RedisError as error:
            raise RedisUnavailable(f"Redis does not answer: {masked(str(error))}") from error

    def _idempotency(self, claim: Claim) -> str:
        """Return where an idempotency key is kept: each caller has its own, and its words stand nowhere."""
        if not claim.idempotency_key:
            return ""
        words = f"{claim.caller.key_id}\n{claim.idempotency_key}".encode()
        return f"{self._prefix}:idempotency:{hashlib.blake2b(words, digest_size=16).hexdigest()}"


def _told(claim: Claim, wait: int) -> Trouble | None:
    if wait < 0:
        told = "This Idempotency-Key was used for other bytes within the last day"
        return Trouble(Kind.KEY_REUSED, f"{told}; a new article needs a new key, and the same one the same bytes.")
    if wait == 0:
        return None
    after = math.ceil(wait / 1e6)
    told = f"The key {claim.caller.name} may send {claim.caller.rate:g} a second"
    return Trouble(Kind.RATE_LIMITED, f"{told}; go on after {after} s, and more slowly.", retry_after_s=after)
