"""Containers: each document alone, under a name that tells the way, and no bomb inflated further than allowed."""

import bz2
import gzip
import io
import os
import stat
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.unpack import Member, looks_packed, unpack
from schemas.unpack_limits import UnpackLimits
from schemas.verdict import Reason, Refusal, Stage

LIMITS = UnpackLimits()
STORY = b"<nitf>" + os.urandom(2_000).hex().encode() + b"</nitf>"


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, body in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return out.getvalue()


def opened(name: str, body: bytes, limits: UnpackLimits = LIMITS) -> list[tuple[str, bytes | Reason]]:
    """Each entry's name and bytes, or the first word of its refusal and the reason."""
    found = list(unpack(name, body, limits))
    return [
        (entry.name, entry.body) if isinstance(entry, Member) else (entry.detail.partition(" ")[0], entry.reason)
        for entry in found
    ]


@pytest.mark.parametrize("name", ["a.xml", "a.json", "a.txt", "a", "story.docx"])
def test_a_plain_document_yields_itself(name: str) -> None:
    """What is no container comes out unchanged, the very same bytes."""
    (only,) = unpack(name, STORY, LIMITS)
    assert isinstance(only, Member)
    assert only.name == name
    assert only.body is STORY


FILES = {"desk/a.xml": STORY, "b.txt": b"It sailed."}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("in.zip", zipped(FILES)),
        ("in.zip", zipped(FILES, zipfile.ZIP_STORED)),
        ("in.tar", tarred(FILES)),
        ("in.tar.gz", tarred(FILES, "w:gz")),
        ("in.tgz", tarred(FILES, "w:gz")),
        ("in", zipped(FILES)),
        ("in.txt", tarred(FILES)),
        ("in.json", tarred(FILES, "w:gz")),
    ],
)
def test_each_file_of_an_archive_stands_alone(name: str, body: bytes) -> None:
    """Whatever the archive and its suffix, its files come out under its name and theirs."""
    assert opened(name, body) == [(f"{name}/desk/a.xml", STORY), (f"{name}/b.txt", b"It sailed.")]


def test_a_gzipped_document_comes_out_under_its_own_name() -> None:
    """A gzip file holds one document, in one or several pieces, with padding behind them or not."""
    assert opened("a.xml.gz", gzip.compress(b"<a>") + gzip.compress(b"</a>")) == [("a.xml.gz/a.xml", b"<a></a>")]
    assert opened("a.gz", gzip.compress(b"x") + b"\0" * 512) == [("a.gz/a", b"x")]
    assert opened("a.gz", gzip.compress(b"")) == [("a.gz/a", b"")]


def test_lines_stand_alone_under_their_numbers() -> None:
    """Blank lines are none, a bad line is a document like the others: the reader will refuse it alone."""
    body = b'not json\n\n{"headline": "Two"}\r\n  \n{"headline": "Three"}'
    expected = [
        ("s.jsonl#1", b"not json"),
        ("s.jsonl#3", b'{"headline": "Two"}'),
        ("s.jsonl#5", b'{"headline": "Three"}'),
    ]
    assert expected == opened("s.jsonl", body)
    assert opened("s.ndjson.gz", gzip.compress(b"{}\n{}")) == [
        ("s.ndjson.gz/s.ndjson#1", b"{}"),
        ("s.ndjson.gz/s.ndjson#2", b"{}"),
    ]


@pytest.mark.parametrize("body", [b'{\n "headline": "One"\n}', b'[\n{"a": 1},\n{"a": 2}\n]', b"[{\r\n}]"])
def test_json_printed_over_several_lines_is_one_document(body: bytes) -> None:
    """A suffix that lies does not tear an object apart."""
    assert opened("s.jsonl", body) == [("s.jsonl", body)]


def test_mails_of_an_mbox_stand_alone() -> None:
    """Each mail begins at a "From " line after a blank one; quoted ones inside are given back."""
    line = b"From a@nws.example Fri Jan  5 10:15:00 2024\n"
    first = b"Subject: One\n\nIt sailed.\n>From the harbour it went.\n>>From there on.\nFrom here no blank line.\n"
    second = b"Subject: Two\n\nIt sank.\n"
    expected = [
        ("b.mbox#1", first.replace(b">From", b"From", 1).replace(b">>From", b">From")),
        ("b.mbox#2", second),
    ]
    assert [(name, b.strip()) for name, b in expected] == [
        (name, body.strip())
        for name, body in opened("b.mbox", line + first + b"\n" + line + second)
        if isinstance(body, bytes)
    ]


def test_an_mbox_is_known_by_its_first_line() -> None:
    """The suffix is not needed."""
    assert looks_packed("mails", b"From a@nws.example Fri Jan  5 10:15:00 2024\nSubject: x\n")
    assert not looks_packed("mails", b"From the harbour at 10:15 came news\n")


@pytest.mark.parametrize(
    "name", ["a.zip", "A.ZIP", "a.tar", "a.tar.gz", "a.tgz", "a.gz", "a.mbox", "a.jsonl", "a.ndjson"]
)
def test_a_container_is_known_by_its_name_alone(name: str) -> None:
    """Before a file is read, its name must do."""
    assert looks_packed(name, b"")


@pytest.mark.parametrize("name", ["a.xml", "a.json", "a.eml", "zip", "a.docx", ""])
def test_other_names_are_no_containers(name: str) -> None:
    """A document is a document."""
    assert not looks_packed(name, b"")


def test_an_office_document_is_one_document() -> None:
    """Inside it is a ZIP archive, but its pieces are no articles."""
    assert not looks_packed("story.docx", b"PK\x03\x04")


def test_one_archive_inside_another_is_opened_and_a_third_is_not() -> None:
    """One level deeper is a delivery, two are a trick: refused by name, the rest is kept."""
    innermost = zipped({"c.txt": b"deep"})
    inner = zipped({"b.txt": b"It sailed.", "c.zip": innermost})
    found = opened("a.zip", zipped({"b.zip": inner, "d.gz": gzip.compress(b"It sank.")}))
    assert found == [
        ("a.zip/b.zip/b.txt", b"It sailed."),
        ("a.zip/b.zip/c.zip", Reason.UNSAFE),
        ("a.zip/d.gz/d", b"It sank."),
    ]


def test_lines_inside_an_archive_stand_alone_too() -> None:
    """JSON Lines and mailboxes are no archives: they do not count towards the depth."""
    found = opened("a.zip", zipped({"b.tar.gz": tarred({"s.jsonl": b"{}\n{}"}, "w:gz")}))
    assert found == [("a.zip/b.tar.gz/s.jsonl#1", b"{}"), ("a.zip/b.tar.gz/s.jsonl#2", b"{}")]


PATHS = ["../evil", "a/../../evil", "/etc/evil", "C:/evil", "a\\..\\evil", "\\evil"]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_leaves_its_folder_is_refused_by_name(path: str) -> None:
    """Nothing is ever written, but such an archive is meant ill: the member is refused, the others are kept."""
    for name, body in ("a.zip", zipped({path: b"x", "b.txt": b"y"})), ("a.tar", tarred({path: b"x", "b.txt": b"y"})):
        first, second = unpack(name, body, LIMITS)
        assert isinstance(first, Refusal)
        assert (first.reason, first.stage) == (Reason.UNSAFE, Stage.RECEIVE)
        assert "evil" in first.detail
        assert second == Member(f"{name}/b.txt", b"y")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_a_tar_are_refused(kind: bytes) -> None:
    """Only files are documents."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("trick")
        entry.type, entry.linkname = kind, "/etc/passwd"
        archive.addfile(entry)
    assert opened("a.tar", out.getvalue()) == [("a.tar/trick", Reason.UNSAFE)]


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_in_a_zip_are_refused(mode: int) -> None:
    """A ZIP keeps the kind of a file in its external attributes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("trick")
        entry.external_attr = (mode | 0o644) << 16
        archive.writestr(entry, "/etc/passwd")
    assert opened("a.zip", out.getvalue()) == [("a.zip/trick", Reason.UNSAFE)]


@pytest.mark.parametrize("path", ["line\nbreak.txt", "bell\a.txt", "\u202etxt.exe", "x" * 5_000 + ".txt", "\udcff.txt"])
def test_names_are_printed_on_one_line_and_kept_short(path: str) -> None:
    """A name goes into logs and records: no control character, no lone surrogate, within a raw article's limit."""
    for container, body in ("a.tar", tarred({path: b"x"})), ("a.zip", zipped({path: b"x"} if path.isascii() else {})):
        for name, _ in opened(container, body):
            assert name.isprintable()
            assert len(name) <= 1_024


def test_folders_and_what_desktops_add_are_passed_over() -> None:
    """A folder is no document, and neither are a desktop's own files."""
    files = {"desk/": b"", "__MACOSX/._a": b"x", "desk/.DS_Store": b"x", "Thumbs.db": b"x", "desk/a.txt": b"It sailed."}
    assert opened("a.zip", zipped(files)) == [("a.zip/desk/a.txt", b"It sailed.")]


def test_an_encrypted_member_is_refused_by_name() -> None:
    """What cannot be looked into is not taken."""
    body = bytearray(zipped({"a.txt": b"secret"}, zipfile.ZIP_STORED))
    body[body.find(b"PK\x01\x02") + 8] |= 1
    body[6] |= 1
    assert opened("a.zip", bytes(body)) == [("a.zip/a.txt", Reason.UNSAFE)]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_inflate_without_a_limit_are_refused(method: int) -> None:
    """A few kilobytes of bzip2 may hold a gigabyte, and are inflated in one piece."""
    assert opened("a.zip", zipped({"a.txt": b"\0" * 1_000_000}, method)) == [("a.zip/a.txt", Reason.UNSAFE)]


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


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.zip", b"PK\x03\x04 and no more"),
        ("a.zip", zipped(FILES)[:-30]),
        ("a.gz", b"\x1f\x8b and no more"),
        ("a.gz", gzip.compress(STORY)[:-20]),
        ("a.tar", tarred({"a": STORY})[:900]),
        ("a.tar", b"no tar at all"),
        ("a.tar.gz", tarred({"a": STORY}, "w:gz")[:-100]),
    ],
)
def test_a_damaged_archive_is_refused_as_malformed(name: str, body: bytes) -> None:
    """A transfer that broke off is told as such."""
    assert Reason.MALFORMED in [what for _, what in opened(name, body)]


def test_a_damaged_member_is_refused_alone() -> None:
    """A checksum that fails spoils its own file only."""
    body = bytearray(zipped({"a.txt": b"It sailed.", "b.txt": b"It sank."}, zipfile.ZIP_STORED))
    at = body.find(b"It sailed.")
    body[at : at + 2] = b"Xx"
    assert opened("a.zip", bytes(body)) == [("a.zip/a.txt", Reason.MALFORMED), ("a.zip/b.txt", b"It sank.")]


def test_a_hundred_thousand_lines_are_read_one_by_one() -> None:
    """The first line is there at once, however many follow."""
    body = b'{"headline": "Ferry and tug collide"}\n' * 100_000
    started = time.perf_counter()
    lines = unpack("s.jsonl", body, LIMITS)
    assert next(lines) == Member("s.jsonl#1", body[:37])
    assert time.perf_counter() - started < 0.1
    assert sum(1 for _ in lines) == 99_999


def test_lines_cost_no_second_copy_of_the_whole() -> None:
    """Only the line in hand is copied."""
    body = b'{"headline": "Ferry and tug collide"}\n' * 10_000
    tracemalloc.start()
    assert sum(1 for _ in unpack("s.jsonl", body, LIMITS)) == 10_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(body) / 10


def test_bz2_is_no_container() -> None:
    """An archive that is not opened here is one document, which the readers refuse by its name."""
    assert not looks_packed("a.bz2", bz2.compress(b"x"))


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b\x08\x00", zipped({"a": b"b"}), gzip.compress(b"x")]),
)
def test_any_bytes_are_members_or_refusals(tail: bytes, start: bytes) -> None:
    """Whatever the bytes and the suffix: members and refusals, and at least one of them or nothing inside."""
    for name in ("a.zip", "a.tar", "a.gz", "a.tar.gz", "a.mbox", "a.jsonl", "a"):
        assert all(isinstance(entry, Member | Refusal) for entry in unpack(name, start + tail, LIMITS))


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}\.txt", fullmatch=True), st.binary(min_size=1, max_size=50), max_size=5)
)
def test_what_was_packed_comes_out(files: dict[str, bytes]) -> None:
    """Every file comes out once, in order, byte for byte, from each kind of archive."""
    plain = {name: b"text " + body for name, body in files.items()}
    for name, body in ("a.zip", zipped(plain)), ("a.tar", tarred(plain)), ("a.tar.gz", tarred(plain, "w:gz")):
        assert [(f"{name}/{inner}", contents) for inner, contents in plain.items()] == opened(name, body)
