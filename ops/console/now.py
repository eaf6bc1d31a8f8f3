"""Now: the room that says how far behind the desk is, what it does, and what it needs. Lag first."""

import threading
from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from starlette.responses import Response

from ops.concerns import Concern, concerns
from ops.console.guard import Visit
from ops.console.minutes import Minute, Minutes
from ops.console.pages import WORDS, Pages
from ops.console.plots import Stack, stacked
from ops.console.wording import lasting, plural
from ops.figures import Figures
from ops.latest import Latest
from schemas.settings import Settings
from schemas.verdict import Verdict

SECTIONS = ("lag", "concerns", "pace", "wires", "held", "workers", "store")
_STACKED = tuple(verdict.value for verdict in Verdict if verdict is not Verdict.REPLAYED)


class Moment(NamedTuple):
    """What the room shows at one moment."""

    figures: Figures
    concerns: tuple[Concern, ...]
    pace: Stack  # articles a minute by verdict
    waits: Stack  # the longest wait of each minute, in seconds
    hour: Counter[str]  # articles of the last hour by verdict
    last_minute: int  # articles of the last whole minute


class Now:
    """The room, and the parts of it that are sent again when they have changed."""

    def __init__(self, settings: Settings, latest: Latest, engine: Engine, pages: Pages) -> None:
        self._settings = settings
        self._latest = latest
        self._engine = engine
        self._pages = pages
        self._minutes = Minutes()
        self._guard = threading.Lock()
        self._told: tuple[datetime, dict[str, Markup]] | None = None

    def room(self, visit: Visit) -> Response:
        """Show the room."""
        return self._pages.page("now.html", sections=self.sections(), word=visit.word, here="now")

    def sections(self) -> dict[str, Markup]:
        """Return each section as HTML. However many watch, it is drawn once for each moment."""
        with self._guard:
            figures = self._latest.figures()
            if self._told is None or self._told[0] != figures.at:
                moment = self._moment(figures)
                drawn = {name: self._pages.part("now_parts.html", name, moment) for name in SECTIONS}
                self._told = (figures.at, drawn)
            return self._told[1]

    def _moment(self, figures: Figures) -> Moment:
        try:
            minutes = [] if figures.database_error else self._minutes.look(self._engine, figures.at)
        except DBAPIError:  # it went away since the figures were asked for; they will say so
            minutes = []
        minutes = minutes or self._minutes.shown(figures.at)
        found = concerns(figures, least_free_bytes=self._least_free())
        return moment_of(figures, minutes, found)

    def _least_free(self) -> int:
        return self._settings.least_free_mb << 20


def moment_of(figures: Figures, minutes: list[Minute], found: tuple[Concern, ...]) -> Moment:
    """Return what the room shows of figures and minutes."""
    said = [_said(minute) for minute in minutes]
    waits = [{"wait": minute.longest_s} for minute in minutes]
    waited = [f"{minute.start:%H:%M} UTC: the longest wait was {lasting(minute.longest_s)}" for minute in minutes]
    return Moment(
        figures,
        found,
        stacked([minute.verdicts for minute in minutes], _STACKED, said),
        stacked(waits, ("wait",), waited),
        sum((minute.verdicts for minute in minutes), Counter()),
        minutes[-2].verdicts.total(),
    )


def _said(minute: Minute) -> str:
    parts: list[Any] = [f"{count} {WORDS[verdict]}" for verdict, count in minute.verdicts.most_common()]
    return f"{minute.start:%H:%M} UTC: {plural(minute.verdicts.total(), 'article')} {', '.join(parts)}".rstrip()
