"""The tally: counted in the transaction that stores, on both databases, so that it is right whatever happens."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from ops import counts
from schemas.raw_article import RawArticle
from schemas.tallies import EVER, OTHER, hour_of
from schemas.wire_profile import WireProfile
from tests.support.articles import raw_of
from tests.support.databases import Database
from tests.support.straight_line import applied
from tests.support.wire_copy import NOON, filed, invented_story
from worker.store import Store


def story(seed: int, wire: str = "afp", at: datetime = NOON) -> RawArticle:
    raw = filed(invented_story(seed), wire=wire, headline=f"Story number {seed} of the day")
    return raw.model_copy(update={"received_at": at})


def rows(database: Database, where: str = "hour = 0") -> dict[tuple[str, str, str], int]:
    with database.engine.connect() as connection:
        found = connection.execute(
            text(f"SELECT name, wire, label, sum(count) FROM tally WHERE {where} GROUP BY 1, 2, 3")
        )
        return {(name, wire, label): int(count) for name, wire, label, count in found}


def test_every_verdict_is_counted_by_its_wire(database: Database) -> None:
    """Replays and refusals, too; and all of it again under the hour of receipt."""
    applied(database, story(1), story(2), raw_of("", wire="ap", received_at=NOON))
    applied(database, story(1))
    expected = {("article", "afp", "stored"): 2, ("article", "afp", "replayed"): 1, ("article", "ap", "quarantined"): 1}
    for where in ("hour = 0", f"hour = {hour_of(NOON)}"):
        found = {key: count for key, count in rows(database, where).items() if key[0] == "article"}
        assert found == expected


def test_reasons_and_missing_fields_are_counted(database: Database) -> None:
    """By the words of the closed lists."""
    applied(database, story(1), raw_of("", wire="ap"))
    found = rows(database)
    assert found["refused", "ap", "empty_body"] == 1
    assert found["missing", "afp", "byline"] == 1


def test_a_batch_that_fails_is_not_counted(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts are committed with what they count, or not at all."""

    def fail(*_: object) -> None:
        raise RuntimeError("the power goes")

    monkeypatch.setattr("worker.tally.heard", fail)
    with pytest.raises(RuntimeError):
        applied(database, story(1))
    assert rows(database, "true") == {}


def test_seconds_to_commit_fall_into_their_bucket(database: Database) -> None:
    """From receipt to commit; the database's answer adds up as a histogram must."""
    applied(database, story(1, at=NOON - timedelta(seconds=4)), story(2, at=NOON - timedelta(hours=2)))
    with database.engine.connect() as connection:
        ever = counts.ever(connection)
    assert (ever.ingest.at_most[2.5], ever.ingest.at_most[5.0], ever.ingest.at_most[1800.0]) == (0, 1, 1)
    assert ever.ingest.at_most[float("inf")] == 2
    assert ever.ingest.sum_s == pytest.approx(7204, abs=5)
    assert ever.kills.at_most[float("inf")] == 0


def test_beyond_the_cap_wires_stand_together(database: Database) -> None:
    """A sender that makes up wires does not make up labels; those that settings name always have their own."""
    settings = database.settings.model_copy(update={"wires_counted": 2, "wires": {"named": WireProfile()}})
    store = Store(database.engine, settings)
    for number, wire in enumerate(["a", "b", "c", "named", "d", "a"]):
        applied(database, story(number, wire), store=store)
    found = {wire: count for (name, wire, label), count in rows(database).items() if name == "article"}
    assert found == {"a": 2, "b": 1, "named": 1, OTHER: 2}


def heard(database: Database) -> dict[str, counts.Wire]:
    with database.engine.connect() as connection:
        return counts.wires(connection)


@pytest.mark.parametrize("order", [(0, 60, 90), (90, 0, 60), (60, 90, 0)])
def test_a_wire_is_heard_first_and_last_whatever_the_order(database: Database, order: Sequence[int]) -> None:
    """And its longest silence is known; articles of one batch may come in any order."""
    raws = [story(number, at=NOON - timedelta(seconds=seconds)) for number, seconds in enumerate(order)]
    applied(database, *raws)
    wire = heard(database)["afp"]
    assert (wire.first_at, wire.last_at, wire.longest_gap_s) == (NOON - timedelta(seconds=90), NOON, 60)


def test_a_silence_between_batches_is_one_too(database: Database) -> None:
    """It is measured from the last article that was known."""
    applied(database, story(1, at=NOON - timedelta(minutes=10)))
    applied(database, story(2, at=NOON))
    assert heard(database)["afp"].longest_gap_s == 600


def test_hours_that_nothing_looks_back_to_are_forgotten(database: Database) -> None:
    """What was counted since the first start stays."""
    old = NOON - timedelta(days=40)
    applied(database, story(1, at=old), now=old)
    applied(database, story(2), now=NOON)
    assert ("article", "afp", "stored") in rows(database, f"hour = {hour_of(NOON)}")
    assert rows(database, f"hour = {hour_of(old)}") == {}
    assert rows(database, f"hour = {EVER}")["article", "afp", "stored"] == 2
