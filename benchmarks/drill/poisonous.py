"""Workers whose reader one kind of article kills, until it is mended: `python -m benchmarks.drill.poisonous`."""

import os
import signal

import worker.batch
from ops.nursery import main
from schemas.raw_article import RawArticle
from schemas.settings import Settings
from schemas.wire_profile import WireProfile
from worker.pipeline import Clock, Extracted, Refused, read

POISON = b"POISON"
MENDED = "reader-mended"  # a file in HOME: the release of the reader that no longer dies
_mended = Settings.load().home / MENDED


def poisonous(raw: RawArticle, profile: WireProfile, clock: Clock, attempts: int = 1) -> list[Extracted | Refused]:
    """Read an article; die of a poisonous one."""
    if POISON in raw.body and not _mended.exists():
        os.kill(os.getpid(), signal.SIGKILL)
    return read(raw, profile, clock, attempts)


worker.batch.read = poisonous  # type: ignore[attr-defined]  # the name under which a batch calls the reader

if __name__ == "__main__":
    main()
