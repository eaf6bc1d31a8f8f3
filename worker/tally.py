"""Tally: counts what became of a batch, in the transaction that stores it: no article is counted twice, none is missed.

It costs one read and two bulk writes a batch, whatever its size. Counters in a worker's memory would be lost with it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import Connection, func, select, text

from schemas.article import Article
from schemas.columns import UtcDateTime, table_of
from schemas.records import TallyRecord, WireRecord
from schemas.tallies import ALL, EVER, OTHER, Counted, Lacking, bound_of, hour_of
from schemas.verdict import Reason, Verdict
from worker.asking import Query
from worker.bulk import insert_all
from worker.pipeline import Outcome

_tally, _wire = table_of(TallyRecord), table_of(WireRecord)
_KNOWN = Query(
    "SELECT wire, first_at, last_at, longest_gap_s FROM wire WHERE wire {is_in}",
    {"first_at": UtcDateTime(), "last_at": UtcDateTime()},
)
_ADD = "ON CONFLICT (hour, name, wire, label) DO UPDATE SET count = tally.count + excluded.count"
_HEARD_AGAIN = """
ON CONFLICT (wire) DO UPDATE SET
first_at = excluded.first_at, last_at = excluded.last_at, longest_gap_s = excluded.longest_gap_s
"""
_FORGET = text("DELETE FROM tally WHERE hour > :ever AND hour < :oldest")
_HOURS_KEPT = 35 * 24  # four weeks of the same hour, and what a long weekend looks back
_NOT_READ = (Verdict.REPLAYED, Verdict.QUARANTINED)


class Key(NamedTuple):
    """What is counted: `name` and `label` are words of `schemas.tallies`."""

    hour: int
    name: str
    wire: str
    label: str


class _Said(NamedTuple):
    """What is said of an article: those of a batch of which the same is said are counted together."""

    wire: str
    hour: int
    verdict: Verdict
    reason: Reason | None
    missing: tuple[Lacking, ...]


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
    rows = [{**key._asdict(), "count": count} for key, count in counts(outcomes, now, counted).items()]
    insert_all(connection, _tally, rows, on_conflict=_ADD)
    times = [{"wire": wire, **one._asdict()} for wire, one in heard(outcomes, known, now, counted).items()]
    insert_all(connection, _wire, times, on_conflict=_HEARD_AGAIN)


def counts(outcomes: Sequence[Outcome], now: datetime, counted: Collection[str]) -> Counter[Key]:
    """Return what a batch adds to the tally; wires that are not `counted` stand together as OTHER."""
    said = Counter(_said(one, now, one.raw.wire if one.raw.wire in counted else OTHER) for one in outcomes)
    found: Counter[Key] = Counter()
    for one, count in said.items():
        for name, label in _words(one):
            found[Key(one.hour, name, one.wire, label)] += count
            found[Key(EVER, name, one.wire, label)] += count
    stored = [one for one in outcomes if one.verdict not in _NOT_READ]
    _spread(found, stored, now, Counted.INGEST, Counted.INGEST_MS)
    kills = [one for one in stored if one.verdict is Verdict.KILL]
    _spread(found, kills, now, Counted.KILL, Counted.KILL_MS)
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


def _said(outcome: Outcome, now: datetime, wire: str) -> _Said:
    verdict, article = outcome.verdict, outcome.article
    is_refused = outcome.refused is not None and verdict is Verdict.QUARANTINED
    return _Said(
        wire,
        hour_of(min(outcome.raw.received_at, now)),
        verdict,
        outcome.refused.refusal.reason if is_refused and outcome.refused else None,
        tuple(lacking(article)) if article is not None and verdict not in _NOT_READ else (),
    )


def _words(said: _Said) -> Iterator[tuple[str, str]]:
    yield Counted.ARTICLE.value, said.verdict.value
    if said.reason is not None:
        yield Counted.REFUSED.value, said.reason.value
    for field in said.missing:
        yield Counted.MISSING.value, field.value


def _spread(
    found: Counter[Key], outcomes: Iterable[Outcome], now: datetime, bucket: Counted, total_ms: Counted
) -> None:
    """Count the times from receipt to commit by their buckets, and add them up."""
    seconds = [max(0.0, (now - one.raw.received_at).total_seconds()) for one in outcomes]
    for label, count in Counter(map(bound_of, seconds)).items():
        found[Key(EVER, bucket.value, ALL, label)] += count
    if seconds:
        found[Key(EVER, total_ms.value, ALL, "")] += sum(int(one * 1000) for one in seconds)


def _known(connection: Connection, wires: Collection[str]) -> dict[str, Heard]:
    rows = _KNOWN.rows(connection, wires)
    return {row["wire"]: Heard(row["first_at"], row["last_at"], row["longest_gap_s"]) for row in rows}
