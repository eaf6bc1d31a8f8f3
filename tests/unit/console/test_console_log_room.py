"""A log line as the page shows it, and the tail that reads them."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.console.log import shown, wanted_by
from ops.console.tail import KEPT, Batch, Tail, recent
from ops.log_lines import Line, Wanted
from tests.support.waiting import wait_until

EVERYTHING = Wanted()


def line(number: int, **fields: Any) -> dict[str, Any]:
    plain = {"event": "inbox.filed", "wire": "ap", "name": f"{number}.txt", "level": "info"}
    return {**plain, "timestamp": f"2026-03-01T12:00:{number % 60:02d}.000000Z", **fields}


def write(path: Path, *lines: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.writelines(orjson.dumps(one) + b"\n" for one in lines)


def _with_lines(batch: Batch) -> Batch | None:
    return batch if batch.lines else None


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log folder with one file."""
    path = tmp_path / "log" / "run.jsonl"
    write(path, line(0))
    return path


def test_a_verdict_is_shown_with_its_headline_and_what_it_rests_on() -> None:
    """Time, wire, the ticker's word, the headline; beside it how alike, why and how long."""
    found = shown(
        line(
            5,
            event="article.copy",
            headline="Sea wall fails",
            relation="abridged",
            similarity=0.973,
            age_ms=812,
            story_id="e2533d",
            detail="cut",
            copy_of="aa",
        )
    )

    assert (found["time"], found["wire"], found["word"], found["verdict"]) == ("12:00:05", "ap", "copy", "copy")
    assert (found["text"], found["aside"]) == ("Sea wall fails", "0.97 abridged · cut · 0.8 s")
    assert found["story"] == "e2533d"


def test_any_other_event_is_shown_with_its_fields() -> None:
    """Its name, its part where there is no wire, and the last line of an error."""
    found = shown({"event": "worker.stopped", "part": "worker-1", "worker": "w", "exception": "Trace\nOSError: full"})

    assert (found["wire"], found["word"], found["verdict"]) == ("worker-1", "worker.stopped", "")
    assert found["aside"] == "worker=w OSError: full"


@given(st.dictionaries(st.text(max_size=8), st.none() | st.text() | st.integers() | st.floats() | st.lists(st.text())))
def test_any_line_can_be_shown_and_none_is_long(fields: dict[str, Any]) -> None:
    """Whatever is in a line, it becomes short texts and a known level."""
    found = shown({"event": "article.copy", **fields})

    assert all(isinstance(value, str) and len(value) <= 400 for value in found.values())
    assert found["level"] in ("info", "warning", "error", "critical")


def test_empty_fields_of_the_form_want_everything() -> None:
    """A field that says something narrows it down."""
    empty = dict.fromkeys(("wire", "event", "story", "grep"), "")

    assert wanted_by(empty) == EVERYTHING
    assert wanted_by({**empty, "wire": "ap"}).wants(line(1))
    assert not wanted_by({**empty, "grep": "volcano"}).wants(line(1))


def test_the_last_lines_of_several_files_are_in_order(log: Path) -> None:
    """By time, whichever part wrote them; older files are not opened, and a half line is none."""
    write(log.with_name("worker.jsonl"), line(1), line(3))
    write(log.with_name("run.1.jsonl"), line(2))
    write(log.with_name("run.2.jsonl"), line(4))
    with log.with_name("worker.jsonl").open("ab") as file:
        file.write(b'{"event": "half')

    assert [one["name"] for one in recent(log.parent, EVERYTHING, 3)] == ["1.txt", "2.txt", "3.txt"]
    assert recent(log.parent / "none", EVERYTHING, 3) == []


def test_a_tail_gives_each_line_once(log: Path) -> None:
    """From where a reader stands to what was written last."""
    tail = Tail(log.parent)
    at = tail.now()

    def written() -> Batch | None:
        """Write a line, until one is seen: from then on the file is open at its end."""
        write(log, line(1))
        return _with_lines(tail.since(at, EVERYTHING, KEPT))

    first: Batch | None = wait_until(written, "first line")
    assert first is not None
    write(log, line(2), line(3))
    seen: list[Line] = []
    at = first.at

    def all_seen() -> bool:
        nonlocal at
        batch = tail.since(at, EVERYTHING, KEPT)
        seen.extend(batch.lines)
        at = batch.at
        return len(seen) > 1 and seen[-1]["name"] == "3.txt"

    wait_until(all_seen, "the last line")
    tail.close()

    assert first.dropped == 0
    assert [one["name"] for one in seen if one["name"] != "1.txt"] == ["2.txt", "3.txt"]


def test_a_reader_gets_the_newest_lines_and_the_number_of_the_rest(log: Path) -> None:
    """More than a page can show is counted, and so is what went by unseen; unwanted lines are no loss."""
    tail = Tail(log.parent)
    tail._lines.extend([line(number) for number in range(6)] + [line(6, wire="post")])
    tail._next = 10
    batch, rest = tail.since(0, Wanted(wire="ap"), 2), tail.since(10, EVERYTHING, 2)
    tail.close()

    assert [one["name"] for one in batch.lines] == ["4.txt", "5.txt"]
    assert (batch.dropped, batch.at) == (3 + 4, 10)
    assert rest.lines == []


def test_a_tail_that_could_not_read_begins_anew(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder may be out of reach for a while: the page is not blind for ever."""

    def out_of_reach(*_: object) -> None:
        raise PermissionError(log.parent)

    tail = Tail(log.parent)
    with monkeypatch.context() as patch:
        patch.setattr("ops.console.tail.coming_lines", out_of_reach)
        at = tail.now()
        wait_until(lambda: tail._thread and not tail._thread.is_alive(), "end of the reading")

    def written() -> Batch | None:
        write(log, line(1))
        return _with_lines(tail.since(at, EVERYTHING, KEPT))

    assert wait_until(written, "a line")
    tail.close()
