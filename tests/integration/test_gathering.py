"""Gathering: the figures of a real Redis, a real database, a folder and a disk; what is away is said, never raised."""

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import redis

from ops.figures import Figures, WireState, WorkerState
from ops.gathering import Gatherer, inbox_figures
from ops.latest import Latest
from producer.enqueue import Door
from schemas.raw_article import RawArticle
from schemas.settings import Settings
from tests.conftest import SettingsOf
from tests.support.databases import Database
from tests.support.straight_line import applied
from tests.support.wire_copy import NOON, filed, invented_story
from worker.progress import Progress


def story(seed: int, wire: str = "afp", ago: timedelta = timedelta(0)) -> RawArticle:
    raw = filed(invented_story(seed), wire=wire, headline=f"Story number {seed} of the day")
    return raw.model_copy(update={"received_at": NOON - ago})


def seen(settings: Settings, now: datetime | None = None) -> Figures:
    with closing(Gatherer(settings)) as gatherer:
        return gatherer.figures(now)


def test_the_ledger_and_the_workers_are_seen(database: Database, redis_client: "redis.Redis") -> None:
    """What waits, what is in whose hand, who has finished what; all as Redis has it."""
    settings, door = database.settings, Door(database.settings)
    door.enqueue_many([story(1), story(2), story(3)])
    door.ledger.start([story(1).raw_id], "host-1")
    Progress(redis_client, settings, "host-1").finished(5)
    figures = seen(settings)
    assert (figures.redis.pending, figures.redis.queued_messages, figures.redis.in_flight) == (3, 1, 1)
    assert figures.redis.memory_bytes > 0
    (worker,) = figures.workers
    assert (worker.name, worker.state, worker.in_hand, worker.articles) == ("host-1", WorkerState.WORKING, 1, 5)


def test_a_worker_that_ends_as_it_should_is_no_longer_there(database: Database, redis_client: "redis.Redis") -> None:
    """One that is killed is, until it is seen to be gone."""
    progress = Progress(redis_client, database.settings, "host-1")
    progress.finished(0)
    assert [one.state for one in seen(database.settings).workers] == [WorkerState.IDLE]
    progress.gone()
    assert seen(database.settings).workers == ()


def test_wires_are_counted_and_judged(database: Database) -> None:
    """A wire that sent every hour for three weeks, and nothing since yesterday, has gone quiet; another has not."""
    week = timedelta(weeks=1)
    hours = [timedelta(hours=hour) for hour in range(1, 30)]
    old = [story(week_no * 100 + n, "ap", week * week_no + ago) for week_no in (1, 2, 3) for n, ago in enumerate(hours)]
    first = story(998, "ap", week * 5)
    applied(database, first, *old, story(999, "ap", timedelta(hours=26)), story(997, "afp", timedelta(minutes=9)))
    figures = seen(database.settings, NOON)
    by_name = {wire.wire: wire for wire in figures.wires}
    assert by_name["ap"].state is WireState.QUIET
    assert by_name["ap"].last_received_at == NOON - timedelta(hours=26)
    assert by_name["ap"].usual_per_hour == 1
    assert by_name["afp"].state is WireState.UNKNOWN
    assert [wire.wire for wire in figures.quiet_wires] == ["ap"]
    assert sum(figures.verdicts.values()) == len(old) + 3


def test_what_was_pending_for_long_silences_no_wire(database: Database) -> None:
    """A desk that lags does not know what its wires sent: they are judged as of the oldest pending article."""
    week = timedelta(weeks=1)
    hours = [timedelta(hours=hour) for hour in range(1, 8)]
    old = [story(week_no * 100 + n, "ap", week * week_no + ago) for week_no in (1, 2, 3) for n, ago in enumerate(hours)]
    applied(database, story(998, "ap", week * 5), *old, story(999, "ap", timedelta(hours=6)))
    assert len(seen(database.settings, NOON).quiet_wires) == 1
    door = Door(database.settings)
    door.enqueue(story(1, "ap"))
    with redis.Redis.from_url(database.settings.redis_location) as client:
        seconds, _micros = client.time()
        client.zadd("copytaster:pending", {story(1, "ap").raw_id: (seconds - 6 * 3600) * 1000})
    assert seen(database.settings, NOON).quiet_wires == ()


def test_a_database_that_is_away_is_said_and_the_rest_is_there(settings_of: SettingsOf) -> None:
    """The lag is what a person needs most, just then."""
    settings = settings_of(database_url="postgresql://nobody@127.0.0.1:1/none")
    Door(settings).enqueue(story(1))
    figures = seen(settings)
    assert figures.redis.pending == 1
    assert figures.database_error is not None
    assert "does not answer" in figures.database_error
    assert figures.wires == ()


def test_a_schema_that_is_behind_is_said(settings: Settings) -> None:
    """With the command that mends it."""
    assert "copytaster migrate" in (seen(settings).database_error or "")


def test_a_redis_that_is_away_is_said_and_the_rest_is_there(database: Database, tmp_path: Path) -> None:
    """Counts are the database's own."""
    applied(database, story(1))
    settings = database.settings.model_copy(update={"redis_url": f"unix://{tmp_path}/none.sock"})
    figures = seen(settings)
    assert figures.redis.error
    assert figures.verdicts == {"stored": 1}


def test_files_are_counted_by_state(tmp_path: Path) -> None:
    """What a sender is still writing is none, and neither is a lock or a note."""
    day = NOON.date().isoformat()
    for name in (
        *("ap/a.txt", "ap/deep/b.txt", "ap/c.txt.part", ".claimed/w/ap/d.txt", ".claimed/w.lock"),
        *(f".filed/{day}/ap/e.txt", ".filed/2020-01-01/ap/f.txt", f".spiked/{day}/ap/g.txt"),
        f".spiked/{day}/ap/g.txt.why.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = inbox_figures(tmp_path, NOON)
    assert (found.waiting, found.claimed, found.filed, found.spiked) == (2, 1, 1, 1)
    assert inbox_figures(tmp_path / "none", NOON).error


def test_figures_are_gathered_once_a_second_whoever_asks(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page, a scraper and an impatient person cost as much as one of them."""
    now = NOON
    latest = Latest(database.settings, now=lambda: now)
    first = latest.figures()
    now = NOON + timedelta(seconds=0.9)
    assert latest.figures() is first
    now = NOON + timedelta(seconds=1.1)
    assert latest.figures() is not first
    latest.close()
