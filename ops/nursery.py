"""Nursery: one process that loads all that reading needs, and makes the workers as copies of itself.

Loading takes two seconds of processor time, a copy a few milliseconds: a worker that was killed is back at once, even
on a busy machine, and all workers share the memory of what was loaded. Each is a process of its own all the same: what
ends one leaves the others alone. The nursery has one thread and no connection, for neither can be copied.
"""

import sys
from functools import partial
from typing import NoReturn

from ops.ending import fail
from ops.supervisor import Part, Supervisor, run_until_told
from schemas.errors import CopytasterError
from schemas.logging_setup import configure_logging
from schemas.settings import Settings

_FAILED_STARTS = 5  # of every worker, one after the other: they cannot start at all


def main() -> NoReturn:
    """Load, then run the workers until told to stop. Exit code 1 when none of them can be started, 5 without schema."""
    try:
        settings = Settings.load()
        configure_logging(settings.log_level, settings.log_format)
        _run(settings)
    except CopytasterError as error:
        fail(error)
    sys.exit(0)


def _run(settings: Settings) -> None:
    from worker.tasks import preload, work  # it reads the settings as it is imported: their errors are told above

    preload()
    workers = [Part(f"worker-{number}", run=partial(work, number)) for number in range(1, settings.workers + 1)]
    run_until_told(Supervisor(workers), give_up_after=_FAILED_STARTS)


if __name__ == "__main__":
    main()
