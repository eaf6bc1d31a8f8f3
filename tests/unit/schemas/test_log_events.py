"""The log line as a contract: every event is described, every verdict has its event."""

import ast
from pathlib import Path

import pytest

from schemas.log_events import EVENTS, Event, event_of, table
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


def test_every_event_is_logged_somewhere() -> None:
    """An event that nothing logs is a promise that nothing keeps."""
    root = Path(__file__).parents[3]
    sources = [path for room in ("producer", "worker", "ops") for path in (root / room).rglob("*.py")]
    used = {
        node.attr
        for path in sources
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Event"
    }
    assert {event.name for event in Event} - used == {event_of(verdict).name for verdict in Verdict}
