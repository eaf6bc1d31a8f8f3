"""The straight line for tests: raw articles into a test's database in one batch, as a worker would take them."""

import time
from datetime import datetime

from schemas.raw_article import RawArticle
from schemas.wire_profile import WireProfile
from tests.support.databases import Database
from tests.support.wire_copy import NOON
from worker.pipeline import Outcome, Reading, Refused, read
from worker.store import Store


def applied(database: Database, *raws: RawArticle, now: datetime = NOON, store: Store | None = None) -> list[Outcome]:
    """Let raw articles be read, matched and stored or refused; return what became of each."""
    entries = [one for raw in raws for one in read(raw, WireProfile(), time.perf_counter)]
    readings = [one for one in entries if isinstance(one, Reading)]
    refused = [one for one in entries if isinstance(one, Refused)]
    return (store or Store(database.engine, database.settings)).apply(readings, refused, now)
