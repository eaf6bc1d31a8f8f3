"""Latest: the figures for views that many watch at once, gathered at most once a second whoever asks how often."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ops.figures import Figures
from ops.gathering import Gatherer
from schemas.settings import Settings

_FRESH = timedelta(seconds=1)


class Latest:
    """May be asked from any thread. Connects when it is first asked."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._settings = settings
        self._now = now
        self._guard = threading.Lock()
        self._gatherer: Gatherer | None = None
        self._figures: Figures | None = None

    def figures(self) -> Figures:
        """Return figures that are no older than a second."""
        with self._guard:
            now = self._now()
            if self._figures is None or not timedelta(0) <= now - self._figures.at < _FRESH:
                self._gatherer = self._gatherer or Gatherer(self._settings)
                self._figures = self._gatherer.figures(now)
            return self._figures

    def close(self) -> None:
        """Close the connections."""
        with self._guard:
            if self._gatherer is not None:
                self._gatherer.close()
            self._gatherer = self._figures = None
