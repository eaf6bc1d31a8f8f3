"""Delivery as it may happen: twice, late, in any order. The stories are the same."""

from collections.abc import Sequence
from typing import Any

import pytest
import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ops import desk
from producer.enqueue import Door
from schemas.raw_article import RawArticle
from schemas.verdict import Verdict
from tests.support.databases import Database, empty
from tests.support.wire_copy import ORCHARD, SURGE, filed
from worker.batch import Taster
from worker.pipeline import Outcome
from worker.store import Store

ARRIVING = (
    filed(),
    filed(wire="post", headline="Three thousand flee the water"),
    filed(SURGE[:4], wire="gazette"),
    filed(ORCHARD, headline="Frost leaves Lunde without apples"),
    filed(ORCHARD[:4], wire="post", headline="A year without juice"),
)


def taster(database: Database) -> Taster:
    """Return a worker without Celery."""
    chosen = database.settings
    return Taster(chosen, Door(chosen), Store(database.engine, chosen), "host-1", stopping=lambda: False)


def stories(database: Database) -> set[frozenset[str]]:
    """Return which raw articles stand together."""
    together: dict[str, set[str]] = {}
    for record in desk.records(database.engine):
        together.setdefault(record.story_id, set()).add(record.raw_id)
    return {frozenset(one) for one in together.values()}


def delivered(database: Database, raws: Sequence[RawArticle]) -> list[Outcome]:
    """Accept all, then deliver each in a message of its own, in this order."""
    Door(database.settings).enqueue_many(raws)
    worker = taster(database)
    return [outcome for raw in raws for outcome in worker.ingest([raw.raw_id])]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(ARRIVING))
def test_the_order_of_delivery_does_not_change_the_stories(database: Database, order: list[RawArticle]) -> None:
    """Whatever comes first, the same articles stand together, each once."""
    empty(database)
    delivered(database, order)
    expected = {frozenset(raw.raw_id for raw in ARRIVING[:3]), frozenset(raw.raw_id for raw in ARRIVING[3:])}
    assert expected == stories(database)


def test_a_second_delivery_finds_nothing_to_do(database: Database) -> None:
    """A message that comes again after its articles were finished changes nothing and says nothing."""
    first = delivered(database, ARRIVING)
    again = [taster(database).ingest([raw.raw_id]) for raw in ARRIVING]
    assert len(ARRIVING) == len(first)
    assert [[]] * len(ARRIVING) == again
    assert len(ARRIVING) == len(list(desk.records(database.engine)))


def test_what_one_batch_cannot_hold_is_called_for_before_it_is_worked_on(
    database: Database, redis_client: "redis.Redis", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker takes the rest meanwhile, and need not wait for this one, which may be killed over it."""
    monkeypatch.setattr("producer.ledger.MOST_BYTES", len(filed().body))
    chosen, waiting = database.settings, list[int]()
    door = Door(chosen)
    first, *_ = [door.enqueue(raw) for raw in ARRIVING]  # they share a message
    redis_client.delete(chosen.queue)  # a worker has taken it

    class Watched(Store):
        def apply(self, *given: Any, **more: Any) -> list[Outcome]:
            """Note how many messages wait."""
            waiting.append(redis_client.llen(chosen.queue))
            return super().apply(*given, **more)

    store = Watched(database.engine, chosen)
    (outcome,) = Taster(chosen, door, store, "host-1", stopping=lambda: False).ingest([first.raw_id])
    assert (outcome.raw.raw_id, waiting) == (first.raw_id, [1])


def test_an_article_in_one_workers_hand_is_not_started_by_another(database: Database) -> None:
    """A message delivered twice at once is worked on once; the other worker finds it taken, and no start is counted."""
    door = Door(database.settings)
    (receipt,) = door.enqueue_many(ARRIVING[:1])
    (held,) = door.ledger.start([receipt.raw_id], "host-1").started
    assert door.ledger.start([receipt.raw_id], "host-2").started == []
    door.ledger.give_back([receipt.raw_id], "host-1", uncount=False)
    (taken,) = door.ledger.start([receipt.raw_id], "host-2").started
    assert (held.starts, taken.starts) == (1, 2)


def test_clocks_that_jump_change_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Producers and workers whose clocks are a day off are judged by Redis' clock: nothing is overdue, nothing lost."""
    import time

    monkeypatch.setattr(time, "time", lambda: 1.0)
    monkeypatch.setattr(time, "time_ns", lambda: 86_400_000_000_000)
    door = Door(database.settings)
    (receipt,) = door.enqueue_many(ARRIVING[:1])
    assert door.ledger.overdue(None) == ([], [])
    (outcome,) = taster(database).ingest([receipt.raw_id])
    assert outcome.verdict == Verdict.STORED
    assert door.ledger.pending() == (0, 0)


def test_a_document_stored_but_never_finished_in_the_ledger_is_not_quarantined_too(database: Database) -> None:
    """Killed between commit and finish at every start, an article looks like poison; but it is there, so it is none."""
    delivered(database, ARRIVING[:1])
    door = Door(database.settings)
    (receipt,) = door.enqueue_many(ARRIVING[:1])
    for _ in range(database.settings.max_starts):
        door.ledger.start([receipt.raw_id], "host-1")
        door.ledger.reclaim("host-1")
    (outcome,) = taster(database).ingest([receipt.raw_id])
    assert outcome.verdict == Verdict.REPLAYED
    assert desk.quarantine(database.engine) == []
