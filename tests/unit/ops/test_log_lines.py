"""Log lines: read from whatever stands around them, chosen by what they are about."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.log_lines import Wanted, line_of
from schemas.ticker import ticker

COPY: dict[str, Any] = {
    "event": "article.copy",
    "wire": "afp",
    "article_id": "aa11",
    "story_id": "bb22",
    "copy_of": "cc33",
    "headline": "Flood at Kessel Point",
    "timestamp": "2026-03-01T12:00:00.500000Z",
    "part": "worker-1",
}


@pytest.mark.parametrize(
    ("before", "part"),
    [
        (b"worker-1  | ", "worker-1"),
        (b"\x1b[36mcopytaster-worker-1  |\x1b[0m ", "copytaster-worker-1"),
        (b"", None),
    ],
)
def test_what_a_tool_puts_before_a_line_is_its_part(before: bytes, part: str | None) -> None:
    """`docker compose logs` names the container there, with colours or without."""
    line = line_of(before + b'{"event": "inbox.resumed", "level": "info"}\n')
    assert line is not None
    assert (line["event"], line.get("part")) == ("inbox.resumed", part)


@pytest.mark.parametrize(
    "text", [b"Traceback (most recent call last):", b'{"event": "cut o', b'{"no": 1}', b"{}", b"[1]"]
)
def test_a_line_that_is_not_ours_is_told_as_one_that_a_part_printed(text: bytes) -> None:
    """Nothing that a part says before it dies is dropped."""
    assert line_of(text + b"\n") == {"event": "part.printed", "detail": text.decode()}


@given(st.binary())
def test_any_bytes_are_a_line_or_none(text: bytes) -> None:
    """And can be shown on a terminal."""
    line = line_of(text)
    assert line is None or "\n" not in ticker(line).replace("\n  ", "")


@pytest.mark.parametrize(
    ("wanted", "is_wanted"),
    [
        (Wanted(), True),
        (Wanted(wire="afp"), True),
        (Wanted(wire="ap"), False),
        (Wanted(event="article"), True),
        (Wanted(event="article.copy"), True),
        (Wanted(event="inbox"), False),
        (Wanted(story="bb"), True),
        (Wanted(story="aa11"), True),
        (Wanted(story="cc33"), True),
        (Wanted(story="dd"), False),
        (Wanted(grep="KESSEL"), True),
        (Wanted(grep="storm"), False),
        (Wanted(part="worker"), True),
        (Wanted(part="inbox"), False),
        (Wanted(since=datetime(2026, 3, 1, 12, tzinfo=UTC)), True),
        (Wanted(since=datetime(2026, 3, 1, 12, 0, 1, tzinfo=UTC)), False),
        (Wanted(wire="afp", event="article.kill"), False),
    ],
)
def test_a_line_is_wanted_when_every_filter_wants_it(wanted: Wanted, *, is_wanted: bool) -> None:
    """Wire, start of the event's name, story, text, part, time."""
    assert wanted.wants(COPY) is is_wanted


def test_a_merge_is_wanted_by_either_of_its_stories() -> None:
    """Whoever follows the story that went into another must hear of it."""
    merged = {"event": "stories.merged", "story_id": "bb22", "merged": ["ee55"]}
    assert Wanted(story="ee").wants(merged)
    assert Wanted(story="bb").wants(merged)


def test_a_line_without_a_time_belongs_to_those_around_it() -> None:
    """A traceback between two lines is not lost by --since."""
    line = line_of(orjson.dumps("words"))
    assert line is not None
    assert Wanted(since=datetime(2026, 3, 1, tzinfo=UTC)).wants(line)
