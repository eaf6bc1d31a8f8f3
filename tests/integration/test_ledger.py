"""The ledger's steps on a real Redis: each is atomic, and nothing accepted is ever forgotten before it is finished."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from producer.ledger import Admission, Ledger
from schemas.errors import QueueFull, RedisUnavailable
from schemas.raw_article import RawArticle
from schemas.settings import Settings

SettingsOf = Callable[..., Settings]


def raw_of(text: str, wire: str = "afp") -> RawArticle:
    return RawArticle(
        wire=wire, name=f"{text[:20]}.txt", body=text.encode(), received_at=datetime(2026, 3, 1, tzinfo=UTC)
    )


ONE, TWO, THREE = raw_of("one"), raw_of("two"), raw_of("three")


@pytest.fixture
def ledger(settings: Settings) -> Ledger:
    """An empty ledger whose leases last a minute."""
    return Ledger.of(settings)


def age(client: Any, ledger: Ledger, milliseconds: int, *names: str) -> None:
    """Let every entry of the named sorted sets and every start be older than it is."""
    for name in names or ("queued",):
        for raw_id, score in client.zrange(f"copytaster:{name}", 0, -1, withscores=True):
            client.zadd(f"copytaster:{name}", {raw_id: score - milliseconds})
    for raw_id, note in client.hgetall("copytaster:started").items():
        starts, since, worker, call = note.decode().split(" ")
        if since != "0":
            client.hset("copytaster:started", raw_id, f"{starts} {int(since) - milliseconds} {worker} {call}")


def test_an_accepted_article_is_held_with_all_it_came_with(ledger: Ledger) -> None:
    """Body, name and time of receipt come back as they were."""
    assert ledger.accept([ONE]) == [Admission.ACCEPTED]
    (started,) = ledger.start([ONE.raw_id], "worker").started
    assert (started.raw_id, started.starts, started.raw) == (ONE.raw_id, 1, ONE)


def test_thousands_are_taken_in_one_step(settings_of: SettingsOf) -> None:
    """More than Lua hands to one command: each is accepted, started with its own bytes, and finished."""
    ledger = Ledger.of(settings_of(high_water=10_000))
    raws = [raw_of(f"article {number}") for number in range(4_500)]
    assert set(ledger.accept(raws)) == {Admission.ACCEPTED}
    started = ledger.start([raw.raw_id for raw in raws], "worker").started
    assert [one.raw for one in started] == raws
    assert {(one.raw_id, one.starts) for one in started} == {(raw.raw_id, 1) for raw in raws}
    ledger.finish([raw.raw_id for raw in raws])
    assert ledger.pending()[0] == 0


def test_the_same_article_is_held_once(ledger: Ledger) -> None:
    """Accepted again it says whether any worker has had it in hand."""
    assert ledger.accept([ONE, ONE]) == [Admission.ACCEPTED, Admission.WAITING]
    assert ledger.accept([ONE]) == [Admission.WAITING]
    ledger.start([ONE.raw_id], "worker")
    assert ledger.accept([ONE, TWO]) == [Admission.STARTED, Admission.ACCEPTED]
    assert ledger.pending()[0] == 2


def test_above_the_high_water_mark_nothing_of_a_batch_is_written(settings_of: SettingsOf) -> None:
    """All or none: a producer that is refused knows that none of its batch was taken."""
    ledger = Ledger.of(settings_of(high_water=2))
    ledger.accept([ONE])
    with pytest.raises(QueueFull, match="more than 2"):
        ledger.accept([TWO, THREE])
    assert ledger.pending()[0] == 1
    assert ledger.accept([TWO]) == [Admission.ACCEPTED]


def test_a_full_queue_takes_back_what_it_holds(settings_of: SettingsOf) -> None:
    """Offering the same articles again is no growth."""
    ledger = Ledger.of(settings_of(high_water=1))
    ledger.accept([ONE])
    assert ledger.accept([ONE]) == [Admission.WAITING]


def test_redis_memory_fills_to_a_share_only(ledger: Ledger, redis_client: Any) -> None:
    """The rest of maxmemory keeps Celery and the workers going, so that a full queue can be drained."""
    used = redis_client.info("memory")["used_memory"]
    redis_client.config_set("maxmemory", used + (1 << 20))
    try:
        with pytest.raises(QueueFull, match="maxmemory"):
            ledger.accept([raw_of("x" * (1 << 20))])
        assert ledger.pending()[0] == 0
    finally:
        redis_client.config_set("maxmemory", 0)


def test_each_start_is_counted_and_is_one_workers_alone(ledger: Ledger) -> None:
    """A second message about an article in hand finds nothing to do."""
    ledger.accept([ONE])
    assert [one.starts for one in ledger.start([ONE.raw_id], "first").started] == [1]
    assert ledger.start([ONE.raw_id], "second").started == []
    assert ledger.reclaim("first") == [ONE.raw_id]
    assert [one.starts for one in ledger.start([ONE.raw_id], "second").started] == [2]


def test_a_finished_article_is_forgotten_wholly(ledger: Ledger, redis_client: Any) -> None:
    """No key of it stays, and a late message about it finds nothing."""
    ledger.accept([ONE])
    ledger.start([ONE.raw_id], "worker")
    ledger.finish([ONE.raw_id])
    assert ledger.start([ONE.raw_id], "worker").started == []
    assert ledger.pending() == (0, 0)
    assert redis_client.keys("copytaster:*") == []


def test_what_is_given_back_may_be_started_at_once(ledger: Ledger) -> None:
    """By a worker that ends, or after an error of ours; the count is taken back where the article was not at fault."""
    ledger.accept([ONE, TWO])
    ledger.start([ONE.raw_id, TWO.raw_id], "worker")
    ledger.give_back([ONE.raw_id], "worker", uncount=True)
    ledger.give_back([TWO.raw_id], "worker", uncount=False)
    assert [one.starts for one in ledger.start([ONE.raw_id, TWO.raw_id], "next").started] == [1, 2]


def test_a_worker_gives_back_only_what_it_holds(ledger: Ledger) -> None:
    """One that was taken for dead must not take an article out of its successor's hand."""
    ledger.accept([ONE])
    ledger.start([ONE.raw_id], "worker")
    ledger.give_back([ONE.raw_id], "another", uncount=True)
    assert ledger.start([ONE.raw_id], "third").started == []


def test_a_lease_that_is_over_makes_an_article_overdue_alone(ledger: Ledger, redis_client: Any) -> None:
    """Its worker is taken for dead, and the article may have killed it: it gets a message of its own."""
    ledger.accept([ONE, TWO])
    ledger.start([ONE.raw_id, TWO.raw_id], "worker")
    assert ledger.overdue(None) == ([], [])
    age(redis_client, ledger, 61_000)
    assert sorted(ledger.overdue(None).started) == sorted([ONE.raw_id, TWO.raw_id])
    assert ledger.overdue(None) == ([], [])


def test_a_touched_lease_is_a_new_one(ledger: Ledger, redis_client: Any) -> None:
    """A worker that waits for the database is alive."""
    ledger.accept([ONE])
    ledger.start([ONE.raw_id], "worker")
    age(redis_client, ledger, 61_000)
    ledger.touch([ONE.raw_id], "worker", uncount=True)
    assert ledger.overdue(None) == ([], [])
    assert ledger.reclaim("worker") == [ONE.raw_id]
    assert [one.starts for one in ledger.start([ONE.raw_id], "next").started] == [1]


def test_a_message_that_was_lost_is_announced_again(ledger: Ledger, redis_client: Any) -> None:
    """With nothing queued, an entry ten seconds old has lost its message."""
    ledger.accept([ONE])
    assert ledger.overdue(None) == ([], [])
    age(redis_client, ledger, 11_000)
    assert ledger.overdue(None) == ([ONE.raw_id], [])
    assert ledger.overdue(None) == ([], [])


def test_a_backlog_is_not_announced_twice(ledger: Ledger, redis_client: Any) -> None:
    """The queue is first in, first out: what was published after its oldest message is waiting for its turn."""
    ledger.accept([ONE])
    age(redis_client, ledger, 3_600_000)
    head = ledger.clock_ms() - 3_600_000
    assert ledger.overdue(head) == ([], [])
    assert ledger.overdue(head + 12_000) == ([ONE.raw_id], [])


def test_what_was_given_up_once_stands_alone_when_it_is_announced_again(ledger: Ledger, redis_client: Any) -> None:
    """It may be poison: neighbours in one message would be started with it."""
    ledger.accept([ONE, TWO])
    ledger.start([ONE.raw_id], "worker")
    ledger.reclaim("worker")
    age(redis_client, ledger, 11_000)
    assert ledger.overdue(None) == ([TWO.raw_id], [ONE.raw_id])


def test_a_clock_set_back_strands_nothing(ledger: Ledger, redis_client: Any) -> None:
    """Entries noted in what is the future now are announced again; a lease in the future is nobody's."""
    ledger.accept([ONE, TWO])
    ledger.start([TWO.raw_id], "worker")
    age(redis_client, ledger, -3_600_000)
    assert ledger.overdue(None) == ([ONE.raw_id], [TWO.raw_id])


def test_a_dead_workers_articles_are_taken_out_by_name(ledger: Ledger) -> None:
    """Its successor knows the name, and nothing of the others'."""
    ledger.accept([ONE, TWO, THREE])
    ledger.start([ONE.raw_id, TWO.raw_id], "dead")
    ledger.start([THREE.raw_id], "alive")
    assert sorted(ledger.reclaim("dead")) == sorted([ONE.raw_id, TWO.raw_id])
    assert ledger.reclaim("dead") == []


def test_the_lag_is_the_age_of_the_oldest(ledger: Ledger, redis_client: Any) -> None:
    """The first line of every status view."""
    ledger.accept([ONE, TWO])
    age(redis_client, ledger, 5_000, "pending")
    count, age_ms = ledger.pending()
    assert count == 2
    assert 5_000 <= age_ms < 15_000
    assert ledger.still_pending([ONE.raw_id, TWO.raw_id, THREE.raw_id]) == 2


def test_two_queues_on_one_redis_know_nothing_of_each_other(settings_of: SettingsOf) -> None:
    """Every key has the queue's name before it."""
    first, second = (Ledger.of(settings_of(queue=name)) for name in ("first", "second"))
    first.accept([ONE])
    assert (first.pending()[0], second.pending()[0]) == (1, 0)
    assert second.start([ONE.raw_id], "worker").started == []


def test_a_redis_that_is_away_is_said_so_without_its_password(settings_of: SettingsOf) -> None:
    """The error is ours, and names no secret."""
    ledger = Ledger.of(settings_of(redis_url="redis://user:s3cret@127.0.0.1:1/0"))
    with pytest.raises(RedisUnavailable) as caught:
        ledger.accept([ONE])
    assert "s3cret" not in str(caught.value)


def test_the_embedded_redis_has_written_what_it_answers(redis_client: Any) -> None:
    """Written every second, a write waits for a busy disk: what was accepted meanwhile would die with the process."""
    found = {str(name): str(value) for name, value in redis_client.config_get("append*").items()}
    assert (found["appendonly"], found["appendfsync"]) == ("yes", "always")
