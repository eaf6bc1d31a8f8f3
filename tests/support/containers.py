"""Containers for tests: files zipped or put into a tar, and what comes out of them."""

import io
import os
import tarfile
import zipfile
from collections.abc import Mapping

from producer.unpack import Member, unpack
from schemas.unpack_limits import UnpackLimits
from schemas.verdict import Reason

LIMITS = UnpackLimits()
STORY = b"<nitf>" + os.urandom(2_000).hex().encode() + b"</nitf>"
FILES = {"desk/a.xml": STORY, "b.txt": b"It sailed."}


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
