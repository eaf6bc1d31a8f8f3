"""Filling: a thread that keeps the word index up with what is stored, at half a core at most while it catches up."""

import threading
import time

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ops.word_index import WordIndex
from schemas.log_events import Event

_log = structlog.get_logger(__name__)

BATCH = 200  # articles of one transaction, some 60 ms: whoever searches meanwhile waits no longer
_EVERY_S = 1.0  # between two looks when there is nothing to do
_AWAY_S = 5.0  # after a database did not answer
_LOOKED_THROUGH_S = 86_400.0  # between two looks for what was pruned


class Filling:
    """Fills one index until it is closed."""

    def __init__(self, words: WordIndex) -> None:
        self._words = words
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="desk-words", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Finish the batch in hand."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        looked_through, pause = -_LOOKED_THROUGH_S, 0.0
        while not self._stop.wait(pause):
            began = time.monotonic()
            try:
                if began - looked_through >= _LOOKED_THROUGH_S:
                    self._words.begin_anew_if_abandoned()
                    looked_through = began
                filled = self._words.fill(BATCH)
            except (DBAPIError, PoolTimeout) as error:
                if pause != _AWAY_S:  # once, not every five seconds
                    _log.warning(Event.INDEX_WAITING, detail=repr(error)[:300])
                pause = _AWAY_S
            else:
                pause = time.monotonic() - began if filled == BATCH else _EVERY_S
