"""Containers: each document alone, byte for byte, under a name that tells the way."""

import bz2
import gzip
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.unpack import Member, looks_packed, unpack
from schemas.verdict import Reason, Refusal
from tests.support.containers import FILES, LIMITS, STORY, opened, tarred, zipped


@pytest.mark.parametrize("name", ["a.xml", "a.json", "a.txt", "a", "story.docx"])
def test_a_plain_document_yields_itself(name: str) -> None:
    """What is no container comes out unchanged, the very same bytes."""
    (only,) = unpack(name, STORY, LIMITS)
    assert isinstance(only, Member)
    assert only.name == name
    assert only.body is STORY


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
