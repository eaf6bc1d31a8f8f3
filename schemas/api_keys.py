"""Scopes and Caller: what an API key allows, and who it is that asks."""

from enum import StrEnum
from typing import NamedTuple

KEY_SCHEME = "key"  # what OpenAPI calls the way in which a key is sent


class Scope(StrEnum):
    """What a key may be used for."""

    ENQUEUE = "enqueue"
    READ = "read"
    OPERATE = "operate"


class Caller(NamedTuple):
    """Who asks. Without a key (an open door on this machine) `key_id` is None and nothing is limited."""

    name: str = "anyone"
    key_id: str | None = None
    scopes: frozenset[Scope] = frozenset((Scope.ENQUEUE, Scope.READ))
    wire: str | None = None  # the only wire it may send for
    rate: float | None = None  # articles, or questions, a second
