"""Spans: the timed steps of one article's way, and the trace they belong to. Pure.

Nothing is carried from part to part for them: both ends know the article's request id and raw_id, and make the same ids
of these. So a trace holds together where a message was lost, doubled or announced again by a sweep.
"""

import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from schemas.raw_article import RawArticle

# A trace id of W3C Trace Context (3.2.2.3), or a UUID, which has as many digits: it is the trace's own id.
_TRACE_ID = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)


class Step(StrEnum):
    """The steps of the straight line, and `taste`: all that a worker does with one article."""

    RECEIVE = "receive"
    TASTE = "taste"
    PARSE = "parse"
    EXTRACT = "extract"
    FINGERPRINT = "fingerprint"
    MATCH = "match"
    APPLY = "apply"


class Span(NamedTuple):
    """One step: when it was, in nanoseconds since 1970, of which trace, and below which span. 0 is no parent."""

    step: Step
    trace_id: int
    span_id: int
    parent_id: int
    began_ns: int
    ended_ns: int
    attributes: Mapping[str, str | int] = {}
    fault: str | None = None


def trace_id_of(raw: RawArticle) -> int:
    """Return the trace of an article: all articles of one request or file are in one.

    A sender whose request id is a trace id finds our spans in its own trace.
    """
    named = raw.request_id or raw.raw_id
    digits = named.replace("-", "")
    if _TRACE_ID.fullmatch(digits) and int(digits, 16):
        return int(digits, 16)
    return _hashed(named, 16)


def span_id_of(raw_id: str, step: Step, *which: object) -> int:
    """Return the id of a step of an article; `which` tells apart what happens again: start, place of a take."""
    return _hashed("/".join((raw_id, step, *map(str, which))), 8)


def received(raw: RawArticle, now_ns: int) -> Span:
    """Return the first span of an article: from its first byte here until it was accepted."""
    began = int(raw.received_at.timestamp() * 1e9)
    told = {"wire": raw.wire, "name": raw.name, "raw_id": raw.raw_id, "request_id": raw.request_id or ""}
    ended = max(began, now_ns)  # a clock that was set back between
    return Span(Step.RECEIVE, trace_id_of(raw), span_id_of(raw.raw_id, Step.RECEIVE), 0, began, ended, told)


def _hashed(text: str, size: int) -> int:
    """Return a number of so many bytes that is not zero, which is no id."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=size).digest()) or 1
