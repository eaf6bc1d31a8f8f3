"""Poison: an article that takes its worker along is quarantined after three starts; the others are stored."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ops import desk
from ops.supervisor import Part, Supervisor
from producer.enqueue import Door
from schemas.raw_article import RawArticle, received_now
from schemas.settings import PREFIX, Settings
from tests.acceptance.conftest import QUICK
from tests.support.servers import running_redis
from tests.support.waiting import wait_until
from tests.support.wire_copy import filed, invented_story
from worker.database import engine_of
from worker.migrate import migrate

pytestmark = pytest.mark.acceptance


@contextmanager
def poisoned_worker(settings: Settings) -> Iterator[Supervisor]:
    """Run the real worker with the poisonous reader, under the real supervisor."""
    command = [sys.executable, "-m", "tests.support.poison_app"]
    environ = {f"{PREFIX}{name.upper()}": str(value) for name, value in (QUICK | {"worker_memory_mb": 768}).items()}
    supervisor = Supervisor([Part("workers", command, {**environ, f"{PREFIX}HOME": str(settings.home)})])
    with running_redis(settings):
        supervisor.start()
        try:
            yield supervisor
        finally:
            supervisor.shut_down()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("kills", "attempts_exhausted"),
        ("spins", "attempts_exhausted"),
        ("exhausts", "crashed"),
        ("raises", "crashed"),
    ],
)
def test_poison_is_quarantined_with_its_bytes_and_its_neighbours_are_stored(
    place: Path, kind: str, reason: str
) -> None:
    """Whatever an article does to its worker, it has three starts; its batch is stored without it."""
    settings = Settings(**{"home": place, **QUICK})
    engine = engine_of(settings)
    migrate(engine)
    poison = RawArticle(wire="ap", name="poison", body=f"POISON {kind}".encode(), received_at=received_now())
    neighbours = [filed(invented_story(seed), headline=f"Story number {seed} of the day") for seed in range(12)]

    with poisoned_worker(settings) as supervisor:
        Door(settings).enqueue_many([*neighbours[:6], poison, *neighbours[6:]])

        def all_done() -> bool:
            supervisor.look()
            return sum(desk.verdict_counts(engine).values()) == 13

        wait_until(all_done, "thirteen verdicts", within_s=90)

    (held,) = desk.quarantine(engine)
    kept = desk.raw_article(engine, poison.raw_id)
    assert (held.raw_id, held.reason, held.attempts) == (poison.raw_id, reason, 3)
    assert kept is not None
    assert kept.body == poison.body
    assert {raw.raw_id for raw in neighbours} == {record.raw_id for record in desk.records(engine)}
    engine.dispose()
