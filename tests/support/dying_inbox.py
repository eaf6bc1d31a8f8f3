"""The real inbox watcher, killed at one step of the accept: `python -m tests.support.dying_inbox STEP`."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from producer.claims import Claims
from producer.enqueue import Door
from producer.folder import Folder
from producer.inbox import Inbox
from producer.ledger import Ledger
from schemas.settings import Settings

# Each step of the accept, and the method after whose first return the process is killed.
STEPS: dict[str, tuple[type, str]] = {
    "claim": (Claims, "claim"),
    "read": (Folder, "read"),
    "accept": (Ledger, "accept"),
    "publish": (Door, "announce"),
    "file": (Folder, "file"),
}


def dying(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that does its work, then is killed before it returns."""

    def then_die(*args: Any, **kwargs: Any) -> None:
        method(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    return then_die


def main(step: str) -> None:
    """Take what lies in the inbox, and die on the way."""
    owner, name = STEPS[step]
    setattr(owner, name, dying(getattr(owner, name)))
    settings = Settings.load()
    Inbox(settings, Door(settings)).drain()


if __name__ == "__main__":
    main(sys.argv[1])
