"""The door and the sweep on a real Redis: accepted means safe, announced now or by the next sweep."""

import base64
import os
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any

import kombu.exceptions
import orjson
import pytest

from producer.enqueue import PUBLISHED, Acceptance, Door
from schemas.errors import QueueFull, RedisUnavailable
from schemas.raw_article import RawArticle
from schemas.settings import Settings
from schemas.verdict import Reason, Refusal, Stage
from tests.support.waiting import wait_until
from worker.slot import take_slot
from worker.sweep import Sweep, oldest_queued_ms, reclaim

Lines = list[MutableMapping[str, Any]]
SettingsOf = Callable[..., Settings]


def raw_of(number: int, body: bytes | None = None) -> RawArticle:
    body = f"Article {number}".encode() if body is None else body
    return RawArticle(wire="afp", name=f"{number}.txt", body=body, received_at=datetime(2026, 3, 1, tzinfo=UTC))


def messages(client: Any) -> list[dict[str, Any]]:
    """Return Celery's messages, oldest first: their headers, and the raw_ids that each names."""
    found = []
    for text in reversed(client.lrange("copytaster", 0, -1)):
        message = orjson.loads(text)
        (raw_ids,), _keywords, _chords = orjson.loads(base64.b64decode(message["body"]))
        found.append({**message["headers"], "raw_ids": raw_ids})
    return found


def make_old(client: Any) -> None:
    """Let every announcement be older than any message in the queue."""
    for raw_id in client.zrange("copytaster:queued", 0, -1):
        client.zadd("copytaster:queued", {raw_id: 1})


@pytest.fixture
def unpublished(door: Door, monkeypatch: pytest.MonkeyPatch) -> Door:
    """A door whose messages are lost on their way, as when Redis goes away between the two steps."""

    def lost(*_: object, **__: object) -> None:
        raise kombu.exceptions.OperationalError("the connection was cut")

    monkeypatch.setattr(door._app, "send_task", lost)
    return door


def test_one_message_names_as_many_articles_as_a_worker_takes(settings_of: SettingsOf, redis_client: Any) -> None:
    """A message costs more than an article: they share one, in order."""
    raws = [raw_of(number) for number in range(130)]
    receipts = Door(settings_of(batch_size=64)).enqueue_many(raws)
    assert [receipt.raw_id for receipt in receipts] == [raw.raw_id for raw in raws]
    assert {receipt.acceptance for receipt in receipts} == {Acceptance.ACCEPTED}
    found = messages(redis_client)
    assert [len(message["raw_ids"]) for message in found] == [64, 64, 2]
    assert [raw_id for message in found for raw_id in message["raw_ids"]] == [raw.raw_id for raw in raws]


def test_articles_that_come_one_by_one_share_a_message(settings_of: SettingsOf, redis_client: Any) -> None:
    """The first calls a worker, who takes along what came meanwhile; the next is for what is too much for one."""
    door = Door(settings_of(batch_size=3))
    receipts = [door.enqueue(raw_of(number)) for number in range(5)]
    assert {receipt.acceptance for receipt in receipts} == {Acceptance.ACCEPTED}
    assert [message["raw_ids"] for message in messages(redis_client)] == [[receipts[0].raw_id], [receipts[3].raw_id]]


def test_what_is_left_without_a_message_is_called_for(settings_of: SettingsOf, redis_client: Any) -> None:
    """A message was lost, or its worker took fewer: whoever finishes is told, and sends one that names nothing."""
    door = Door(settings_of(batch_size=3))
    receipts = [door.enqueue(raw_of(number)) for number in range(3)]
    redis_client.delete("copytaster")
    (started,) = door.ledger.start([receipts[0].raw_id], "worker", fill=1).started
    assert door.ledger.finish([started.raw_id]) == 2
    door.call_for_more()
    assert [message["raw_ids"] for message in messages(redis_client)] == [[]]
    rest = door.ledger.start([], "worker", fill=3).started
    assert [one.raw_id for one in rest] == [one.raw_id for one in receipts[1:]]
    assert door.ledger.finish([]) == 0


def test_a_message_names_the_task_and_says_when_it_was_published(door: Door, redis_client: Any) -> None:
    """The producer sends by name; the sweep reads the time, which is Redis' own."""
    door.enqueue(raw_of(1))
    (message,) = messages(redis_client)
    assert message["task"] == "copytaster.ingest"
    assert abs(message[PUBLISHED] - door.ledger.clock_ms()) < 5_000


def test_the_same_article_again_is_pending(door: Door) -> None:
    """Nothing is doubled, whoever sends it twice."""
    assert door.enqueue(raw_of(1)).acceptance is Acceptance.ACCEPTED
    assert door.enqueue(raw_of(1)).acceptance is Acceptance.PENDING


@pytest.mark.parametrize(
    ("body", "reason"), [(b"", Reason.EMPTY_BODY), (b"x" * 2000, Reason.TOO_LARGE)], ids=["empty", "large"]
)
def test_what_is_unfit_is_refused_before_anything_is_written(
    settings_of: SettingsOf, body: bytes, reason: Reason
) -> None:
    """It would only fill Redis; the sender is told what to do."""
    door = Door(settings_of(max_article_bytes=1024))
    with pytest.raises(Refusal) as caught:
        door.enqueue_many([raw_of(1), raw_of(2, body)])
    assert (caught.value.reason, caught.value.stage) == (reason, Stage.RECEIVE)
    assert "2.txt" in caught.value.detail
    assert door.ledger.pending()[0] == 0


def test_a_full_queue_is_said_to_the_producer(settings_of: SettingsOf) -> None:
    """Batches that were accepted before stay accepted."""
    door = Door(settings_of(high_water=3, batch_size=2))
    with pytest.raises(QueueFull):
        door.enqueue_many(raw_of(number) for number in range(4))
    assert door.ledger.pending()[0] == 2


def test_without_redis_nothing_is_accepted(settings_of: SettingsOf) -> None:
    """No receipt without the ledger."""
    with pytest.raises(RedisUnavailable):
        Door(settings_of(redis_url="unix:///tmp/there-is-no-redis.sock")).enqueue(raw_of(1))


def test_what_could_not_be_announced_is_accepted_all_the_same(
    unpublished: Door, redis_client: Any, log_lines: Lines
) -> None:
    """The ledger has it; a warning says that the sweep will announce it."""
    assert unpublished.enqueue(raw_of(1)).acceptance is Acceptance.ACCEPTED
    assert messages(redis_client) == []
    (line,) = log_lines
    assert (line["event"], line["articles"]) == ("enqueue.unpublished", 1)


def test_the_sweep_announces_what_was_never_announced(
    unpublished: Door, settings: Settings, redis_client: Any, log_lines: Lines
) -> None:
    """Once, and together: these articles have done no harm."""
    unpublished.enqueue_many([raw_of(1), raw_of(2)])
    make_old(redis_client)
    sweep = Sweep(settings, Door(settings))
    assert sweep.once() == 2
    assert [sorted(message["raw_ids"]) for message in messages(redis_client)] == [
        sorted([raw_of(1).raw_id, raw_of(2).raw_id])
    ]
    assert sweep.once() == 0
    assert [line["articles"] for line in log_lines if line["event"] == "ledger.republished"] == [2]


def test_the_sweep_leaves_a_backlog_alone(door: Door, settings: Settings, redis_client: Any) -> None:
    """An entry whose message still waits is not announced again, however old both are."""
    door.enqueue(raw_of(1))
    (text,) = redis_client.lrange("copytaster", 0, -1)
    message = orjson.loads(text)
    message["headers"][PUBLISHED] = 1
    redis_client.lset("copytaster", 0, orjson.dumps(message))
    make_old(redis_client)
    assert Sweep(settings, door).once() == 0


def test_the_sweep_brings_back_a_purged_queue(door: Door, settings: Settings, redis_client: Any) -> None:
    """Someone deletes Celery's keys: the ledger knows what was in them."""
    door.enqueue_many(raw_of(number) for number in range(3))
    redis_client.delete("copytaster")
    make_old(redis_client)
    assert Sweep(settings, door).once() == 3


def test_the_thread_sweeps_until_it_is_stopped(unpublished: Door, settings_of: SettingsOf, redis_client: Any) -> None:
    """It runs in every worker; any number may."""
    unpublished.enqueue(raw_of(1))
    make_old(redis_client)
    settings = settings_of(sweep_interval_s=0.02)
    sweep = Sweep(settings, Door(settings))
    sweep.start()
    wait_until(lambda: messages(redis_client), "announcement")
    sweep.stop()
    sweep.join(60)
    assert not sweep.is_alive()


def test_a_sweep_without_redis_says_so_and_goes_on(settings_of: SettingsOf, log_lines: Lines) -> None:
    """The thread must not die of what it is there to mend."""
    settings = settings_of(redis_url="unix:///tmp/there-is-no-redis.sock", sweep_interval_s=0.02)
    sweep = Sweep(settings, Door(settings))
    sweep.start()
    wait_until(lambda: [one for one in log_lines if one["event"] == "ledger.unreachable"], "line about Redis")
    assert sweep.is_alive()
    sweep.stop()
    sweep.join(60)


def test_what_a_dead_worker_had_in_hand_is_announced_one_by_one(
    door: Door, redis_client: Any, log_lines: Lines
) -> None:
    """One of them may have killed it; the others must not stand in its message."""
    raws = [raw_of(number) for number in range(3)]
    door.enqueue_many(raws)
    redis_client.delete("copytaster")
    door.ledger.start([raw.raw_id for raw in raws], "dead")
    assert reclaim(door, "dead") == 3
    assert [len(message["raw_ids"]) for message in messages(redis_client)] == [1, 1, 1]
    assert [line["articles"] for line in log_lines if line["event"] == "ledger.reclaimed"] == [3]


@pytest.mark.parametrize(
    "junk", [b"not json", b"[]", b"{}", b'{"headers": null}', b'{"headers": {"published_ms": "x"}}']
)
def test_junk_at_the_queues_head_has_no_time(junk: bytes) -> None:
    """Nobody but our producer should write there, and if somebody does the sweep goes on."""
    assert oldest_queued_ms(junk) is None


def test_a_message_of_ours_has_its_time() -> None:
    """An empty queue has none."""
    assert oldest_queued_ms(b'{"headers": {"published_ms": 17}}') == 17
    assert oldest_queued_ms(None) is None


def test_a_sweep_brings_back_what_the_dead_of_its_home_had_in_hand(door: Door, settings: Settings) -> None:
    """At once, not after the lease: the kernel says who is dead. The living and those of other hosts are left alone."""
    raws = [raw_of(number) for number in range(3)]
    door.enqueue_many(raws)
    dying, living = take_slot(settings.home), take_slot(settings.home)
    for raw, worker in zip(raws, (dying.name, living.name, "another-host-1"), strict=True):
        door.ledger.start([raw.raw_id], worker)
    os.close(dying.lock)
    sweep = Sweep(settings, door)
    assert (sweep.once(), sweep.once()) == (1, 0)
    assert set(door.ledger.survey().in_hand) == {living.name, "another-host-1"}
    assert take_slot(settings.home).name == dying.name
