"""The inbox in trouble: Redis away, the queue full, folders gone or read-only, files that cannot be read."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from producer.folder import Folder
from producer.ready import Look
from schemas.errors import QueueFull, RedisUnavailable, SettingsError
from tests.support.servers import running_redis, short_folder
from tests.support.waiting import wait_until
from tests.support.watched import Watched

Lines = list[MutableMapping[str, Any]]
NOBODY = 65534


def of(event: str, lines: Lines) -> Lines:
    return [line for line in lines if line["event"] == event]


@contextmanager
def as_nobody(*folders: Path) -> Iterator[None]:
    """Run the block as a user who owns these folders and all below them, but no file that was put aside before."""
    if os.geteuid() != 0:
        yield
        return
    for folder in folders:
        os.chown(folder, NOBODY, -1)
        for top, names, _files in os.walk(folder):
            for name in names:
                os.chown(Path(top, name), NOBODY, -1)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_home() -> Iterator[Path]:
    """A folder that every user can reach; a test's own can be reached by its user alone."""
    with short_folder("inbox") as folder:
        yield folder


def test_with_redis_away_nothing_is_claimed(watched_of: Callable[..., Watched]) -> None:
    """It is noticed before the first file is touched: all stay where senders put them."""
    watched = watched_of(redis_url="unix:///tmp/there-is-no-redis.sock")
    watched.drop("afp/a.txt")
    watched.inbox.scan()
    with pytest.raises(RedisUnavailable):
        watched.inbox.scan()
    assert watched.lying() == ["afp/a.txt"]
    assert watched.claimed() == []


def test_a_redis_that_comes_back_is_noticed_and_said_once(watched_of: Callable[..., Watched], log_lines: Lines) -> None:
    """The watcher backs off, says what it waits for once a minute, and goes on by itself."""
    with short_folder("away") as folder:
        watched = watched_of(home=folder, redis_url="", inbox=folder / "inbox")
        with watched.running():
            watched.drop("afp/a.txt")
            wait_until(lambda: of("inbox.holding", log_lines), "line about the hold")
            assert watched.lying() == ["afp/a.txt"]
            with running_redis(watched.settings):
                wait_until(watched.filed, "filed file")
        assert len(of("inbox.holding", log_lines)) == 1
        assert of("inbox.resumed", log_lines)


def test_at_the_high_water_mark_files_stay_until_there_is_room(watched_of: Callable[..., Watched]) -> None:
    """The queue takes what it has room for; the rest lies in the inbox, not in anybody's hand."""
    watched = watched_of(high_water=2)
    for number in range(5):
        watched.drop(f"afp/{number}.txt", f"Number {number}")
    assert watched.take() == 2
    with pytest.raises(QueueFull):
        watched.take()
    assert len(watched.lying()) == 3
    assert watched.claimed() == []
    watched.door.ledger.finish([raw.raw_id for raw in watched.accepted()])
    assert watched.inbox.scan().taken == 2


def test_a_refused_accept_puts_every_claimed_file_back(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis can vanish between the claim and the accept: no file is stranded in the watcher's hand."""
    for number in range(3):
        watched.drop(f"afp/{number}.txt", f"Number {number}")

    def vanished(_raws: object) -> list[object]:
        raise RedisUnavailable("gone in between")

    monkeypatch.setattr(watched.door, "enqueue_many", vanished)
    with pytest.raises(RedisUnavailable):
        watched.take()
    assert watched.lying() == ["afp/0.txt", "afp/1.txt", "afp/2.txt"]
    monkeypatch.undo()
    assert watched.take() == 3


def test_an_unreadable_file_is_one_warning_with_owner_mode_and_the_fix(
    watched_of: Callable[..., Watched], open_home: Path, log_lines: Lines
) -> None:
    """It stays in the inbox, is not tried at each scan, and blocks no other; mended, it is taken."""
    watched = watched_of(inbox=open_home / "inbox")
    secret = watched.drop("afp/a.txt")
    secret.chmod(0o200)
    watched.drop("afp/b.txt", b"Another.").chmod(0o644)
    with as_nobody(watched.root):
        assert [watched.take() for _ in range(3)] == [1, 0, 0]
        (line,) = of("inbox.unreadable", log_lines)
        assert line["name"] == "afp/a.txt"
        assert f"uid {secret.stat().st_uid}" in line["detail"]
        assert "mode 0200" in line["detail"]
        assert "chmod a+r" in line["detail"]
    secret.chmod(0o644)
    with as_nobody(watched.root):
        assert watched.take() == 1


def test_an_error_of_one_file_does_not_block_the_next(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, log_lines: Lines
) -> None:
    """A bad sector under one file says nothing of the others."""
    read = Folder.read

    def failing(self: Folder, claimed: Any, look: Look) -> bytes:
        if claimed.path == "afp/bad.txt":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return read(self, claimed, look)

    monkeypatch.setattr(Folder, "read", failing)
    watched.drop("afp/bad.txt")
    watched.drop("afp/good.txt", b"Readable.")
    assert watched.take() == 1
    assert watched.lying() == ["afp/bad.txt"]
    assert "Input/output error" in of("inbox.unreadable", log_lines)[0]["detail"]


def test_a_full_disk_holds_and_loses_nothing(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """When an accepted file cannot be filed it goes back, and is known again later."""

    def full(_self: Folder, _claimed: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    watched.drop("afp/a.txt")
    with monkeypatch.context() as patch:
        patch.setattr(Folder, "file", full)
        with pytest.raises(OSError, match="No space left"):
            watched.take()
    assert watched.lying() == ["afp/a.txt"]
    assert watched.take() == 1
    assert len(watched.accepted()) == 1


def test_what_could_not_be_put_back_is_put_back_later(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when the disk refuses both ways, the file is not stranded under the living watcher's lock."""
    watched.drop("afp/a.txt")

    def refused(*_: object) -> str:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with monkeypatch.context() as patch:
        patch.setattr(watched.inbox._folder.tree, "move", refused)
        with pytest.raises(OSError, match="Read-only"):
            watched.take()
        assert watched.claimed() != []
    assert watched.take() == 1
    assert watched.filed() == ["afp/a.txt"]


def test_a_folder_that_vanishes_is_waited_for(watched: Watched) -> None:
    """It is not made anew under an empty mount point: what comes back may hold files."""
    watched.take()
    away = watched.root.with_name("away")
    watched.root.rename(away)
    with pytest.raises(FileNotFoundError, match="is gone"):
        watched.inbox.scan()
    assert not watched.root.exists()
    (away / "afp").mkdir()
    (away / "afp" / "a.txt").write_text("From the time away.")
    away.rename(watched.root)
    assert watched.take() == 1


def test_the_running_watcher_survives_a_folder_that_is_removed_and_made_again(
    watched_of: Callable[..., Watched], log_lines: Lines
) -> None:
    """The loop holds, says so once, and goes on."""
    watched = watched_of(scan_interval_s=0.05)
    with watched.running():
        wait_until((watched.root / ".claimed").exists, "open inbox")
        gone = watched.root.rename(watched.root.with_name("gone"))  # at once: the watcher writes into it meanwhile
        wait_until(lambda: of("inbox.holding", log_lines), "line about the hold")
        shutil.rmtree(gone)
        watched.drop("afp/a.txt")
        wait_until(watched.filed, "filed file")


def test_a_read_only_wire_folder_is_told_once_and_blocks_no_other(
    watched_of: Callable[..., Watched], open_home: Path, log_lines: Lines
) -> None:
    """A claim is a rename, which the folder has to allow."""
    watched = watched_of(inbox=open_home / "inbox")
    watched.drop("afp/a.txt").chmod(0o644)
    watched.drop("dpa/b.txt", b"Another.").chmod(0o644)
    (watched.root / "afp").chmod(0o555)
    with as_nobody(watched.root):
        assert [watched.take() for _ in range(3)] == [1, 0, 0]
    (line,) = of("inbox.unreadable", log_lines)
    assert (line["wire"], line["name"]) == ("afp", "afp/a.txt")
    assert "chmod u+rwx" in line["detail"]


def test_a_folder_that_cannot_be_listed_blocks_no_other(
    watched_of: Callable[..., Watched], open_home: Path, log_lines: Lines
) -> None:
    """It is named, with the way to mend it, once a minute."""
    watched = watched_of(inbox=open_home / "inbox")
    watched.drop("afp/a.txt").chmod(0o644)
    watched.drop("dpa/b.txt", b"Another.").chmod(0o644)
    (watched.root / "afp").chmod(0o300)
    with as_nobody(watched.root):
        assert [watched.take() for _ in range(3)] == [1, 0, 0]
    (line,) = of("inbox.unreadable", log_lines)
    assert (line["name"], "chmod a+rx" in line["detail"]) == ("afp", True)


def test_an_inbox_on_two_file_systems_is_refused_at_the_start(watched: Watched) -> None:
    """Claiming is renaming: it needs one file system, and a start that cannot keep the promise is no start."""
    elsewhere = Path("/dev/shm")
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == watched.root.stat().st_dev:
        pytest.skip("there is no second file system to try it with")
    stat = os.fstat

    def other(descriptor: int) -> os.stat_result:
        there = Path(f"/proc/self/fd/{descriptor}").readlink()
        return elsewhere.stat() if there.name == ".filed" else stat(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fstat", other)
        with pytest.raises(SettingsError, match=r"\.filed lies on another file system"):
            watched.inbox._folder.open()
