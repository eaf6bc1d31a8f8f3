"""Names that senders give their files: any bytes that a file system allows are filed and logged safely."""

import os
import threading
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest

from producer.events import Events
from tests.support.waiting import wait_until
from tests.support.watched import Watched

Lines = list[MutableMapping[str, Any]]
ODD = {
    "not UTF-8": b"caf\xe9 \xff.txt",
    "newline": b"line\none.txt",
    "escape": b"\x1b[2J\x1b]0;owned\x07.txt",
    "255 bytes": b"n" * 251 + b".txt",
    "255 bytes of letters": ("ü" * 125 + ".txt").encode() + b"x",
    "dashes": b"--rf *.txt",
    "right to left": "\u202etxt.exe".encode(),
}


@pytest.mark.parametrize("name", ODD.values(), ids=ODD.keys())
def test_an_odd_name_is_filed_as_it_is_and_logged_printable(watched: Watched, log_lines: Lines, name: bytes) -> None:
    """The file keeps its bytes; record and log get a text that can move no cursor and forge no line."""
    watched.drop(b"afp/" + name)
    assert watched.take() == 1
    assert [os.fsencode(path) for path in watched.filed()] == [b"afp/" + name]
    (raw,) = watched.accepted()
    (line,) = [line for line in log_lines if line["event"] == "inbox.filed"]
    assert raw.name == line["name"]
    assert raw.name.isprintable()


@pytest.mark.parametrize("name", ODD.values(), ids=ODD.keys())
def test_an_odd_name_is_spiked_with_its_note(watched: Watched, name: bytes) -> None:
    """NAME.why.json has to fit beside a name that is as long as names can be."""
    watched.drop(b"afp/" + name, b"")
    assert watched.take() == 1
    kept = [os.fsencode(path) for path in watched.spiked()]
    assert b"afp/" + name in kept
    assert sum(path.endswith(b".why.json") for path in kept) == 1


def test_a_name_of_255_bytes_comes_twice(watched: Watched) -> None:
    """The second gets a name of its own, cut and marked by a hash, which still ends as it did."""
    for body in (b"First.", b"Second."):
        watched.drop("afp/" + "n" * 251 + ".txt", body)
        watched.take()
    first, second = sorted(watched.filed(), key=lambda path: "~" in path)
    assert first == "afp/" + "n" * 251 + ".txt"
    assert (second.endswith("~1.txt"), len(second)) == (True, len("afp/") + 255)


def test_a_sender_that_reuses_one_name_all_day_overwrites_nothing(watched: Watched) -> None:
    """Every original is kept under a name of its own."""
    for number in range(15):
        watched.drop("afp/latest.xml", f"<article>{number}</article>")
        watched.take()
    assert len(watched.filed()) == 15


def test_a_path_as_deep_as_folders_go_is_taken(watched: Watched) -> None:
    """Long folder names add up; every move goes step by step, so no path is ever too long for the system."""
    below = "/".join(["afp", *["d" * 200] * 12])
    watched.drop(f"{below}/a.txt")
    assert watched.take() == 1
    assert watched.filed() == [f"{below}/a.txt"]


def test_a_folder_swapped_for_a_link_leads_nowhere(watched: Watched, tmp_path: Path) -> None:
    """Between the scan and the claim a sender puts a link in place of a folder: nothing outside is moved."""
    outside = tmp_path / "outside"
    outside.mkdir()
    file = watched.drop("afp/in/a.txt")
    watched.inbox.scan()
    (found,) = watched.inbox._folder.wires(lambda *_: False, lambda *_: None)["afp"]
    file.unlink()
    file.parent.rmdir()
    file.parent.symlink_to(outside)
    (outside / "a.txt").write_text("Not for the wire.")
    with pytest.raises(NotADirectoryError):
        watched.inbox._folder.claims.claim(found.path)
    assert (outside / "a.txt").exists()


def test_a_link_swapped_for_a_settled_file_is_not_read(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was claimed is opened without following links and compared with what was looked at."""
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"Not for the wire.")
    file = watched.drop("afp/a.txt", b"Seventeen bytes. ")
    claim = watched.inbox._folder.claims.claim

    def swapped(path: str) -> object:
        file.unlink()
        file.symlink_to(secret)
        return claim(path)

    monkeypatch.setattr(watched.inbox._folder.claims, "claim", swapped)
    assert watched.take() == 0
    monkeypatch.undo()
    assert watched.take() == 1
    assert watched.why("afp/a.txt")["reason"] == "unsafe"
    assert watched.accepted() == []


@pytest.mark.parametrize("change", [b"Shorter.", b"Longer than it was before.", b"Of the same size!"])
def test_a_file_written_to_while_it_is_claimed_settles_again(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, change: bytes
) -> None:
    """A sender whose pause was longer than the settle time is not cut off: what it had meant to say is read whole."""
    file = watched.drop("afp/a.txt", b"Of the same size.")
    claim = watched.inbox._folder.claims.claim

    def written_to(path: str) -> object:
        file.write_bytes(change)
        os.utime(file, (1, 1))  # times are coarse: a second write within a tick is another one all the same
        return claim(path)

    monkeypatch.setattr(watched.inbox._folder.claims, "claim", written_to)
    assert watched.take() == 0
    assert watched.lying() == ["afp/a.txt"]
    monkeypatch.undo()
    assert watched.take() == 1
    assert [raw.body for raw in watched.accepted()] == [change]


def test_a_folder_swapped_for_a_settled_file_is_put_back_whole(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rename takes whatever has the name: a folder goes back with all that lies in it."""
    file = watched.drop("afp/a.txt")
    claim = watched.inbox._folder.claims.claim

    def swapped(path: str) -> object:
        file.unlink()
        file.mkdir()
        (file / "inner.txt").write_text("Deep inside.")
        return claim(path)

    monkeypatch.setattr(watched.inbox._folder.claims, "claim", swapped)
    assert watched.take() == 0
    monkeypatch.undo()
    assert watched.lying() == ["afp/a.txt/inner.txt"]


def test_a_name_that_is_no_text_does_not_end_the_events(tmp_path: Path) -> None:
    """The library that reports events fails on such a name; what changes after it still wakes the scan."""
    woken, stop = threading.Event(), threading.Event()
    events = Events(tmp_path, woken.set, stop)
    events.start()
    try:
        wait_until(lambda: _wakes(woken, tmp_path / "first.txt"), "event of a plain name")
        Path(os.fsdecode(bytes(tmp_path) + b"/\xff\xfe.txt")).write_bytes(b"x")
        wait_until(lambda: _wakes(woken, tmp_path / "later.txt") and events.is_alive(), "event after the odd name")
    finally:
        stop.set()
        events.join(60)


def _wakes(woken: threading.Event, path: Path) -> bool:
    woken.clear()
    path.write_bytes(os.urandom(4))
    return woken.wait(1)
