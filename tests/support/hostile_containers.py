"""Hostile containers: bombs, nests, lies about sizes, paths that leave their folder. Every text is our own."""

import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from tests.support.containers import tarred, zipped

_STORY = (
    b"Mill at Corbeck to close\n\nCORBECK, March 4 - The paper mill at Corbeck will close in May after ninety years, "
    b"its owner said on Tuesday. A hundred and twelve people work there.\n"
)


def containers() -> Iterator[tuple[bytes, bytes]]:
    """Yield names and bytes of archives of every kind."""
    yield from _archives()
    yield from _zips()
    yield from _tars()


def _archives() -> Iterator[tuple[bytes, bytes]]:
    yield b"bomb.gz", gzip.compress(b"\0" * (64 << 20))
    yield b"cut.gz", gzip.compress(_STORY * 100)[:-20]
    yield b"joined.gz", gzip.compress(_STORY + b"Joined.") * 50
    yield b"twice.gz", gzip.compress(gzip.compress(_STORY + b"Twice."))
    yield b"junk.gz", b"\x1f\x8b" + os.urandom(3_000)
    yield (
        b"named.gz",
        b"\x1f\x8b\x08\x08\0\0\0\0\0\xff../../etc/passwd\0" + zlib.compress(_STORY + b"Named.")[2:-4] + bytes(8),
    )
    yield b"junk.zip", b"PK\x03\x04" + os.urandom(3_000)
    yield b"junk.tar", os.urandom(10_240)
    yield b"nothing.tar", b"\0" * 10_240
    yield b"nothing.zip", zipped({})
    yield b"bomb.txt.bz2", bz2.compress(b"\0" * (16 << 20))
    yield b"bomb.txt.xz", lzma.compress(b"\0" * (16 << 20))
    yield b"story.7z", b"7z\xbc\xaf\x27\x1c" + os.urandom(3_000)
    yield b"story.rar", b"Rar!\x1a\x07\x01\x00" + os.urandom(3_000)
    yield b"zip-called.txt", zipped({"a.txt": _STORY + b"A zip."})
    yield b"text-called.zip", _STORY + b"No zip."


def _zips() -> Iterator[tuple[bytes, bytes]]:
    yield b"bomb.zip", zipped({"zeros.txt": b"\0" * (64 << 20)})
    flat = {f"{number}.txt": b"\0" * (1 << 20) for number in range(100)}
    yield b"many-bombs.zip", zipped(flat)
    inner = zipped({"a.txt": _STORY + b"Nested."})
    for _ in range(6):
        inner = zipped({"inner.zip": inner})
    yield b"nested.zip", inner
    for name in ("../../outside.txt", "/etc/cron.d/x", "..\\..\\x.txt", "a/../../x.txt", "C:/x.txt", "a\0b.txt"):
        yield b"path-%d.zip" % len(name), zipped({name: _STORY + b"Astray.", "good.txt": _STORY + name.encode()})
    cut = zipped({"a.txt": _STORY * 50})
    yield b"cut.zip", cut[: len(cut) // 2]
    yield b"prefix.zip", b"MZ" + os.urandom(500) + cut
    yield b"twice-named.zip", _doubled()
    yield b"stored-lie.zip", cut.replace(len(_STORY * 50).to_bytes(4, "little"), (1).to_bytes(4, "little"))
    yield b"files.zip", zipped({f"{number}.txt": b"" for number in range(2_000)})
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    yield b"link.zip", out.getvalue()


def _doubled() -> bytes:
    once = zipped({"a.txt": _STORY + b"Once.", "b.txt": _STORY + b"again"})
    return once.replace(b"b.txt", b"a.txt")


def _tars() -> Iterator[tuple[bytes, bytes]]:
    kinds = ((b"symlink", tarfile.SYMTYPE), (b"hardlink", tarfile.LNKTYPE), (b"device", tarfile.CHRTYPE))
    for name, kind in (*kinds, (b"pipe", tarfile.FIFOTYPE)):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as archive:
            entry = tarfile.TarInfo("entry.txt")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        yield b"%s.tar" % name, out.getvalue()
    for path in ("../../outside.txt", "/etc/cron.d/x", "a/../../b.txt"):
        yield b"path-%d.tar" % len(path), tarred({path: _STORY, "good.txt": _STORY + path.encode()})
    yield b"bomb.tar.gz", tarred({"zeros.txt": b"\0" * (64 << 20)}, "w:gz")
    yield b"cut.tar", tarred({"a.txt": _STORY * 100})[:2_000]
    yield b"lie.tar", tarred({"a.txt": _STORY + b"Lie."}).replace(b"%011o" % len(_STORY + b"Lie."), b"77777777777")
    yield b"long.tar", tarred({"d/" * 400 + "a.txt": _STORY + b"Deep."})
