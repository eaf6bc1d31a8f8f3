"""What becomes of a file dropped in the inbox: accepted and filed, spiked with a reason, or left alone."""

import os
import socket
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

import pytest

from producer.ledger import connect
from tests.support.waiting import wait_until
from tests.support.watched import Watched

Lines = list[MutableMapping[str, Any]]


def test_a_finished_file_is_accepted_then_filed_under_its_day(watched: Watched, log_lines: Lines) -> None:
    """Only what the ledger holds is moved to .filed; one line tells of it."""
    watched.drop("afp/flood.txt", b"Bridge closed.\n\nThe river rose.")
    assert watched.take() == 1
    (raw,) = watched.accepted()
    assert (raw.wire, raw.name, raw.body) == ("afp", "afp/flood.txt", b"Bridge closed.\n\nThe river rose.")
    assert watched.filed() == ["afp/flood.txt"]
    assert watched.lying() == watched.claimed() == []
    (line,) = [line for line in log_lines if line["event"] == "inbox.filed"]
    assert (line["wire"], line["name"], line["articles"], line["pending"]) == ("afp", "afp/flood.txt", 1, 0)


def test_a_file_in_no_folder_belongs_to_the_local_wire(watched: Watched) -> None:
    """The first folder names the wire; without one it is `local`."""
    watched.drop("notice.txt")
    watched.drop("Agence Presse/2026/11/a.txt", b"A deep one.")
    watched.take()
    assert {(raw.wire, raw.name) for raw in watched.accepted()} == {
        ("local", "notice.txt"),
        ("agence-presse", "Agence Presse/2026/11/a.txt"),
    }


@pytest.mark.parametrize("name", ["a.part", "a.TMP", ".a.txt", "a.txt~", "a.filepart", "a.crdownload", ".a.swp"])
def test_a_temporary_name_is_never_taken(watched: Watched, name: str) -> None:
    """Its writer has not finished, however long it rests."""
    file = watched.drop(f"afp/{name}")
    assert watched.take() + watched.take() == 0
    assert file.exists()


def test_a_file_is_taken_once_it_has_its_final_name(watched: Watched) -> None:
    """Careful senders write under a temporary name and rename."""
    part = watched.drop("afp/a.part")
    watched.take()
    part.rename(part.with_name("a.txt"))
    assert watched.take() == 1


@pytest.mark.parametrize("folder", [".stversions", "@eaDir", "#recycle", "$RECYCLE.BIN"])
def test_folders_of_synchronisers_and_network_disks_are_no_wires(watched: Watched, folder: str) -> None:
    """What they keep beside people's files was never sent."""
    watched.drop(f"{folder}/old.txt")
    watched.drop(f"afp/{folder}/old.txt")
    assert watched.take() == 0


def test_a_file_that_grows_is_left_until_it_rests(watched: Watched) -> None:
    """Each look that sees a change starts the wait anew."""
    file = watched.drop("afp/a.txt", b"First")
    assert watched.inbox.scan().waiting == 1
    file.write_bytes(b"First and second")
    assert watched.inbox.scan() == (0, 1)
    assert watched.inbox.scan() == (1, 0)
    assert [raw.body for raw in watched.accepted()] == [b"First and second"]


def test_a_settle_time_is_waited_for(watched_of: Callable[..., Watched]) -> None:
    """Two looks are not enough: the settle time has to lie between them."""
    watched = watched_of(settle_s=30)
    watched.drop("afp/a.txt")
    assert [watched.inbox.scan() for _ in range(3)] == [(0, 1)] * 3


@pytest.mark.parametrize("when", [0, 4_102_444_800], ids=["1970", "2100"])
def test_a_files_time_changes_nothing(watched: Watched, when: int) -> None:
    """No watermark by time: a sender's clock may be wrong by decades, in both directions."""
    watched.drop("afp/now.txt", b"From a good clock.")
    watched.take()
    os.utime(watched.drop("afp/odd.txt", b"From a bad clock."), (when, when))
    assert watched.take() == 1


def test_files_that_lay_there_before_the_start_are_taken(watched_of: Callable[..., Watched]) -> None:
    """The first scan is a scan like all others."""
    before = watched_of()
    for number in range(3):
        before.drop(f"afp/{number}.txt", f"Number {number}")
    assert watched_of().take() == 3


def test_the_same_bytes_again_are_known_and_filed_beside_the_first(watched: Watched, log_lines: Lines) -> None:
    """Nothing is overwritten; the article is accepted once."""
    watched.drop("afp/a.txt", b"The same.")
    watched.take()
    watched.drop("afp/a.txt", b"The same.")
    watched.take()
    assert watched.filed() == ["afp/a.txt", "afp/a~1.txt"]
    assert len(watched.accepted()) == 1
    assert [(line["articles"], line["pending"]) for line in log_lines if line["event"] == "inbox.filed"] == [
        (1, 0),
        (0, 1),
    ]


def test_an_empty_file_waits_for_its_first_byte_then_is_spiked(watched_of: Callable[..., Watched]) -> None:
    """Some senders make a file first and fill it later."""
    patient = watched_of(empty_wait_s=30)
    file = patient.drop("afp/a.txt", b"")
    assert patient.take() == 0
    file.write_bytes(b"Now it has come.")
    assert patient.take() == 1
    hasty = watched_of(empty_wait_s=0)
    hasty.drop("afp/b.txt", b"")
    hasty.take()
    assert hasty.spiked() == ["afp/b.txt", "afp/b.txt.why.json"]
    assert hasty.why("afp/b.txt")["reason"] == "empty_body"


def test_a_file_too_large_is_spiked_without_being_read(watched_of: Callable[..., Watched]) -> None:
    """Its size is looked at before it is opened; a sparse file of a terabyte costs nothing."""
    watched = watched_of(max_article_bytes=1024)
    with (watched.root / "huge.txt").open("wb") as stream:
        stream.truncate(1 << 40)
    watched.take()
    assert watched.spiked() == ["huge.txt", "huge.txt.why.json"]
    assert watched.why("huge.txt")["reason"] == "too_large"
    assert str(1 << 40) in str(watched.why("huge.txt")["detail"])


def test_only_regular_files_are_taken(watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links, pipes and sockets are spiked as they are: what a link points at is neither read nor moved."""
    secret = tmp_path / "secret.txt"
    secret.write_text("Not for the wire.")
    wire = watched.drop("afp/good.txt").parent
    (wire / "link.txt").symlink_to(secret)
    os.mkfifo(wire / "pipe.txt")
    monkeypatch.chdir(wire)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.txt")
    assert watched.take() == 4
    assert watched.filed() == ["afp/good.txt"]
    for name in ("link.txt", "pipe.txt", "socket.txt"):
        assert watched.why(f"afp/{name}")["reason"] == "unsafe"
    assert secret.read_text() == "Not for the wire."
    assert [raw.name for raw in watched.accepted()] == ["afp/good.txt"]


def test_files_of_one_pass_share_messages(watched: Watched) -> None:
    """A message and a commit for each file would cost more than the files."""
    for number in range(100):
        watched.drop(f"afp/{number}.txt", f"Number {number}")
    assert watched.take() == 100
    assert connect(watched.settings).llen(watched.settings.queue) == 1


def test_the_oldest_file_of_each_wire_goes_first_and_wires_take_turns(watched: Watched, log_lines: Lines) -> None:
    """A wire that sends a thousand files does not starve one that sends one."""
    for age, path in enumerate(["slow/1", "busy/4", "busy/3", "busy/2", "busy/1"]):
        file = watched.drop(f"{path}.txt", f"Of {path}")
        os.utime(file, (2_000_000_000 - age, 2_000_000_000 - age))
    watched.take()
    accepted = [line["name"] for line in log_lines if line["event"] == "inbox.filed"]
    in_order = [name for name in accepted if name.startswith("busy")]
    assert in_order == ["busy/1.txt", "busy/2.txt", "busy/3.txt", "busy/4.txt"]
    assert accepted.index("slow/1.txt") <= 1


def test_the_running_watcher_takes_a_file_as_soon_as_it_has_settled(watched_of: Callable[..., Watched]) -> None:
    """An event wakes the scan; no one waits for the next turn."""
    watched = watched_of(settle_s=0.1, scan_interval_s=60)
    with watched.running():
        wait_until((watched.root / ".claimed").exists, "open inbox")
        watched.drop("afp/a.txt")
        wait_until(watched.filed, "filed file")


def test_without_events_the_scans_alone_find_files(watched_of: Callable[..., Watched]) -> None:
    """Network mounts report nothing: COPYTASTER_INBOX_EVENTS=false polls."""
    watched = watched_of(inbox_events=False, scan_interval_s=0.05)
    with watched.running():
        watched.drop("afp/a.txt")
        wait_until(watched.filed, "filed file")
