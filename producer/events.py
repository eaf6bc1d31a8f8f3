"""Events: the system's file events, which make the next scan sooner and tell it nothing else."""

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

import watchfiles
from watchfiles._rust_notify import WatchfilesRustInternalError

_LOOK_AGAIN_MS = 2000  # how soon a removed and remade folder is watched again: events of the old one have ended


class Events(threading.Thread):
    """Calls `wake` when something below `root` changes, other than what the watcher itself keeps there."""

    def __init__(self, root: Path, wake: Callable[[], None], stop: threading.Event) -> None:
        super().__init__(name="inbox-events", daemon=True)
        self._root = root
        self._wake = wake
        self._ended = stop

    def run(self) -> None:
        """Watch until stopped; where the system reports nothing, the scans remain."""
        while not self._ended.is_set():
            # The folder is away, or the system has no watches left; or a name is no UTF-8, which ends the library's
            # watch with an error of its own: something did change, so look, and watch anew.
            with contextlib.suppress(OSError, WatchfilesRustInternalError):
                self._watch(self._root.stat().st_ino)
            self._wake()
            self._ended.wait(_LOOK_AGAIN_MS / 1000)

    def _watch(self, inode: int) -> None:
        """Watch the folder for as long as it is the same one."""
        changes = watchfiles.watch(
            self._root,
            watch_filter=self._is_news,
            debounce=100,  # milliseconds: a burst of files wakes the scan once
            step=20,
            rust_timeout=_LOOK_AGAIN_MS,
            yield_on_timeout=True,
            stop_event=self._ended,
            raise_interrupt=False,
        )
        for changed in changes:
            if changed:
                self._wake()
            elif self._root.stat().st_ino != inode:
                return

    def _is_news(self, _change: watchfiles.Change, path: str) -> bool:
        return not os.path.relpath(path, self._root).startswith(".")
