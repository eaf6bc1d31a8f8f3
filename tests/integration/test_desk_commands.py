"""What operators do about articles: quarantine in bulk, replay with its report, trace, handover; on both databases."""

import json
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from ops import desk, refused
from ops.handover import incidents, lines_of, shift
from ops.replay import Source, replay
from ops.rereading import Outcome
from ops.trace import trace
from producer.enqueue import Door
from schemas.raw_article import RawArticle
from schemas.settings import Settings
from schemas.verdict import Reason
from tests.support.articles import raw_of
from tests.support.databases import Database
from tests.support.figures import figures_of
from tests.support.straight_line import applied
from tests.support.wire_copy import NOON, filed, invented_story

ALL = Source(filed=False, since=None, wire=None)


def story(seed: int, **fields: Any) -> RawArticle:
    return filed(invented_story(seed), headline=f"Story number {seed} of the day").model_copy(update=fields)


def junk(number: int, wire: str = "ap") -> RawArticle:
    return raw_of(f'{{"headline": "Half an object {number}", ', wire=wire, received_at=NOON, name=f"{number}.json")


def kill() -> RawArticle:
    body = {"guid": "g1", "headline": "KILL: Ferry", "body": "Do not use this story.", "pubstatus": "canceled"}
    return raw_of(json.dumps(body), wire="afp", received_at=NOON, name="kill.json")


def in_quarantine(database: Database) -> list[str]:
    return sorted(one.raw_id for one in desk.quarantine(database.engine))


def pending(settings: Settings) -> int:
    return Door(settings).ledger.pending()[0]


def test_quarantine_is_chosen_by_reason_wire_and_the_start_of_an_id(database: Database) -> None:
    """All that are given must hold."""
    applied(database, junk(1), junk(2, "afp"), raw_of("", wire="ap", received_at=NOON))
    engine = database.engine
    assert len(refused.chosen(engine, [], Reason.MALFORMED.value, None)) == 2
    assert refused.chosen(engine, [], Reason.MALFORMED.value, "ap") == [junk(1).raw_id]
    assert refused.chosen(engine, [junk(2, "afp").raw_id[:8]], None, None) == [junk(2, "afp").raw_id]
    assert refused.chosen(engine, ["zz"], None, None) == []


def test_what_is_released_is_pending_and_no_longer_held(database: Database) -> None:
    """And the next reading of it is as of an article that has just come."""
    applied(database, junk(1))
    assert refused.release(database.settings, database.engine, in_quarantine(database)) == [junk(1).raw_id]
    assert in_quarantine(database) == []
    assert pending(database.settings) == 1


def test_what_the_queue_refuses_stays_in_quarantine(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that breaks off must not leave an article that is neither held nor pending."""
    applied(database, junk(1))

    def away(*_: object) -> None:
        raise ConnectionError("Redis is away")

    monkeypatch.setattr(Door, "enqueue_many", away)
    with pytest.raises(ConnectionError):
        refused.release(database.settings, database.engine, in_quarantine(database))
    assert in_quarantine(database) == [junk(1).raw_id]


def test_what_is_discarded_is_gone_with_its_bytes(
    database: Database, log_lines: list[MutableMapping[str, Any]]
) -> None:
    """But bytes of which something is stored stay; and a line says what was deleted."""
    document = json.dumps([{"headline": "Ferry sails", "body": "The ferry sailed on Monday after long repairs."}, {}])
    half = raw_of(document, wire="ap", received_at=NOON, name="two.json")
    applied(database, junk(1), half)
    assert refused.discard(database.engine, in_quarantine(database)) == sorted([junk(1).raw_id, half.raw_id])
    assert in_quarantine(database) == []
    assert desk.raw_article(database.engine, junk(1).raw_id) is None
    assert desk.raw_article(database.engine, half.raw_id) is not None
    assert {line["event"] for line in log_lines} == {"quarantine.discarded"}


def change(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_replay_says_what_would_change_and_changes_nothing(database: Database) -> None:
    """By field and with examples; stored articles stay as they are until --apply."""
    applied(database, story(1), story(2))
    change(database, "UPDATE article SET headline = 'As an older reader had it', slug = 'old'")
    found = replay(database.settings, database.engine, ALL, write=False)
    assert (found.documents, dict(found.outcomes), dict(found.fields)) == (
        2,
        {Outcome.CHANGED: 2},
        {"headline": 2, "slug": 2},
    )
    assert found.differs
    assert [one.fields["headline"][0] for one in found.examples] == ["As an older reader had it"] * 2
    assert {one.headline for one in desk.records(database.engine)} == {"As an older reader had it"}


def test_an_applied_replay_leaves_nothing_to_change(database: Database) -> None:
    """Articles, fingerprints and leads are as today's code makes them; verdicts and stories are not touched."""
    applied(database, story(1), story(2))
    before = [one.model_dump() for one in desk.records(database.engine)]
    change(database, "UPDATE article SET headline = 'Old', body = 'Old words'")
    change(database, "DELETE FROM fingerprint_key")
    found = replay(database.settings, database.engine, ALL, write=True)
    assert (found.applied, found.enqueued) == (True, 0)
    assert [one.model_dump() for one in desk.records(database.engine)] == before
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM fingerprint_key")).scalar_one() > 0
    assert not replay(database.settings, database.engine, ALL, write=False).differs


def test_what_is_not_stored_and_can_be_read_is_enqueued(database: Database) -> None:
    """An article refused by an older reader is released; what is refused today stays where it is."""
    applied(database, story(1), junk(1))
    change(database, "DELETE FROM article")
    found = replay(database.settings, database.engine, ALL, write=True)
    assert dict(found.outcomes) == {Outcome.NEW: 1, Outcome.UNREADABLE: 1}
    assert (found.enqueued, pending(database.settings)) == (1, 1)
    assert in_quarantine(database) == [junk(1).raw_id]


def test_what_killed_its_workers_is_not_read_by_a_replay(database: Database) -> None:
    """It would kill the command."""
    applied(database, junk(1))
    change(database, "UPDATE quarantine SET reason = 'attempts_exhausted'")
    found = replay(database.settings, database.engine, ALL, write=False)
    assert (found.left_out, dict(found.outcomes)) == (1, {})


def test_a_replay_is_of_a_wire_and_of_a_span_of_time(database: Database) -> None:
    """What was received before, or by another wire, is not read."""
    applied(
        database, story(1, wire="ap"), story(2, wire="afp"), story(3, wire="ap", received_at=NOON - timedelta(days=2))
    )
    found = replay(database.settings, database.engine, Source(filed=False, since=NOON, wire="ap"), write=False)
    assert found.documents == 1


def test_filed_originals_that_redis_lost_are_enqueued(database: Database) -> None:
    """They are not in the database: after --apply they are pending again."""
    folder = database.settings.inbox_folder / ".filed" / "2026-03-01" / "ap"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_bytes(story(1).body)
    source = Source(filed=True, since=None, wire=None)
    assert dict(replay(database.settings, database.engine, source, write=False).outcomes) == {Outcome.NEW: 1}
    assert pending(database.settings) == 0
    replay(database.settings, database.engine, source, write=True)
    assert pending(database.settings) == 1


def test_a_trace_tells_folder_ledger_database_and_log(database: Database) -> None:
    """Of one article, by its raw_id; the line of its file, which names no article, is found by the request id."""
    raw = story(1, wire="ap", name="ap/box.zip/a.txt", request_id="req-1")
    folder = database.settings.inbox_folder / ".filed" / "2026-03-01" / "ap"
    folder.mkdir(parents=True)
    (folder / "box.zip").touch()
    applied(database, raw)
    Door(database.settings).enqueue(raw)
    lines = [
        {"event": "inbox.filed", "request_id": "req-1", "name": "ap/box.zip"},
        {"event": "article.stored", "raw_id": raw.raw_id, "request_id": "req-1"},
        {"event": "article.stored", "raw_id": "another", "request_id": "req-1"},
    ]
    known = trace(database.settings, database.engine, raw.raw_id, lines)
    assert known.raw is not None
    assert known.raw["request_id"] == "req-1"
    assert known.files == [str(folder / "box.zip")]
    assert known.ledger is not None
    assert (known.ledger.state, known.ledger.starts, known.ledger.body_bytes > 0) == ("waiting", 0, True)
    assert [one["verdict"] for one in known.articles] == ["stored"]
    assert known.log == lines[:2]


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "..", "a.txt"])
def test_a_trace_looks_only_into_the_inbox(database: Database, name: str) -> None:
    """Names are a sender's words."""
    applied(database, story(1, name=name))
    assert trace(database.settings, database.engine, story(1).raw_id, []).files == []


def test_a_handover_counts_what_was_committed_since(database: Database) -> None:
    """By verdict and reason, with the kills by name; what came before is another shift's."""
    applied(database, story(1), story(2), junk(1), kill())
    change(database, "UPDATE article SET committed_at = '2020-01-01 00:00:00' WHERE seq = 1")
    since = NOON - timedelta(hours=1)
    told = shift(database.engine, figures_of(), [], [], since)
    assert (told.received, dict(told.verdicts), dict(told.quarantined)) == (
        4,
        {"stored": 1, "kill": 1},
        {"malformed": 1},
    )
    assert [one.headline for one in told.kills] == ["KILL: Ferry"]
    lines = lines_of(told)
    assert "received 4, stored 2, quarantined 1" in lines
    assert "quiet wires: none" in lines
    assert "incidents: none" in lines


def test_incidents_are_told_once_with_their_number_and_span() -> None:
    """A night of a database that comes and goes is one line."""
    start = "2026-03-01T12:00:"
    lines = [
        {"event": "database.waiting", "timestamp": f"{start}{n:02}.000000Z", "detail": f"try {n}"} for n in range(3)
    ]
    lines += [{"event": "article.stored", "timestamp": f"{start}05.000000Z"}]
    before = {"event": "database.waiting", "timestamp": "2026-02-01T00:00:00Z", "detail": "last month"}
    (found,) = incidents([before, *lines], NOON.replace(year=2026, month=3, day=1, hour=0))
    assert (found.event, found.times, found.detail) == ("database.waiting", 3, "try 2")
    assert (found.first, found.last) == (lines[0]["timestamp"], lines[2]["timestamp"])


def test_a_handover_of_hostile_words_is_plain_text(database: Database) -> None:
    """It is pasted into a chat: no control character leaves the desk."""
    lines = [{"event": "inbox.spiked", "timestamp": "2026-03-02T00:00:00Z", "detail": "\x1b[2J\r\nforged"}]
    told = shift(database.engine, figures_of(), [], lines, NOON.replace(year=2026, month=3, day=1))
    assert all(line.isprintable() for line in lines_of(told))
