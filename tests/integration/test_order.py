"""Order: with the same weights, any order, any batches and any number of writers give the same stories and leads."""

import random
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ops import desk
from schemas.thresholds import Thresholds
from tests.support.databases import Database, empty
from tests.support.straight_line import readings_of
from tests.support.wire_copy import NOON, ORCHARD, SURGE, filed, invented_story
from worker.pipeline import Reading
from worker.store import Store

# What is promised is promised for given weights: nothing is learned while the orders are compared.
_NOTHING_LEARNED = Thresholds(lessons=0)
_WHOLE = invented_story(7, 12)
_RAWS = [
    filed(source="AP", published_at=NOON.isoformat()),
    filed(SURGE[:3], wire="post", headline="Cut short", published_at=(NOON + timedelta(hours=1)).isoformat()),
    filed(SURGE, wire="echo", headline="Storm surge floods old harbor of Varnholm, thousands flee"),
    filed(ORCHARD, headline="Frost leaves few apples", guid="o1", version=1),
    filed((*ORCHARD[:4], "A crate costs double."), headline="Few apples, high prices", guid="o1", version=2),
    filed(_WHOLE[:6], headline="The first half"),
    filed(_WHOLE[6:], headline="The second half"),
    filed(_WHOLE, wire="post", headline="The whole of it"),  # the bridge: it makes one story of the two halves
]
_READINGS = readings_of(*_RAWS)


def _batches(order: list[Reading], draw: random.Random) -> Iterator[list[Reading]]:
    at = 0
    while at < len(order):
        size = draw.randint(1, 4)
        yield order[at : at + size]
        at += size


def _stories(database: Database, order: list[Reading], writers: int, draw: random.Random) -> frozenset[object]:
    """Store the articles by several writers at once and return the stories, each with its lead."""
    chosen = database.settings.model_copy(update={"thresholds": _NOTHING_LEARNED})
    batches = list(_batches(order, draw))

    def write(mine: list[list[Reading]]) -> None:
        store = Store(database.engine, chosen)
        for batch in mine:
            store.apply(batch, [], NOON)

    threads = [threading.Thread(target=write, args=(batches[number::writers],)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    members: dict[str, set[str]] = {}
    for one in desk.records(database.engine):
        members.setdefault(one.story_id, set()).add(one.raw_id)
    leads = {one["story_id"]: one["headline"] for one in desk.stories(database.engine, 50)}
    return frozenset((frozenset(raw_ids), leads[story_id]) for story_id, raw_ids in members.items())


@pytest.mark.timeout(400)
def test_any_order_batches_and_writers_give_the_same_stories_and_leads(database: Database) -> None:
    """Two hundred random orders, in batches of one to four, by one to three writers at once: one result."""
    expected = _stories(database, _READINGS, 1, random.Random(0))
    assert {len(raw_ids) for raw_ids, _lead in expected} == {2, 3}  # type: ignore[misc, has-type]

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.permutations(_READINGS), st.integers(1, 3), st.randoms(use_true_random=False))
    def any_order(order: list[Reading], writers: int, draw: random.Random) -> None:
        empty(database)
        assert _stories(database, order, writers, draw) == expected

    any_order()
