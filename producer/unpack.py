"""Containers to documents: each mail of an mbox, line of JSON Lines and file of an archive stands alone. Pure."""

import io
import re
from collections.abc import Iterator
from enum import Enum, auto

from producer.unpack_archive import Inflating, gzip_contents, gzip_head, tar_members, zip_members
from producer.unpack_budget import Budget, Member, refusal
from schemas.unpack_limits import UnpackLimits
from schemas.verdict import Reason, Refusal

__all__ = ["Member", "looks_packed", "unpack"]


class _Kind(Enum):
    """What a container is; the archives count towards the depth, the streams do not."""

    ZIP = auto()
    TAR = auto()
    GZIP = auto()
    MBOX = auto()
    LINES = auto()


_ARCHIVES = (_Kind.ZIP, _Kind.TAR, _Kind.GZIP)
_MAGIC = ((b"PK\x03\x04", _Kind.ZIP), (b"PK\x05\x06", _Kind.ZIP), (b"\x1f\x8b", _Kind.GZIP))
_SUFFIXES = (
    ((".zip",), _Kind.ZIP),
    ((".tar",), _Kind.TAR),
    ((".gz", ".tgz"), _Kind.GZIP),
    ((".mbox", ".mbx"), _Kind.MBOX),
    ((".jsonl", ".ndjson"), _Kind.LINES),
)
_TAR_MAGIC = slice(257, 262)  # "ustar", POSIX.1-1988
# Documents that are ZIP archives inside: one document each, whatever it is worth.
_OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".apk", ".pages", ".idml")
_FROM_LINE = re.compile(rb"From \S{1,200} [^\n]{0,60}\d\d:\d\d[^\n]{0,40}\d{4}\r?\n")
_NEXT_MAIL = re.compile(rb"(?:\A|\n\r?\n)From [^\n]{0,998}\n")  # RFC 4155, and RFC 5322's longest line
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)  # mboxrd: one ">" was added before each
_PRETTY = (b"{", b"[", b"[{", b"[\r", b"{\r")  # the first line of JSON that was printed over several lines


def looks_packed(name: str, head: bytes) -> bool:
    """Say whether this is a container: by its first bytes where they are certain, else by its name."""
    return _kind_of(name, head) is not None


def unpack(name: str, body: bytes, limits: UnpackLimits) -> Iterator[Member | Refusal]:
    """Yield each document of a container, with a Refusal in the place of each that cannot be taken.

    A plain document yields itself, unchanged. Names tell the way: `bundle.zip/desk/a.xml`, `stream.jsonl#17` (its
    line), `box.mbox#3` (its place). When a limit is passed the last entry is the Refusal that says so; no more than the
    limits allow is ever inflated, and nothing is written.
    """
    try:
        yield from _opened(Member(name, body), limits, Budget(name, len(body), limits), depth=0)
    except Refusal as stop:
        yield stop


def _kind_of(name: str, head: bytes) -> _Kind | None:
    lower = name.lower()
    magic = next((kind for start, kind in _MAGIC if head.startswith(start)), None)
    if magic is _Kind.ZIP and lower.endswith(_OFFICE):
        return None
    if magic:
        return magic
    if head[_TAR_MAGIC] == b"ustar":
        return _Kind.TAR
    if _FROM_LINE.match(head):
        return _Kind.MBOX
    kind = next((kind for suffixes, kind in _SUFFIXES if lower.endswith(suffixes)), None)
    if kind is _Kind.LINES and head.lstrip().partition(b"\n")[0].strip() in _PRETTY:
        return None
    return kind


def _opened(member: Member, limits: UnpackLimits, budget: Budget, depth: int) -> Iterator[Member | Refusal]:
    """Yield a member, or what lies inside it when it is a container itself."""
    kind = _kind_of(member.name, member.body[:512])
    if kind is None:
        yield member if depth == 0 else _counted(member, limits, budget)
        return
    deeper = depth + (kind in _ARCHIVES)
    if deeper > limits.max_depth + 1:
        inside = f"is an archive {deeper} deep, and {limits.max_depth} inside the first is the limit: send it alone"
        yield refusal(Reason.UNSAFE, member.name, inside)
        return
    for inner in _members(kind, member, limits, budget):
        if isinstance(inner, Refusal):
            yield inner
        elif kind in _ARCHIVES:
            yield from _opened(inner, limits, budget, deeper)
        else:
            yield _counted(inner, limits, budget)


def _counted(member: Member, limits: UnpackLimits, budget: Budget) -> Member | Refusal:
    """Return a document out of a container, or its refusal when it alone is too large."""
    budget.member()
    if len(member.body) <= limits.max_member_bytes:
        return member
    limit = f"has more than the {limits.max_member_bytes:,} bytes that a document may have: send its articles apart"
    return refusal(Reason.TOO_LARGE, member.name, limit)


def _members(kind: _Kind, member: Member, limits: UnpackLimits, budget: Budget) -> Iterator[Member | Refusal]:
    if kind is _Kind.ZIP:
        return zip_members(member.name, member.body, limits, budget)
    if kind is _Kind.TAR:
        return tar_members(member.name, io.BytesIO(member.body), budget)
    if kind is _Kind.GZIP:
        return _gzip_members(member, limits, budget)
    return _mails(member) if kind is _Kind.MBOX else _lines(member)


def _gzip_members(member: Member, limits: UnpackLimits, budget: Budget) -> Iterator[Member | Refusal]:
    """Yield the files of a gzipped tar archive, or the one document of a gzip file under its own name."""
    if gzip_head(member.body, limits)[_TAR_MAGIC] == b"ustar":
        yield from tar_members(member.name, Inflating(member.body, budget), budget)
        return
    inner = member.name.rpartition("/")[2]
    inner = inner[: -len(".gz")] if inner.lower().endswith(".gz") else inner
    yield Member(f"{member.name}/{inner or 'document'}", gzip_contents(member.name, member.body, budget))


def _mails(member: Member) -> Iterator[Member]:
    """Yield the mails of an mbox (RFC 4155): each begins at a line "From " after a blank one."""
    starts = list(_NEXT_MAIL.finditer(member.body))
    if not starts:
        yield member
    for number, start in enumerate(starts, start=1):
        end = starts[number].start() + 1 if number < len(starts) else len(member.body)
        yield Member(f"{member.name}#{number}", _QUOTED_FROM.sub(rb"\1", member.body[start.end() : end]))


def _lines(member: Member) -> Iterator[Member]:
    """Yield the lines that hold anything, one slice each: the whole is never split at once."""
    body, at, number = member.body, 0, 0
    while at < len(body):
        end = body.find(b"\n", at)
        end = len(body) if end < 0 else end
        number += 1
        line = body[at:end].strip()
        if line:
            yield Member(f"{member.name}#{number}", line)
        at = end + 1
