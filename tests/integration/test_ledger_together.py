"""What a worker takes along: a queue of single articles is drained in batches, and what may be poison stands alone."""

from typing import Any

import pytest

from producer.enqueue import Door
from producer.ledger import Ledger
from schemas.settings import Settings
from tests.integration.test_enqueue import messages
from tests.integration.test_ledger import ONE, THREE, TWO, age, raw_of
from worker.sweep import Sweep


@pytest.fixture
def ledger(settings: Settings) -> Ledger:
    """An empty ledger whose leases last a minute."""
    return Ledger.of(settings)


def test_what_waits_comes_along_until_the_batch_is_full(ledger: Ledger, redis_client: Any) -> None:
    """A queue of single articles is drained in batches, the oldest first; their own messages find nothing to do."""
    for raw in (ONE, TWO, THREE):
        ledger.accept([raw])
        age(redis_client, ledger, 1000)
    assert [one.raw for one in ledger.start([THREE.raw_id], "first", fill=2).started] == [THREE, ONE]
    assert ledger.start([ONE.raw_id], "second").started == []
    assert [one.raw for one in ledger.start([ONE.raw_id], "second", fill=2).started] == [TWO]


def test_what_may_be_poison_takes_nobody_along(ledger: Ledger) -> None:
    """An article that was started before stands alone, and comes along with nobody."""
    ledger.accept([ONE, TWO, THREE])
    ledger.start([ONE.raw_id, TWO.raw_id], "dead")
    ledger.reclaim("dead")
    assert [one.raw for one in ledger.start([ONE.raw_id], "next", fill=64).started] == [ONE]
    assert [one.raw for one in ledger.start([THREE.raw_id], "other", fill=64).started] == [THREE]


def test_what_comes_along_is_bounded_in_bytes(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many large articles are not held in memory at once because small messages name them."""
    monkeypatch.setattr("producer.ledger.MOST_BYTES", 400)
    large = [raw_of(letter * 200) for letter in "abc"]
    ledger.accept(large)
    assert len(ledger.start([large[0].raw_id], "worker", fill=64).started) == 1


def test_who_starts_is_told_what_is_left_without_a_message(ledger: Ledger, redis_client: Any) -> None:
    """It calls for the rest at once, so that another need not wait for its end; a message that waits does so, too."""
    ledger.accept([ONE, TWO, THREE])
    assert ledger.start([ONE.raw_id], "first", fill=1).unnamed == 2
    redis_client.lpush("copytaster", "a message")
    assert ledger.start([TWO.raw_id], "second", fill=1).unnamed == 0
    redis_client.delete("copytaster")
    assert ledger.start([], "third", fill=4).unnamed == 0


def test_a_start_whose_answer_was_lost_gets_the_same_articles(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client sends it again: nothing is counted twice, and what came along is not forgotten in this hand."""
    ledger.accept([ONE, TWO, THREE])
    monkeypatch.setattr("producer.ledger.secrets.token_hex", lambda _: "one-call")
    first = ledger.start([ONE.raw_id], "worker", fill=2).started
    assert ledger.start([ONE.raw_id], "worker", fill=2).started == first
    ledger.finish([ONE.raw_id])
    assert ledger.start([ONE.raw_id], "worker", fill=2).started == first[1:]


def test_the_sweep_calls_for_what_came_when_a_message_was_lost(
    door: Door, settings: Settings, redis_client: Any
) -> None:
    """Its worker was killed before it began: what it was to bring along does not wait until it is overdue."""
    for raw in (ONE, TWO, THREE):
        door.enqueue(raw)
    redis_client.delete("copytaster")
    sweep = Sweep(settings, door)
    assert sweep.once() == sweep.once() == 0
    assert [message["raw_ids"] for message in messages(redis_client)] == [[]]
