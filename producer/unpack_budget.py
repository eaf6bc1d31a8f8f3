"""What a container may still cost: bytes inflated and documents yielded, counted and never believed. Pure."""

from typing import NamedTuple, NoReturn

from schemas.unpack_limits import UnpackLimits
from schemas.verdict import Reason, Refusal, Stage

_NAME_CHARS = 1_000  # with the number of a line behind it, within the 1,024 that a raw article's name may have
_SLACK = 1 << 20  # a container of a few bytes may grow this much before its ratio counts


class Member(NamedTuple):
    """One document out of a container, or the plain document itself. `name` tells the way: `bundle.zip/desk/a.xml`."""

    name: str
    body: bytes


def member_name(container: str, path: str) -> str:
    """Return the name of a file inside a container: text that prints on one line, its end kept where it is long."""
    printable = "".join(char if char.isprintable() else "?" for char in path)
    return f"{container}/{printable[-max(1, _NAME_CHARS - len(container)) :]}"


class Budget:
    """The count of one container, shared by all that lies inside it."""

    def __init__(self, name: str, packed: int, limits: UnpackLimits) -> None:
        self._name = name
        self._packed = packed
        self._limits = limits
        self._inflated = 0
        self._members = 0
        self._files = 0

    def inflate(self, count: int) -> None:
        """Count inflated bytes. Raise Refusal `unsafe` when they are too many, or too many for the container's size."""
        self._inflated += count
        if self._inflated > self._limits.max_total_bytes:
            self._stop(f"holds more than {self._limits.max_total_bytes:,} bytes")
        if self._inflated > _SLACK + self._limits.max_ratio * self._packed:
            self._stop(f"grows to more than {self._limits.max_ratio} times its size")

    def file(self) -> None:
        """Count a file of an archive. Raise Refusal `unsafe` when there are too many."""
        self._files += 1
        if self._files > self._limits.max_files:
            self._stop(f"holds more than {self._limits.max_files:,} files")

    def member(self) -> None:
        """Count a document. Raise Refusal `unsafe` when there are too many."""
        self._members += 1
        if self._members > self._limits.max_members:
            self._stop(f"holds more than {self._limits.max_members:,} documents")

    def _stop(self, what: str) -> NoReturn:
        raise refusal(Reason.UNSAFE, self._name, f"{what}: send it in smaller parts")


def refusal(reason: Reason, name: str, what: str) -> Refusal:
    """Return the refusal of a container or of one member, by its name."""
    return Refusal(reason, f"{name[:300]} {what}.", stage=Stage.RECEIVE)
