"""Minutes: what was decided in each minute of the last hour, and how long it had waited.

Read from the database by what is new since the last look, so that it is right after a restart and cheap at any rate.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Select, select

from schemas.columns import table_of
from schemas.records import ArticleRecord, QuarantineRecord
from schemas.verdict import Verdict

SHOWN = 60
# Rows of one look: the last hour at six a second. A busier desk's plot begins later, and says so.
MOST_ROWS = 20_000
_CHUNK = 500  # rows of one statement: a quiet desk's whole hour

_article = table_of(ArticleRecord)
_refused = table_of(QuarantineRecord)


_decided = select(_article.c.seq, _article.c.committed_at, _article.c.verdict, _article.c.received_at)
_held = select(_refused.c.quarantine_id, _refused.c.quarantined_at)


class Decided(NamedTuple):
    """That something was decided: when, what, and seconds since it was received (None for what was refused)."""

    at: datetime
    verdict: str
    waited_s: float | None


class Minute(NamedTuple):
    """One minute: how many articles had which verdict, and the longest wait among them in seconds."""

    start: datetime
    verdicts: Counter[str]
    longest_s: float


class Minutes:
    """The last hour by minute, kept by adding what is new. Not for several threads at once."""

    def __init__(self) -> None:
        self._minutes: dict[int, Minute] = {}
        self._seq = self._refusal = -1

    def look(self, engine: Engine, now: datetime) -> list[Minute]:
        """Read what is new and return the sixty minutes up to now, the oldest first."""
        with engine.connect() as connection:
            new = _newest(connection, _decided, self._seq, now)
            held = _newest(connection, _held, self._refusal, now)
        self._seq = new[0][0] if new else self._seq
        self._refusal = held[0][0] if held else self._refusal
        self.add(Decided(at, verdict, (at - received).total_seconds()) for _, at, verdict, received in new)
        self.add(Decided(at, Verdict.QUARANTINED.value, None) for _, at, *_ in held)
        return self.shown(now)

    def add(self, decided: Iterable[Decided]) -> None:
        """Count decisions into their minutes."""
        for one in decided:
            number = int(one.at.timestamp() // 60)
            known = self._minutes.get(number) or _empty(number)
            known.verdicts[one.verdict] += 1
            self._minutes[number] = known._replace(longest_s=max(known.longest_s, one.waited_s or 0.0))

    def shown(self, now: datetime) -> list[Minute]:
        """Return the sixty minutes up to now, the oldest first; forget what is older."""
        last = int(now.timestamp() // 60)
        wanted = range(last - SHOWN + 1, last + 1)
        self._minutes = {number: minute for number, minute in self._minutes.items() if number >= wanted[0]}
        found = [self._minutes.get(number) or _empty(number) for number in wanted]
        return [minute._replace(verdicts=minute.verdicts.copy()) for minute in found]


def _newest(connection: Connection, query: Select[Any], after: int, now: datetime) -> list[Any]:
    """Return the rows beyond a number, the newest first, until they are older than what is shown."""
    number = next(iter(query.selected_columns))
    found: list[Any] = []
    below: int | None = None
    while len(found) < MOST_ROWS:
        part = query.where(number > after).order_by(number.desc()).limit(_CHUNK)
        rows = connection.execute(part if below is None else part.where(number < below)).all()
        found += rows
        if len(rows) < _CHUNK or rows[-1][1] < now - timedelta(minutes=SHOWN):
            break
        below = rows[-1][0]
    return found


def _empty(number: int) -> Minute:
    return Minute(datetime.fromtimestamp(number * 60, UTC), Counter(), 0.0)
