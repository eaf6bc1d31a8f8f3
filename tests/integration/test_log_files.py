"""Log files: bounded, turned, owned by one process; what parts print gets there whole, and is read back in order."""

import itertools
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from ops.log_files import Limits, LogFile, files_in
from ops.log_tail import coming_lines, past_lines
from ops.part_log import PartLog
from ops.supervisor import Part, Supervisor
from schemas.log_events import strangers
from tests.support.waiting import wait_until

LIMITS = Limits(most_bytes=400, most_files=3)


def line(number: int, at: str = "2026-03-01T12:00:00Z", **fields: Any) -> bytes:
    plain = {"event": "inbox.expired", "day": str(number), "level": "info", "timestamp": at}
    return orjson.dumps({**plain, **fields}) + b"\n"


def days(folder: Path) -> list[int]:
    return [int(one["day"]) for one in past_lines(folder)]


def test_files_are_bounded_in_size_and_number_and_the_newest_are_kept(tmp_path: Path) -> None:
    """Whatever is written, the disk is not filled; and no line is cut."""
    file = LogFile(tmp_path, "run", LIMITS)
    for number in range(100):
        file.write(line(number, at=f"2026-03-01T12:00:{number:03}Z"))
    file.close()
    assert [path.name for path in files_in(tmp_path)] == ["run.2.jsonl", "run.1.jsonl", "run.jsonl"]
    assert max(path.stat().st_size for path in files_in(tmp_path)) <= LIMITS.most_bytes
    kept = days(tmp_path)
    assert kept == list(range(100 - len(kept), 100))
    assert len(kept) >= 8


def test_two_commands_of_one_home_do_not_share_a_file(tmp_path: Path) -> None:
    """Each turns its own; when one ends, the next has its name again."""
    first, second = LogFile(tmp_path, "run", LIMITS), LogFile(tmp_path, "run", LIMITS)
    assert [first.path.name, second.path.name] == ["run.jsonl", "run-2.jsonl"]
    first.write(line(1, at="2026-03-01T12:00:02Z"))
    second.write(line(0, at="2026-03-01T12:00:01Z"))
    assert days(tmp_path) == [0, 1]
    first.close()
    third = LogFile(tmp_path, "run", LIMITS)
    assert third.path == first.path
    second.close()
    third.close()


def test_a_line_that_a_full_disk_tore_does_not_swallow_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The torn one is told as printed; what comes after the disk has room again is whole."""
    file = LogFile(tmp_path, "run", LIMITS)
    whole = file._file

    class Full:
        """A file on a disk that has eight bytes left."""

        def write(self, lines: bytes) -> int:
            """Write what fits."""
            return whole.write(lines[:8])

        def tell(self) -> int:
            """Say where we are."""
            return whole.tell()

    monkeypatch.setattr(file, "_file", Full())
    with pytest.raises(OSError, match="No space left"):
        file.write(line(1))
    monkeypatch.setattr(file, "_file", whole)
    file.write(line(2))
    assert [one["event"] for one in past_lines(tmp_path)] == ["part.printed", "inbox.expired"]
    file.close()


SCRIPT = """
import sys
print('{"event":"inbox.resumed","level":"info","timestamp":"2026-03-01T12:00:00Z"}', file=sys.stderr, flush=True)
print('words that are no line', flush=True)
sys.stdout.write('{"event":"inbox.stopped","level":"info"' ); sys.stdout.flush()
import os, signal; os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_part_prints_is_in_the_file_under_its_name(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Its lines, its crash, and the line in which it was killed; all of it known events; and on standard error, too."""
    log = PartLog(LogFile(tmp_path, "run", Limits(1 << 20, 2)), sys.stderr, as_ticker=False)
    one = Supervisor([Part("worker-1", [sys.executable, "-c", SCRIPT])], log)
    one.start()
    one._running[0].child.wait()
    wait_until(lambda: len(list(past_lines(tmp_path))) >= 3, "three lines")
    one.shut_down()
    log.close()
    found = list(past_lines(tmp_path))
    assert {entry["part"] for entry in found} == {"worker-1"}
    assert sorted(entry["event"] for entry in found) == ["inbox.resumed", "part.printed", "part.printed"]
    assert [strangers(entry) for entry in found] == [set()] * 3
    assert len(capfd.readouterr().err.splitlines()) == 3


def test_a_file_that_cannot_be_written_stops_no_part(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is said once, and the lines still reach standard error."""
    file = LogFile(tmp_path, "run", LIMITS)
    file._file.close()
    with Path("/dev/full").open("wb", buffering=0) as full:
        file._file = full
        log = PartLog(file, sys.stderr, as_ticker=True)
        for number in range(3):
            log.write("inbox", [line(number).strip()])
        log.close()
    told = capfd.readouterr().err
    assert told.count("log.unwritable") == 1
    assert told.count("inbox.expired") == 3


def test_many_parts_write_whole_lines(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Threads may interleave lines, never letters."""
    log = PartLog(LogFile(tmp_path, "run", Limits(1 << 20, 2)), sys.stderr, as_ticker=False)
    ends = [os.pipe() for _ in range(4)]
    for number, (reader, _writer) in enumerate(ends):
        log.follow(f"worker-{number}", os.fdopen(reader, "rb"))
    for number, (_reader, writer) in itertools.product(range(50), ends):
        os.write(writer, line(number)[:20])
        os.write(writer, line(number)[20:])
    for _reader, writer in ends:
        os.close(writer)
    log.close()
    assert sorted(days(tmp_path)) == sorted(list(range(50)) * 4)
    capfd.readouterr()


def test_a_follower_sees_what_is_written_from_now_on_across_turned_files(tmp_path: Path) -> None:
    """Each line once, in its order, also from a file that began after it."""
    file = LogFile(tmp_path, "run", LIMITS)
    file.write(line(0))
    stop, seen = threading.Event(), list[int]()

    def follow() -> None:
        for one in coming_lines(tmp_path, stop):
            seen.append(int(one["day"]))

    def written(number: int) -> bool:
        file.write(line(number))
        return number in seen

    follower = threading.Thread(target=follow)
    follower.start()
    other = LogFile(tmp_path, "worker", LIMITS)
    try:
        wait_until(lambda: written(1), "first line: from when it follows")
        for number in range(2, 6):
            file.write(line(number))
            wait_until(lambda number=number: number in seen, f"line {number}")  # type: ignore[misc]
        other.write(line(99))
        wait_until(lambda: 99 in seen, "line of the other file")
    finally:
        stop.set()
        follower.join()
        file.close()
        other.close()
    assert seen[seen.index(2) :] == [2, 3, 4, 5, 99]


def test_a_file_that_is_between_two_names_ends_no_follower(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was listed, and is turned before it is opened: its lines come once it has its name again."""
    stop = threading.Event()
    file = LogFile(tmp_path, "run", LIMITS)
    gone = tmp_path / "turned.jsonl"
    monkeypatch.setattr("ops.log_tail._written_now", lambda _folder: [gone, file.path])
    lines = coming_lines(tmp_path, stop)
    threading.Timer(0.3, gone.write_bytes, [line(1)]).start()
    assert next(lines)["day"] == "1"
    stop.set()
    file.close()


def test_files_older_than_wanted_are_not_opened(tmp_path: Path) -> None:
    """A month of lines costs nothing when an hour is asked for."""
    file = LogFile(tmp_path, "run", LIMITS)
    file.write(line(1))
    file.close()
    os.utime(file.path, (0, 0))
    assert list(past_lines(tmp_path, datetime(2026, 3, 1, tzinfo=UTC))) == []
    assert len(list(past_lines(tmp_path))) == 1


def test_standard_input_is_read_where_it_is_fed(tmp_path: Path) -> None:
    """`docker compose logs | copytaster log`: JSON lines out, chosen by their event, with the container as part."""
    fed = b"worker-1  | " + line(7) + b"postgres  | database system is ready\n"
    out = subprocess.run(
        [sys.executable, "-m", "ops.cli", "log", "--event", "inbox"], input=fed, capture_output=True, check=True
    )
    (found,) = [orjson.loads(one) for one in out.stdout.splitlines()]
    assert (found["part"], found["day"]) == ("worker-1", "7")
