"""Tally: counts what became of a batch, in the transaction that stores it: no article is counted twice, none is missed.

It costs one read and three bulk writes a batch, whatever its size. Counters in a worker's memory would be lost with it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, select, text, update

from schemas.article import Article
from schemas.columns import table_of
from schemas.records import WireRecord
from schemas.tallies import ALL, EVER, OTHER, Counted, Lacking, bound_of, hour_of
from schemas.verdict import Verdict
from worker.pipeline import Outcome

_wire = table_of(WireRecord)
# In the driver's own words: SQLAlchemy would take longer over a row than the database.
_ADD = """
INSERT INTO tally (hour, name, wire, label, count) VALUES ({marks})
ON CONFLICT (hour, name, wire, label) DO UPDATE SET count = tally.count + excluded.count
"""
_MARKS = {"sqlite": "?, ?, ?, ?, ?", "postgresql": "%s, %s, %s, %s, %s"}
_FORGET = text("DELETE FROM tally WHERE hour > :ever AND hour < :oldest")
_HOURS_KEPT = 35 * 24  # four weeks of the same hour, and what a long weekend looks back
_NOT_READ = (Verdict.REPLAYED, Verdict.QUARANTINED)


Key = tuple[int, str, str, str]  # hour, name of what is counted, wire, label


class Heard(NamedTuple):
    """When a wire was heard first and last, and its longest silence between."""

    first_at: datetime
    last_at: datetime
    longest_gap_s: float


def tally(
    connection: Connection, outcomes: Sequence[Outcome], now: datetime, *, named: Collection[str], most_wires: int
) -> None:
    """Count a batch that is committed at `now`. `named` are wires that are always counted by name, up to `most_wires`.

    The connection is inside the serial section, so that nobody else counts between the read and the writes.
    """
    wires = {outcome.raw.wire for outcome in outcomes}
    known = _known(connection, wires)
    room = most_wires - len(known)
    if wires - known.keys():
        room = most_wires - int(connection.execute(select(func.count()).select_from(_wire)).scalar_one())
    counted = known.keys() | set(
        sorted(wires - known.keys(), key=lambda wire: (wire not in named, wire))[: max(0, room)]
    )
    counted |= wires & set(named)
    rows = [(*key, count) for key, count in counts(outcomes, now, counted).items()]
    if rows:
        connection.exec_driver_sql(_ADD.format(marks=_MARKS[connection.dialect.name]), rows)
    _note_heard(connection, heard(outcomes, known, now, counted), known)


def counts(outcomes: Iterable[Outcome], now: datetime, counted: Collection[str]) -> Counter[Key]:
    """Return what a batch adds to the tally; wires that are not `counted` stand together as OTHER."""
    found: Counter[Key] = Counter()
    for outcome in outcomes:
        raw = outcome.raw
        wire = raw.wire if raw.wire in counted else OTHER
        hour = hour_of(min(raw.received_at, now))
        for name, label in _said(outcome):
            found[hour, name, wire, label] += 1
        if outcome.verdict not in _NOT_READ:
            seconds = max(0.0, (now - raw.received_at).total_seconds())
            _spread(found, seconds, Counted.INGEST, Counted.INGEST_MS)
            if outcome.verdict is Verdict.KILL:
                _spread(found, seconds, Counted.KILL, Counted.KILL_MS)
    for (hour, name, wire, label), count in list(found.items()):
        if hour != EVER:
            found[EVER, name, wire, label] += count
    return found


def heard(
    outcomes: Iterable[Outcome], known: Mapping[str, Heard], now: datetime, counted: Collection[str]
) -> dict[str, Heard]:
    """Return when each counted wire of a batch was heard, what was known before included."""
    times: dict[str, list[datetime]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.raw.wire in counted:
            times[outcome.raw.wire].append(min(outcome.raw.received_at, now))
    found = {}
    for wire, at in times.items():
        before = known.get(wire)
        moments = sorted(at if before is None else [*at, before.last_at])
        gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
        longest = max([*gaps, before.longest_gap_s if before else 0.0])
        first = min(moments[0], before.first_at) if before else moments[0]
        found[wire] = Heard(first, moments[-1], longest)
    return found


def lacking(article: Article) -> list[Lacking]:
    """Return the counted fields that an article does not have."""
    has = {
        Lacking.BYLINE: bool(article.byline or article.authors),
        Lacking.DATELINE: article.dateline.place is not None,
        Lacking.PUBLISHED_AT: article.published_at is not None,
        Lacking.LANGUAGE: article.language is not None,
    }
    return [field for field, there in has.items() if not there]


def forget(connection: Connection, now: datetime) -> None:
    """Delete the counts of hours that nothing looks back to; those since the first start stay."""
    connection.execute(_FORGET, {"ever": EVER, "oldest": hour_of(now) - _HOURS_KEPT})


def _said(outcome: Outcome) -> list[tuple[str, str]]:
    said = [(Counted.ARTICLE.value, outcome.verdict.value)]
    if outcome.refused is not None and outcome.verdict is Verdict.QUARANTINED:
        said.append((Counted.REFUSED.value, outcome.refused.refusal.reason.value))
    if outcome.article is not None and outcome.verdict not in _NOT_READ:
        said += [(Counted.MISSING.value, field.value) for field in lacking(outcome.article)]
    return said


def _spread(found: Counter[Key], seconds: float, bucket: Counted, total_ms: Counted) -> None:
    found[EVER, bucket.value, ALL, bound_of(seconds)] += 1
    found[EVER, total_ms.value, ALL, ""] += int(seconds * 1000)


def _known(connection: Connection, wires: Collection[str]) -> dict[str, Heard]:
    query = select(_wire.c.wire, _wire.c.first_at, _wire.c.last_at, _wire.c.longest_gap_s)
    rows = connection.execute(query.where(_wire.c.wire.in_(sorted(wires))))
    return {row.wire: Heard(row.first_at, row.last_at, row.longest_gap_s) for row in rows}


def _note_heard(connection: Connection, found: Mapping[str, Heard], known: Mapping[str, Heard]) -> None:
    new = [{"wire": wire, **one._asdict()} for wire, one in found.items() if wire not in known]
    again = [{"_wire": wire, **one._asdict()} for wire, one in found.items() if wire in known]
    if new:
        connection.execute(insert(_wire), new)
    if again:
        connection.execute(update(_wire).where(_wire.c.wire == bindparam("_wire")), again)
