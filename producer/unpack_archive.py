"""ZIP, tar and gzip opened in memory, a chunk at a time: nothing is written, no size or name is believed. Pure."""

import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Protocol

from producer.unpack_budget import Budget, Member, member_name, refusal
from schemas.unpack_limits import UnpackLimits
from schemas.verdict import Reason, Refusal

_CHUNK = 1 << 16
_GZIP = 31  # zlib's window bits for the gzip wrapper, RFC 1952
_ENTRY = b"PK\x01\x02"  # begins each entry of a ZIP's directory, APPNOTE 6.3.10 section 4.3.12
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # zipfile inflates the others without a limit for each chunk
_ENCRYPTED = 0x1  # bit 0 of a ZIP entry's general purpose flags
# What zipfile and tarfile raise for damaged or hostile archives, beside their own errors.
_BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, OSError),
    *(NotImplementedError, RuntimeError, OverflowError, UnicodeError, LookupError),
)
_BROKEN_TAR = (tarfile.TarError, zlib.error, EOFError, ValueError, OSError, OverflowError, UnicodeError, RecursionError)
_NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")  # what desktops add to archives beside the files


class _Readable(Protocol):
    """What tarfile needs of a stream."""

    def read(self, size: int, /) -> bytes: ...


class Inflating:
    """A gzip stream read forward, several members in a row as RFC 1952 allows, each byte counted."""

    def __init__(self, body: bytes, budget: Budget) -> None:
        self._body = memoryview(body)
        self._at = 0
        self._budget = budget
        self._gzip = zlib.decompressobj(_GZIP)
        self._pending = b""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` inflated bytes, none at the end. Raise zlib.error where the stream is damaged."""
        while not (self._gzip.eof and self._at_end()):
            if self._gzip.eof:
                self._gzip = zlib.decompressobj(_GZIP)
            packed = self._pending or bytes(self._body[self._at : self._at + _CHUNK])
            if not self._pending:
                self._at += len(packed)
            inflated = self._gzip.decompress(packed, size)
            self._pending = self._gzip.unconsumed_tail or self._gzip.unused_data
            if inflated:
                self._budget.inflate(len(inflated))
                return inflated
            if not packed:
                raise EOFError("the gzip stream ends too early")
        return b""

    def _at_end(self) -> bool:
        """Say whether nothing follows but the zeros that tapes are padded with."""
        rest = self._pending or bytes(self._body[self._at : self._at + _CHUNK])
        return not rest.strip(b"\0")


def zip_members(name: str, body: bytes, limits: UnpackLimits, budget: Budget) -> Iterator[Member | Refusal]:
    """Yield the files of a ZIP archive; a member that cannot be taken is a Refusal by name."""
    if body.count(_ENTRY) > limits.max_files:
        raise refusal(Reason.UNSAFE, name, f"holds more than {limits.max_files:,} files: send it in smaller parts")
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except _BROKEN_ZIP as error:
        raise refusal(
            Reason.MALFORMED, name, f"is no ZIP archive that can be opened ({error}): send it again"
        ) from None
    with archive:
        for entry in archive.infolist():
            budget.file()
            if not entry.filename.endswith("/") and not _is_noise(entry.filename):
                yield _zip_member(member_name(name, entry.filename), archive, entry, budget)


def _zip_member(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Member | Refusal:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if _leaves_folder(entry.filename):
        return refusal(Reason.UNSAFE, name, "is a path that leaves its folder: pack the files under plain names")
    if kind not in (0, stat.S_IFREG):
        return refusal(Reason.UNSAFE, name, "is a link or a device, not a file: pack the file itself")
    if entry.flag_bits & _ENCRYPTED:
        return refusal(Reason.UNSAFE, name, "is encrypted and cannot be read: send it in clear")
    if entry.compress_type not in _METHODS:
        return refusal(Reason.UNSAFE, name, f"is compressed by method {entry.compress_type}: use deflate")
    try:
        with archive.open(entry) as stream:
            return _contents(name, stream, budget)
    except _BROKEN_ZIP as error:
        return refusal(Reason.MALFORMED, name, f"cannot be inflated ({error}): send it again")


def _contents(name: str, stream: IO[bytes], budget: Budget) -> Member:
    chunks: list[bytes] = []
    while chunk := stream.read(_CHUNK):
        budget.inflate(len(chunk))
        chunks.append(chunk)
    return Member(name, b"".join(chunks))


def tar_members(name: str, stream: _Readable, budget: Budget) -> Iterator[Member | Refusal]:
    """Yield the files of a tar archive, read forward only; a member that cannot be taken is a Refusal by name."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=_CHUNK) as archive:  # type: ignore[call-overload]
            for entry in archive:
                budget.file()
                if not entry.isdir() and not _is_noise(entry.name):
                    yield _tar_member(member_name(name, entry.name), archive, entry, budget)
    except _BROKEN_TAR as error:
        yield refusal(Reason.MALFORMED, name, f"is a damaged tar archive ({error}): send it again")


def _tar_member(name: str, archive: tarfile.TarFile, entry: tarfile.TarInfo, budget: Budget) -> Member | Refusal:
    if _leaves_folder(entry.name):
        return refusal(Reason.UNSAFE, name, "is a path that leaves its folder: pack the files under plain names")
    if not entry.isreg() or entry.issparse():
        return refusal(Reason.UNSAFE, name, "is a link, a device or a sparse file: pack the file itself")
    stream = archive.extractfile(entry)
    return _contents(name, stream, budget) if stream else Member(name, b"")


def gzip_head(body: bytes, limits: UnpackLimits) -> bytes:
    """Return the first 512 bytes of a gzip stream, none where it is damaged."""
    try:
        return Inflating(body, Budget("", len(body), limits)).read(512)
    except (zlib.error, EOFError):
        return b""


def gzip_contents(name: str, body: bytes, budget: Budget) -> bytes:
    """Return all that a gzip stream holds. Raise Refusal when it is damaged or above the budget."""
    stream = Inflating(body, budget)
    chunks: list[bytes] = []
    try:
        while chunk := stream.read(_CHUNK):
            chunks.append(chunk)
    except (zlib.error, EOFError) as error:
        raise refusal(Reason.MALFORMED, name, f"is a damaged gzip file ({error}): send it again") from None
    return b"".join(chunks)


def _leaves_folder(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in path


def _is_noise(path: str) -> bool:
    return path.startswith(_NOISE[0]) or path.endswith(_NOISE[1:])
