"""Drill: five things break one after the other on a running desk; prints what it said, how soon, and what mended it.

    python -m benchmarks.drill

The desk is a real one: embedded Redis, PostgreSQL, a worker under the supervisor, the inbox, two wires that file three
articles a second. It is looked at twice a second with the code of `copytaster status`; a fault that it does not name
within four minutes, or that its mending does not clear, makes the exit code 1.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from benchmarks.drill.poisonous import MENDED, POISON
from benchmarks.drill.stage import LOCAL, Stage, staged
from ops.concerns import Concern, Kind

_WITHIN_S = 240.0
_POLL_S = 0.5
_FILLER_MB = 256

T = TypeVar("T")


class Fault(NamedTuple):
    """One thing that breaks, the kind of concern by which the desk names it, and how it is mended, as it is typed."""

    name: str
    kind: Kind
    inject: Callable[[Stage], object]
    mend: Callable[[Stage], object]
    typed: str


class Seen(NamedTuple):
    """What the desk said of a fault, how soon, and how soon it was gone."""

    said: Concern | None
    after_s: float
    cleared_s: float | None


def _fill(stage: Stage) -> None:
    with (stage.settings.home / "filler").open("wb") as filler:
        for _ in range(_FILLER_MB):
            filler.write(bytes(1 << 20))


def _change_format(stage: Stage) -> None:
    stage.local.byline = "writer_line"


def _mend_format(stage: Stage) -> None:
    stage.local.byline = "byline"


def _mend_reader(stage: Stage) -> None:
    (stage.settings.home / MENDED).touch()
    stage.copytaster("quarantine", "release", "--reason", "attempts_exhausted")


FAULTS = (
    Fault("a wire goes quiet", Kind.WIRE_QUIET, lambda stage: stage.steady.silent.set(),
          lambda stage: stage.steady.silent.clear(), "(start the wire's sender)"),
    Fault("database down", Kind.DATABASE, Stage.stop_database, Stage.start_database, "pg_ctl start"),
    Fault("a poison article", Kind.POISON, lambda stage: stage.local.send(b"Ferry\n\nWords. " + POISON), _mend_reader,
          "copytaster quarantine release --reason attempts_exhausted"),
    Fault("disk nearly full", Kind.DISK, _fill, lambda stage: (stage.settings.home / "filler").unlink(), "rm filler"),
    Fault("a format change that loses bylines", Kind.FIELD_LOST, _change_format, _mend_format,
          f"(give {LOCAL} its format back)"),
)  # fmt: skip


def drill(stage: Stage, fault: Fault) -> Seen:
    """Break one thing, wait until the desk names it, mend it, wait until the desk is content."""
    began = time.monotonic()
    fault.inject(stage)
    said = _wait_for(stage, lambda found: next((one for one in found if one.kind is fault.kind), None))
    after = time.monotonic() - began
    mended = time.monotonic()
    fault.mend(stage)
    clear = _wait_for(stage, lambda found: all(one.kind is not fault.kind for one in found) or None)
    return Seen(said, after, time.monotonic() - mended if clear else None)


def _wait_for(stage: Stage, found: Callable[[tuple[Concern, ...]], T | None]) -> T | None:
    until = time.monotonic() + _WITHIN_S
    while time.monotonic() < until:
        answer = found(stage.look()[1])
        if answer is not None:
            return answer
        time.sleep(_POLL_S)
    return None


def _warm(stage: Stage) -> None:
    """Wait until articles of both wires are stored: only then a silence can be one."""
    _wait_for(stage, lambda _: stage.look()[0].verdicts.get("stored", 0) >= 20 or None)


def main() -> None:
    """Run the drill and print the table, then the handover of the same minutes."""
    roomy = Path("/dev/shm")  # a file system that nobody else fills or empties meanwhile
    place = tempfile.mkdtemp(prefix="ct-drill-", dir=roomy if roomy.is_dir() else None)
    home = Path(place) / "home"
    home.mkdir()
    least_free_mb = (shutil.disk_usage(home).free >> 20) - _FILLER_MB // 2
    failed = 0
    try:
        with staged(home, least_free_mb) as stage:
            _warm(stage)
            for fault in FAULTS:
                failed += _tell(fault, drill(stage, fault))
            print("\ncopytaster handover --since 30m\n" + stage.copytaster("handover", "--since", "30m"))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    sys.exit(int(bool(failed)))


def _tell(fault: Fault, seen: Seen) -> bool:
    if seen.said is None:
        print(f"{fault.name}: NOT NOTICED within {_WITHIN_S:.0f} s", flush=True)
        return True
    cleared = "NOT CLEARED" if seen.cleared_s is None else f"clear after {seen.cleared_s:.1f} s"
    print(f"{fault.name}: noticed after {seen.after_s:.1f} s\n  said: {seen.said.kind}: {seen.said.detail}")
    print(f"  to look: {seen.said.mend}\n  mended by: {fault.typed}; {cleared}", flush=True)
    return seen.cleared_s is None


if __name__ == "__main__":
    main()
