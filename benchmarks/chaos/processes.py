"""Processes as Linux shows them under /proc: whose child each is, what it runs, and what memory it holds."""

import os
import signal
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


def children(pid: int) -> dict[int, str]:
    """Return the living children of a process with their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(") ", 1)[1].split()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
            except (OSError, IndexError):  # it ended between the listing and the look
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                found[int(entry.name)] = command
    return found


def descendants(pid: int) -> list[int]:
    """Return the living children of a process, and theirs: a nursery's copies are its own."""
    found = list(children(pid))
    return found + [below for child in found for below in descendants(child)]


def resident_mb(pid: int) -> float:
    """Return the memory a process holds, in megabytes; 0 for one that has ended.

    Without the pages of files: of a database it maps, the kernel keeps as much there as it has room for.
    """
    try:
        fields = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0.0
    return (int(fields[1]) - int(fields[2])) * _PAGE / (1 << 20)


def send(pid: int, number: signal.Signals) -> bool:
    """Send a signal; False when the process had ended."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True
