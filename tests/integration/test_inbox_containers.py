"""Containers in the inbox: each document stands alone, and what cannot be taken is named."""

import io
import threading
import zipfile
from collections.abc import Callable, MutableMapping
from typing import Any

from tests.support.waiting import wait_until
from tests.support.watched import Watched

Lines = list[MutableMapping[str, Any]]


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(f"{name}.txt", body)
    return packed.getvalue()


def test_every_document_of_a_container_is_accepted(watched: Watched, log_lines: Lines) -> None:
    """Each is an article of its own, named by the way to it; the container is filed as one file."""
    watched.drop("afp/night.zip", zipped(one=b"The first.", two=b"The second."))
    watched.take()
    assert {(raw.name, raw.body) for raw in watched.accepted()} == {
        ("afp/night.zip/one.txt", b"The first."),
        ("afp/night.zip/two.txt", b"The second."),
    }
    assert watched.filed() == ["afp/night.zip"]
    assert watched.spiked() == []
    (line,) = [line for line in log_lines if line["event"] == "inbox.filed"]
    assert (line["articles"], line["refused"]) == (2, 0)


def test_members_that_cannot_be_taken_are_named_beside_it(watched_of: Callable[..., Watched], log_lines: Lines) -> None:
    """An empty or a huge member does not cost its neighbours; a note in .spiked and a line for each say why."""
    watched = watched_of(max_article_bytes=1024)
    watched.drop("afp/night.zip", zipped(good=b"Words.", empty=b"", huge=b"x " * 1000))
    watched.take()
    assert [raw.name for raw in watched.accepted()] == ["afp/night.zip/good.txt"]
    assert watched.filed() == ["afp/night.zip"]
    note = watched.why("afp/night.zip")
    assert note["refused"] == 2
    assert str(note["filed"]).endswith("/afp/night.zip")
    assert [one["reason"] for one in note["members"]] == ["empty_body", "too_large"]  # type: ignore[attr-defined]
    lines = [line for line in log_lines if line["event"] == "inbox.spiked"]
    assert [("empty.txt" in line["detail"], "huge.txt" in line["detail"]) for line in lines] == [
        (True, False),
        (False, True),
    ]


def test_a_container_with_nothing_to_take_is_spiked(watched: Watched) -> None:
    """It is told why: its first member's reason, or that it holds none."""
    watched.drop("afp/hollow.zip", zipped())
    watched.drop("afp/empty.zip", zipped(empty=b""))
    watched.drop("afp/torn.zip", zipped(good=b"Words.")[:40])
    watched.take()
    assert watched.filed() == []
    reasons = {name: watched.why(f"afp/{name}.zip")["reason"] for name in ("hollow", "empty", "torn")}
    assert reasons == {"hollow": "empty_body", "empty": "empty_body", "torn": "malformed"}


def test_a_hostile_member_name_is_shortened_and_printable(watched: Watched) -> None:
    """A record's name has 1,024 characters, and a name can hold anything."""
    watched.drop("afp/odd.zip", zipped(**{"\x1b[2J" + "n" * 2000: b"Words."}))
    assert watched.take() == 1
    (raw,) = watched.accepted()
    assert (len(raw.name) <= 1024, raw.name.isprintable()) == (True, True)


def test_lines_with_nothing_in_them_count_for_nothing(watched: Watched) -> None:
    """A stream of JSON Lines may hold blank ones."""
    watched.drop("afp/stream.jsonl", b'{"headline": "One"}\n\n  \n{"headline": "Two"}\n')
    watched.take()
    assert sorted(raw.name for raw in watched.accepted()) == ["afp/stream.jsonl#1", "afp/stream.jsonl#4"]


def test_a_container_above_the_high_water_mark_goes_in_part_by_part(watched_of: Callable[..., Watched]) -> None:
    """It waits in hand while workers make room; it need not fit at once."""
    watched = watched_of(high_water=2)
    watched.drop("afp/stream.jsonl", b"".join(b'{"n": %d}\n' % number for number in range(5)))
    watched.inbox.scan()
    taking = threading.Thread(target=watched.inbox.scan)
    taking.start()
    seen: set[str] = set()

    def all_seen() -> bool:
        accepted = [raw.raw_id for raw in watched.accepted()]
        seen.update(accepted)
        watched.door.ledger.finish(accepted)
        return len(seen) == 5

    wait_until(all_seen, "whole container")
    taking.join(60)
    assert watched.filed() == ["afp/stream.jsonl"]


def test_a_container_in_hand_is_put_back_when_the_watcher_must_end(watched_of: Callable[..., Watched]) -> None:
    """What was accepted of it stays accepted and is known again when the container comes anew."""
    watched = watched_of(high_water=2)
    watched.drop("afp/stream.jsonl", b"".join(b'{"n": %d}\n' % number for number in range(5)))
    with watched.running():
        wait_until(lambda: len(watched.accepted()) == 2, "first part")
    assert watched.lying() == ["afp/stream.jsonl"]
    assert watched.claimed() == []
    assert len(watched.accepted()) == 2
