"""Members of archives: paths that lead out, links, names, encryption, and damage that spoils one file or all."""

import gzip
import io
import stat
import tarfile
import zipfile

import pytest

from producer.unpack import Member, unpack
from schemas.verdict import Reason, Refusal, Stage
from tests.support.containers import FILES, LIMITS, STORY, opened, tarred, zipped

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


def test_a_file_without_a_name_is_refused_and_the_others_are_kept() -> None:
    """A damaged directory can lose a name (found by the fuzzer): here its length is counted to the comment's."""
    body = zipped({"a.txt": b"x", "b.txt": b"y"})
    at = body.rindex(b"a.txt")
    nameless = body[: at - 18] + b"\0\0\0\0\5\0" + body[at - 12 :]
    assert opened("a.zip", nameless) == [("a.zip/", Reason.MALFORMED), ("a.zip/b.txt", b"y")]
