"""Counts: what the tally says, read from the database. Every question is bounded, however many articles are stored."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Table, func, or_, select

from ops.figures import Spread
from ops.losses import Read
from ops.rhythm import LONGEST_STRETCH, WEEKS, Hours
from schemas.columns import table_of
from schemas.records import WireRecord
from schemas.tallies import BOUNDS, EVER, Counted, hour_of
from schemas.verdict import Verdict

_tally_columns = ("name", "wire", "label", "count")
_wire = table_of(WireRecord)
_DAYS_OF_PAST = 7  # that losses are measured against
_NOT_READ = (Verdict.REPLAYED.value, Verdict.QUARANTINED.value)


def _tally() -> Table:
    return WireRecord.metadata.tables["tally"]


class Ever(NamedTuple):
    """What was counted since the first start."""

    verdicts: Mapping[str, Counter[str]]  # by wire
    missing: Mapping[str, Counter[str]]
    refused: Mapping[tuple[str, str], int]  # by wire and reason
    ingest: Spread
    kills: Spread


class Wire(NamedTuple):
    """When a wire was heard first and last, and its longest silence between."""

    first_at: datetime
    last_at: datetime
    longest_gap_s: float


def ever(connection: Connection) -> Ever:
    """Return the counts since the first start: some rows for each wire."""
    columns = [_tally().c[name] for name in _tally_columns]
    rows = connection.execute(select(*columns).where(_tally().c.hour == EVER)).all()
    counted: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for name, wire, label, count in rows:
        counted[name][wire][label] += int(count)
    refused = counted[Counted.REFUSED]
    return Ever(
        counted[Counted.ARTICLE],
        counted[Counted.MISSING],
        {(wire, reason): n for wire, reasons in refused.items() for reason, n in reasons.items()},
        _spread(counted, Counted.INGEST, Counted.INGEST_MS),
        _spread(counted, Counted.KILL, Counted.KILL_MS),
    )


def wires(connection: Connection) -> dict[str, Wire]:
    """Return every wire that is counted by name."""
    query = select(_wire.c.wire, _wire.c.first_at, _wire.c.last_at, _wire.c.longest_gap_s)
    return {row.wire: Wire(row.first_at, row.last_at, row.longest_gap_s) for row in connection.execute(query)}


def hours_before(connection: Connection, now: datetime) -> dict[str, dict[int, int]]:
    """Return each wire's articles by hour, of the stretches that a silence ending now is compared with."""
    last, span = hour_of(now), int(LONGEST_STRETCH / timedelta(hours=1)) + 1
    starts = [last - week * 168 for week in range(1, WEEKS + 1)]
    return _by_hour(connection, [(start - span, start + 1) for start in starts])  # one more: now may enter it


def hours_now(connection: Connection, now: datetime) -> dict[str, dict[int, int]]:
    """Return each wire's articles of this hour and the one before."""
    return _by_hour(connection, [(hour_of(now) - 1, hour_of(now))])


def reads_now(connection: Connection, now: datetime) -> dict[str, Read]:
    """Return what was read of each wire in this hour and the one before."""
    return _reads(connection, hour_of(now) - 1, hour_of(now))


def reads_before(connection: Connection, now: datetime) -> dict[str, Read]:
    """Return what was read of each wire in the seven days before that."""
    return _reads(connection, hour_of(now) - 1 - _DAYS_OF_PAST * 24, hour_of(now) - 2)


def merged(*parts: Mapping[str, Mapping[int, int]]) -> dict[str, Hours]:
    """Return hours of several spans, which do not overlap, as one."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for part in parts:
        for wire, hours in part.items():
            found[wire] |= hours
    return dict(found)


def _by_hour(connection: Connection, spans: Sequence[tuple[int, int]]) -> dict[str, dict[int, int]]:
    c = _tally().c
    within = or_(*(c.hour.between(first, last) for first, last in spans))
    query = select(c.wire, c.hour, func.sum(c.count)).where(within, c.name == Counted.ARTICLE.value)
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for wire, hour, count in connection.execute(query.group_by(c.wire, c.hour)):
        found[wire][hour] = int(count)
    return found


def _reads(connection: Connection, first: int, last: int) -> dict[str, Read]:
    c = _tally().c
    names = (Counted.ARTICLE.value, Counted.MISSING.value)
    query = select(c.name, c.wire, c.label, func.sum(c.count)).where(c.hour.between(first, last), c.name.in_(names))
    articles: Counter[str] = Counter()
    missing: dict[str, Counter[str]] = defaultdict(Counter)
    for name, wire, label, count in connection.execute(query.group_by(c.name, c.wire, c.label)):
        if name == Counted.MISSING:
            missing[wire][label] += int(count)
        elif label not in _NOT_READ:
            articles[wire] += int(count)
    return {wire: Read(count, missing[wire]) for wire, count in articles.items()}


def _spread(counted: Mapping[str, Mapping[str, Counter[str]]], bucket: Counted, total_ms: Counted) -> Spread:
    buckets = _summed(counted[bucket].values())
    at_most, total = {}, 0
    for bound in BOUNDS:
        total += buckets[f"{bound:g}"]
        at_most[bound] = total
    return Spread(at_most, _summed(counted[total_ms].values())[""] / 1000)


def _summed(counters: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counters, Counter())
