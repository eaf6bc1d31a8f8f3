"""What unpacking may cost: no bomb inflated further than allowed, no line copied before its turn."""

import gzip
import os
import time
import tracemalloc

import pytest

from producer.unpack import Member, unpack
from schemas.unpack_limits import UnpackLimits
from schemas.verdict import Reason, Refusal
from tests.support.containers import LIMITS, opened, tarred, zipped

BOMB = b"\0" * 50_000_000


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.zip", zipped({"bomb": BOMB})),
        ("a.gz", gzip.compress(BOMB)),
        ("a.tar.gz", tarred({"bomb": BOMB}, "w:gz")),
        ("a.zip", zipped({"b.gz": gzip.compress(BOMB)})),
        ("a.zip", zipped({f"bomb{n}": BOMB[:2_000_000] for n in range(25)})),
    ],
    ids=["zip", "gzip", "tar.gz", "nested", "many"],
)
def test_bombs_end_at_the_ratio_in_little_memory(name: str, body: bytes) -> None:
    """A container that grows beyond belief is stopped there: the last entry is the refusal."""
    tracemalloc.start()
    found = list(unpack(name, body, LIMITS))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    last = found[-1]
    assert isinstance(last, Refusal)
    assert last.reason is Reason.UNSAFE
    assert f"more than {LIMITS.max_ratio} times" in last.detail
    assert peak < 40_000_000


def test_a_declared_size_is_not_believed() -> None:
    """A directory that says ten bytes does not hide ten million."""
    body = bytearray(zipped({"a.txt": os.urandom(30_000) * 40}))
    entry = body.find(b"PK\x01\x02")
    body[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    found = opened("a.zip", bytes(body), UnpackLimits(max_total_bytes=1_000))
    assert found[-1][1] in {Reason.UNSAFE, Reason.MALFORMED}
    assert all(not isinstance(what, bytes) or len(what) <= 1_000 for _, what in found)


def test_the_total_of_all_documents_is_limited() -> None:
    """What came before the limit is kept, and nothing after it is inflated."""
    files = {f"{n}.bin": os.urandom(1_000) for n in range(10)}
    found = opened("a.zip", zipped(files), UnpackLimits(max_total_bytes=3_500))
    assert [name for name, _ in found] == ["a.zip/0.bin", "a.zip/1.bin", "a.zip/2.bin", "a.zip"]
    assert found[-1][1] is Reason.UNSAFE


def test_a_document_that_is_too_large_is_refused_alone() -> None:
    """One large file among small ones does not stop the delivery."""
    limits = UnpackLimits(max_member_bytes=10)
    assert opened("a.tar", tarred({"a": b"x" * 11, "b": b"y" * 10}), limits) == [
        ("a.tar/a", Reason.TOO_LARGE),
        ("a.tar/b", b"y" * 10),
    ]
    assert opened("s.jsonl", b"x" * 11 + b"\n{}", limits) == [("s.jsonl#1", Reason.TOO_LARGE), ("s.jsonl#2", b"{}")]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.zip", zipped({str(n): b"" for n in range(6)})),
        ("a.tar", tarred({str(n): b"" for n in range(6)})),
        ("a.jsonl", b"{}\n" * 6),
    ],
)
def test_the_number_of_documents_is_limited(name: str, body: bytes) -> None:
    """Too many files or lines end in a refusal that says how many are allowed."""
    found = list(unpack(name, body, UnpackLimits(max_files=5, max_members=5)))
    last = found[-1]
    assert isinstance(last, Refusal)
    assert last.reason is Reason.UNSAFE
    assert "more than 5" in last.detail
    assert len(found) <= 6


def test_a_hundred_thousand_lines_are_read_one_by_one() -> None:
    """The first line is there at once, however many follow."""
    body = b'{"headline": "Ferry and tug collide"}\n' * 100_000
    began = time.process_time()
    lines = unpack("s.jsonl", body, LIMITS)
    assert next(lines) == Member("s.jsonl#1", body[:37])
    first = time.process_time()
    assert sum(1 for _ in lines) == 99_999
    assert first - began < (time.process_time() - first) / 10


def test_lines_cost_no_second_copy_of_the_whole() -> None:
    """Only the line in hand is copied."""
    body = b'{"headline": "Ferry and tug collide"}\n' * 10_000
    tracemalloc.start()
    assert sum(1 for _ in unpack("s.jsonl", body, LIMITS)) == 10_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(body) / 10
