"""Store: the match against what is committed, and decide and apply of a whole batch in one short serial transaction."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from schemas.log_events import Event
from schemas.raw_article import RawArticle
from schemas.settings import Settings
from schemas.spans import Step
from worker.database import enter_serial_section
from worker.expiry import expire
from worker.lessons import Lessons, settle
from worker.match import Weights
from worker.matching import Ahead, match_ahead
from worker.pipeline import Outcome, Reading, Refused
from worker.rows import raw_row
from worker.section import Section
from worker.shelves import make_room, sieve_one, take_down
from worker.sieves import Sieves
from worker.tally import forget, tally
from worker.writing import day_of

_log = structlog.get_logger(__name__)
_TIDY_EVERY = timedelta(minutes=1)


class Store:
    """The database as the worker uses it. Errors of the database come through as SQLAlchemy's own."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self._lessons = Lessons(engine)
        self._sieves = Sieves(settings.worker_memory_mb << 18)  # a quarter: an article and its batch need the rest
        self._tidied: datetime | None = None

    def apply(
        self,
        readings: Sequence[Reading],
        refused: Sequence[Refused],
        now: datetime,
        *,
        passed: Callable[[Step], None] = lambda _step: None,
    ) -> list[Outcome]:
        """Match, decide and store a batch; return what became of each. All of it is committed, or nothing.

        `passed` is told when a step is over: MATCH, and APPLY after the commit.
        """
        began = time.monotonic()
        in_shelves, tidy = self._engine.dialect.name == "postgresql", self._is_untidy(now)
        if tidy and in_shelves:
            self._see_to_shelves(now)
        weights = self._lessons.refresh()
        ahead = self._match_ahead(readings, weights, now)
        passed(Step.MATCH)
        raws = {raw.raw_id: raw_row(raw, now) for raw in _raws_of(readings, refused)}  # compressed before its turn
        with self._engine.connect().execution_options(serial=True) as connection, connection.begin():
            enter_serial_section(connection)
            if tidy:
                self._tidy(connection, now)
            section = Section(connection, self._settings, weights, raws, now)
            if in_shelves:
                make_room(connection, section.last_seq + len(readings), self._settings.shelf_articles)
            outcomes = section.run(readings, ahead, refused)
            self._tally(connection, outcomes, now + timedelta(seconds=time.monotonic() - began))
        passed(Step.APPLY)
        return outcomes

    def _tally(self, connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
        settings = self._settings
        tally(connection, outcomes, now, named=settings.wires, most_wires=settings.wires_counted)

    def _is_untidy(self, now: datetime) -> bool:
        return self._tidied is None or now - self._tidied >= _TIDY_EVERY

    def _tidy(self, connection: Connection, now: datetime) -> None:
        """Once a minute, let go of a slice of what has left the window, and settle what was learned."""
        if connection.dialect.name == "sqlite":  # the other has shelves, and settles outside
            expire(connection, self._oldest_day(now))
            settle(connection)
        forget(connection, now)
        self._tidied = now

    def _see_to_shelves(self, now: datetime) -> None:
        """Once a minute, outside the section: a sieve for the shelf that is full, and an end to the one that is old.

        What was learned is settled, too. What fails is tried again a minute later: until then look-ups are slower, and
        no article is at fault.
        """
        try:
            with self._engine.begin() as connection:
                settle(connection)
            sieve_one(self._engine)
            take_down(self._engine, self._oldest_day(now))
        except (DBAPIError, MemoryError) as error:
            _log.warning(Event.INDEX_WAITING, detail=repr(error)[:300])

    def _oldest_day(self, now: datetime) -> int:
        return day_of(now) - self._settings.syndication_days

    def _match_ahead(self, readings: Sequence[Reading], weights: Weights, now: datetime) -> Ahead:
        """Match optimistically, outside the section: the dear part, in parallel with other workers."""
        with self._engine.connect() as connection:
            return match_ahead(
                connection,
                [reading.fingerprint for reading in readings],
                weights,
                self._settings.thresholds,
                oldest_day=self._oldest_day(now),
                sieves=self._sieves,
            )


def _raws_of(readings: Sequence[Reading], refused: Sequence[Refused]) -> list[RawArticle]:
    return [one.raw for one in readings] + [one.raw for one in refused]
