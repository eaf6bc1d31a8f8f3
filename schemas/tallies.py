"""What is counted of every article: the closed vocabulary of the tally table, and its hours."""

from bisect import bisect_left
from datetime import datetime
from enum import StrEnum

EVER = 0  # the hour under which the count since the first start stands
OTHER = "other"  # the wire under which stand the articles of wires beyond the cap
ALL = ""  # the wire of what is counted of all wires together

# Upper bounds of the histograms in seconds. A free desk takes a tenth, a batch behind others some, an outage minutes.
BOUNDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, float("inf"))
_LABELS = tuple(f"{bound:g}" for bound in BOUNDS)


class Counted(StrEnum):
    """What a row counts; after each its label. Those per wire stand once under their hour and once under EVER."""

    ARTICLE = "article"  # verdict
    REFUSED = "refused"  # reason
    MISSING = "missing"  # a field that a stored article lacks
    INGEST = "ingest"  # upper bound in seconds from receipt to commit
    INGEST_MS = "ingest_ms"  # none: the milliseconds of all of them
    KILL = "kill"  # as INGEST, of kills alone
    KILL_MS = "kill_ms"


class Lacking(StrEnum):
    """The fields whose absence is counted: those that a change of a wire's format is likely to cost."""

    BYLINE = "byline"
    DATELINE = "dateline"
    PUBLISHED_AT = "published_at"
    LANGUAGE = "language"


def hour_of(when: datetime) -> int:
    """Return the hour of a time, counted from 1970-01-01 in UTC."""
    return int(when.timestamp() // 3600)


def bound_of(seconds: float) -> str:
    """Return the label of the histogram's bucket that these seconds fall into."""
    return _LABELS[bisect_left(BOUNDS, seconds)]
