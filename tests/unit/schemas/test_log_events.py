"""The log line as a contract: every event is described, every verdict has its event."""

import ast
from pathlib import Path

import pytest

from schemas.log_events import EVENTS, Event, event_of, strangers, table
from schemas.verdict import Verdict


def test_every_event_is_described() -> None:
    """In the order of the enum, so that the table reads like the line itself."""
    assert list(EVENTS) == list(Event)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_its_event(verdict: Verdict) -> None:
    """One line for each article, named by what became of it."""
    assert event_of(verdict) == f"article.{verdict}"


def test_the_table_has_a_row_for_each_event() -> None:
    """It is printed into the README."""
    rows = table().splitlines()
    assert len(rows) == 2 + len(Event)
    assert all(row.count("|") == 4 for row in rows)


def test_what_the_table_does_not_promise_is_a_stranger() -> None:
    """A field of another event is one, and so is an event that is not there; what every line may have is none."""
    promised = {"event": "inbox.expired", "day": "2026-03-01", "level": "info", "timestamp": "", "part": "inbox"}
    assert strangers(promised) == set()
    assert strangers({**promised, "wire": "afp"}) == {"wire"}
    assert strangers({**promised, "event": "Task received"}) == {"Task received"}
    assert strangers({}) == {"None"}


def test_every_event_is_logged_somewhere() -> None:
    """An event that nothing logs is a promise that nothing keeps."""
    root = Path(__file__).parents[3]
    rooms = ("schemas", "producer", "worker", "ops")
    sources = [path for room in rooms for path in (root / room).rglob("*.py") if path.name != "log_events.py"]
    used = {
        node.attr
        for path in sources
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Event"
    }
    assert {event.name for event in Event} - used == {event_of(verdict).name for verdict in Verdict}
