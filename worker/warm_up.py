"""Warm up: one article of our own is read before any other, so that models and tables are loaded by nobody's clock."""

import time
from datetime import UTC, datetime

from schemas.raw_article import RawArticle
from schemas.wire_profile import WireProfile
from worker.pipeline import read

_SAMPLE = b"""Mayor of Varnholm opens the bridge

VARNHOLM, March 3 - The mayor of Varnholm opened the new bridge on Monday, and many people came to see it.

It took three years to build, the council said, and it will carry the tram from the old harbor to the station.
"""


def warm_up() -> None:
    """Read a sample. It takes about a second of processor time: a thousand times as long as the next article."""
    raw = RawArticle(wire="local", name="warm-up", body=_SAMPLE, received_at=datetime.now(UTC))
    read(raw, WireProfile(), time.perf_counter)
