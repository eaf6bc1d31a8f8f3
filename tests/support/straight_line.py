"""The straight line for tests: raw articles into a test's database in one batch, as a worker would take them."""

import time
from collections.abc import Sequence
from datetime import datetime

from schemas.raw_article import RawArticle
from schemas.wire_profile import WireProfile
from tests.support.databases import Database
from tests.support.wire_copy import NOON
from worker.pipeline import Extracted, Outcome, Reading, Refused, printed, read
from worker.store import Store


def readings_of(*raws: RawArticle) -> list[Reading]:
    """Return what a worker would match of raw articles, read as one batch; what is refused is left out."""
    return _printed([one for raw in raws for one in read(raw, WireProfile(), time.perf_counter)])


def applied(database: Database, *raws: RawArticle, now: datetime = NOON, store: Store | None = None) -> list[Outcome]:
    """Let raw articles be read, matched and stored or refused; return what became of each."""
    entries = [one for raw in raws for one in read(raw, WireProfile(), time.perf_counter)]
    refused = [one for one in entries if isinstance(one, Refused)]
    return (store or Store(database.engine, database.settings)).apply(_printed(entries), refused, now)


def _printed(entries: Sequence[Extracted | Refused]) -> list[Reading]:
    return printed([one for one in entries if isinstance(one, Extracted)], time.perf_counter)
