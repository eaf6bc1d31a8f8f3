"""Many files, many watchers, and the end of a watcher: nothing is taken twice, left behind or held for ever."""

import os
import signal
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from producer.folder import Folder
from producer.tree import Tree
from schemas.errors import RedisUnavailable, SettingsError
from tests.support.environment import environment_of
from tests.support.waiting import wait_until
from tests.support.watched import Watched

Lines = list[MutableMapping[str, Any]]


def test_watchers_that_share_a_folder_take_each_file_once(watched_of: Callable[..., Watched], log_lines: Lines) -> None:
    """A claim is a rename: one of them wins, the others find nothing."""
    desks = [watched_of(batch_size=4) for _ in range(3)]
    for number in range(120):
        desks[0].drop(f"afp/{number}.txt", f"Number {number}")
    watchers = [threading.Thread(target=desk.inbox.drain) for desk in desks]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join(60)
    filed = [line["name"] for line in log_lines if line["event"] == "inbox.filed"]
    assert sorted(filed) == sorted(f"afp/{number}.txt" for number in range(120))
    assert len(desks[0].accepted()) == len(desks[0].filed()) == 120


def test_once_takes_all_that_lies_there_and_ends(watched_of: Callable[..., Watched]) -> None:
    """`copytaster inbox --once` returns how many files it took, more than one scan's page among them."""
    watched = watched_of()
    for number in range(70):
        watched.drop(f"afp/{number}.txt", f"Number {number}")
    watched.drop("afp/never.part")
    assert watched.inbox.drain() == 70
    assert watched.lying() == ["afp/never.part"]


def test_once_does_not_wait_for_ever_for_a_file_that_never_rests(
    watched_of: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is given as long as an empty file, then left where it is."""
    watched = watched_of(empty_wait_s=0.2)
    growing = watched.drop("afp/a.txt", b"1")
    scan = watched.inbox.scan

    def grow_and_scan() -> object:
        growing.write_bytes(growing.read_bytes() + b"1")
        return scan()

    monkeypatch.setattr(watched.inbox, "scan", grow_and_scan)
    assert watched.inbox.drain() == 0
    assert watched.lying() == ["afp/a.txt"]


def test_once_says_when_redis_is_away_or_the_folder_cannot_be(watched_of: Callable[..., Watched]) -> None:
    """Errors that a person acts on: exit codes 3 and 2."""
    away = watched_of(redis_url="unix:///tmp/there-is-no-redis.sock")
    away.drop("afp/a.txt")
    with pytest.raises(RedisUnavailable):
        away.inbox.drain()
    assert away.lying() == ["afp/a.txt"]
    nowhere = watched_of()
    nowhere.inbox._folder.root = Path("/proc/inbox")
    nowhere.inbox._folder.tree = Tree(Path("/proc/inbox"))
    with pytest.raises(SettingsError, match="COPYTASTER_INBOX"):
        nowhere.inbox.drain()


def test_what_a_dead_watcher_had_in_hand_is_put_back(watched_of: Callable[..., Watched], log_lines: Lines) -> None:
    """Its lock died with it: the next watcher finds the claims and returns them to their places."""
    first = watched_of()
    first.drop("afp/in/a.txt")
    first.drop("afp/b.txt", b"Another.")
    first.inbox._reopen()
    for path in ("afp/in/a.txt", "afp/b.txt"):
        assert first.inbox._folder.claims.claim(path) is not None
    os.close(first.inbox._folder.claims._lock)  # as the system does for a killed process
    second = watched_of()
    assert second.take() == 2
    assert [line["files"] for line in log_lines if line["event"] == "inbox.put_back"] == [2]
    assert second.filed() == ["afp/b.txt", "afp/in/a.txt"]


def test_what_a_living_watcher_has_in_hand_is_left_alone(watched_of: Callable[..., Watched]) -> None:
    """However long it takes over it."""
    first = watched_of()
    first.drop("afp/a.txt")
    first.inbox._reopen()
    assert first.inbox._folder.claims.claim("afp/a.txt") is not None
    second = watched_of()
    assert second.take() == 0
    assert first.claimed() != []


def test_a_claim_put_back_does_not_overwrite_what_came_meanwhile(watched: Watched) -> None:
    """The sender may have dropped a new file under the same name."""
    watched.drop("afp/a.txt", b"Old.")
    watched.inbox._reopen()
    claimed = watched.inbox._folder.claims.claim("afp/a.txt")
    assert claimed is not None
    watched.drop("afp/a.txt", b"New.")
    watched.inbox._folder.claims.put_back(claimed)
    assert watched.lying() == ["afp/a.txt", "afp/a~1.txt"]
    assert (watched.root / "afp/a.txt").read_bytes() == b"New."


def test_files_in_use_by_no_hard_link_are_moved_all_the_same(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAT, some network mounts and protected files have no hard links: a placeholder keeps the name meanwhile."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    for body in (b"First.", b"Second."):
        watched.drop("afp/a.txt", body)
        assert watched.take() == 1
    assert watched.filed() == ["afp/a.txt", "afp/a~1.txt"]
    assert {path.read_bytes() for path in (watched.root / ".filed").rglob("*.txt")} == {b"First.", b"Second."}


def test_filed_originals_go_after_their_days(watched_of: Callable[..., Watched], log_lines: Lines) -> None:
    """A day's folder each scan until none is expired; the day of yesterday stays."""
    watched = watched_of(filed_days=7)
    today = datetime.now(UTC).date()
    for age in (1, 7, 8, 30):
        (watched.root / ".filed" / str(today - timedelta(days=age)) / "afp").mkdir(parents=True)
    for _ in range(3):
        watched.take()
    kept = sorted(path.name for path in (watched.root / ".filed").iterdir())
    assert kept == [str(today - timedelta(days=7)), str(today - timedelta(days=1))]
    assert [line["day"] for line in log_lines if line["event"] == "inbox.expired"] == [
        str(today - timedelta(days=30)),
        str(today - timedelta(days=8)),
    ]


def test_a_folder_of_many_files_costs_no_more_memory_than_a_page_of_it(tmp_path: Path) -> None:
    """A scan keeps the oldest 2,048 and streams past the rest."""

    def peak(count: int) -> int:
        wire = tmp_path / str(count) / "afp"
        wire.mkdir(parents=True)
        for number in range(count):
            os.close(os.open(wire / f"{number:06}.txt", os.O_CREAT | os.O_WRONLY))
        folder = Folder(tmp_path / str(count), "watcher")
        tracemalloc.start()
        found = folder.wires(lambda *_: False, lambda *_: None)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(found["afp"]) <= 2048
        return most

    assert peak(8000) < 1.2 * peak(1024)


def test_sigterm_ends_the_watcher_after_the_files_in_hand(watched: Watched) -> None:
    """`copytaster inbox` ends with code 0 and leaves nothing claimed."""
    environment = environment_of(watched.settings)
    command = [sys.executable, "-m", "ops.cli", "inbox"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        for number in range(200):
            watched.drop(f"afp/{number}.txt", f"Number {number}")
        wait_until(watched.filed, "first filed file")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert process.stderr is not None
        assert b"inbox.stopped" in process.stderr.read()
    assert len(watched.filed()) + len(watched.lying()) == 200
    assert len(watched.accepted()) == len(watched.filed())
    assert watched.claimed() == []


def test_a_killed_watcher_strands_nothing(watched: Watched) -> None:
    """SIGKILL at any moment: the next watcher brings every file to .filed, each article accepted once."""
    for number in range(300):
        watched.drop(f"afp/{number}.txt", f"Number {number}")
    command = [sys.executable, "-m", "ops.cli", "inbox"]
    with subprocess.Popen(command, env=environment_of(watched.settings), stderr=subprocess.DEVNULL) as process:
        wait_until(watched.filed, "first filed file")
        process.kill()
    watched.inbox.drain()
    assert (len(watched.accepted()), watched.lying(), watched.claimed()) == (300, [], [])
    assert len(watched.filed()) >= 300
