"""Handover: what happened since a point in time, as plain text to paste into the next shift's channel."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Select, func, select

from ops import desk
from ops.concerns import Concern
from ops.figures import Figures
from ops.log_files import log_folder
from ops.log_lines import Line
from ops.log_tail import past_lines
from ops.printing import print_json
from ops.status import gathered, heard
from producer.names import shown
from schemas.columns import table_of
from schemas.log_events import Event
from schemas.records import ArticleRecord, QuarantineRecord, RawRecord
from schemas.settings import Settings
from schemas.verdict import Verdict

_article = table_of(ArticleRecord)
_quarantine = table_of(QuarantineRecord)
_raw = table_of(RawRecord)
_OUT_OF_ORDER = 2048  # articles: batches of several workers are stamped before they wait for their turn to commit
_MOST_DETAIL = 200  # characters of an incident's words
_MOST_KILLS = 50  # told by headline; a shift with more has a larger problem
# What goes wrong and is told by its lines; articles themselves are counted from the database.
INCIDENTS = (
    Event.DATABASE_WAITING, Event.LEDGER_UNREACHABLE, Event.LEDGER_RECLAIMED, Event.LEDGER_REPUBLISHED,
    Event.INBOX_HOLDING, Event.INBOX_UNREADABLE, Event.INBOX_SPIKED, Event.SUPERVISOR_RESTARTED,
    Event.SUPERVISOR_WAITING, Event.WORKER_REFUSED, Event.ARTICLE_RETRIED, Event.LOG_UNWRITABLE, Event.PART_PRINTED,
)  # fmt: skip


class Kill(NamedTuple):
    """One kill of the shift."""

    at: datetime
    wire: str
    headline: str
    story_id: str


class Incident(NamedTuple):
    """One kind of trouble: how often it was logged, when first and last, and the last line's words."""

    event: str
    times: int
    first: str
    last: str
    detail: str


class Handover(NamedTuple):
    """A shift."""

    since: datetime
    until: datetime
    received: int
    verdicts: Mapping[str, int]
    kills: Sequence[Kill]
    quarantined: Mapping[str, int]  # in this shift, by reason, released ones too
    still_held: int  # of all shifts
    incidents: Sequence[Incident]
    concerns: Sequence[Concern]
    quiet: Sequence[str]


def show_handover(settings: Settings, since: datetime, *, as_json: bool) -> None:
    """Print the shift. Raise DatabaseUnavailable, SchemaBehind; a Redis that is away is one of its concerns."""
    engine = desk.opened(settings)
    figures, found = gathered(settings)
    told = shift(engine, figures, found, past_lines(log_folder(settings.home), since), since)
    if as_json:
        lists = ("kills", "incidents", "concerns")
        print_json(told._asdict() | {name: [one._asdict() for one in getattr(told, name)] for name in lists})
    else:
        print("\n".join(lines_of(told)))  # noqa: T201 - it is what the command is for


def shift(
    engine: Engine, figures: Figures, found: Sequence[Concern], lines: Iterable[Line], since: datetime
) -> Handover:
    """Return what happened since a point in time."""
    with engine.connect() as connection:
        rows = _committed(connection, since)
        received = connection.execute(select(func.count()).where(_raw.c.received_at >= since)).scalar_one()
        refused = select(_quarantine.c.reason, func.count()).where(_quarantine.c.quarantined_at >= since)
        reasons = {reason: int(n) for reason, n in connection.execute(refused.group_by(_quarantine.c.reason))}
        kills = [Kill(*row) for row in connection.execute(_kills(since))]
    quiet = [f"{wire.wire}, last heard {heard(wire, figures.at)}" for wire in figures.quiet_wires]
    return Handover(
        since=since,
        until=figures.at,
        received=int(received),
        verdicts=rows,
        kills=kills,
        quarantined=reasons,
        still_held=sum(figures.quarantined.values()),
        incidents=incidents(lines, since),
        concerns=found,
        quiet=quiet,
    )


def incidents(lines: Iterable[Line], since: datetime) -> list[Incident]:
    """Return each kind of trouble once, the most frequent first. `lines` are in order of time."""
    start = since.astimezone(UTC).isoformat(timespec="microseconds")
    names = {event.value for event in INCIDENTS}
    found: dict[str, Incident] = {}
    for line in lines:
        event, stamp = str(line.get("event")), str(line.get("timestamp") or "")
        if event in names and stamp >= start:
            before = found.get(event, Incident(event, 0, stamp, stamp, ""))
            detail = str(line.get("detail") or line.get("part") or "")[:_MOST_DETAIL]
            found[event] = before._replace(times=before.times + 1, last=stamp, detail=detail or before.detail)
    return sorted(found.values(), key=lambda one: -one.times)


def lines_of(told: Handover) -> list[str]:
    """Return the shift as lines of plain text."""
    stored = sum(told.verdicts.values())
    lines = [
        f"Copytaster, {told.since:%Y-%m-%d %H:%M} to {told.until:%Y-%m-%d %H:%M} UTC",
        f"received {told.received}, stored {stored}, quarantined {sum(told.quarantined.values())}",
    ]
    lines += [f"  {verdict}: {count}" for verdict, count in sorted(told.verdicts.items())]
    lines += [f"  refused, {reason}: {count}" for reason, count in sorted(told.quarantined.items())]
    lines += [f"in quarantine now: {told.still_held}"] if told.still_held else []
    kills = [f"{one.at:%H:%M} {one.wire}: {one.headline} (story {one.story_id})" for one in told.kills]
    lines += _section("kills", kills)
    lines += _section("quiet wires", told.quiet)
    lines += _section("incidents", [_told(one) for one in told.incidents])
    lines += _section("open now", [f"{one.kind}: {one.detail} -> {one.mend}" for one in told.concerns])
    return lines


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [f"{title}:", *(f"  {shown(line)}" for line in lines)] if lines else [f"{title}: none"]


def _told(one: Incident) -> str:
    when = one.first[11:16] if one.times == 1 else f"{one.first[11:16]} to {one.last[11:16]}, {one.times} times"
    return f"{one.event} {when}: {one.detail}" if one.detail else f"{one.event} {when}"


def _committed(connection: Connection, since: datetime) -> dict[str, int]:
    """Count by verdict what was committed since; numbers rise with time, so the first of them is found by halving."""
    after = _first_seq(connection, since) - _OUT_OF_ORDER
    query = select(_article.c.verdict, func.count()).where(_article.c.seq >= after, _article.c.committed_at >= since)
    return {verdict: int(n) for verdict, n in connection.execute(query.group_by(_article.c.verdict))}


def _first_seq(connection: Connection, since: datetime) -> int:
    low, high = 0, int(connection.execute(select(func.max(_article.c.seq))).scalar_one() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        query = select(_article.c.committed_at).where(_article.c.seq >= middle).order_by(_article.c.seq).limit(1)
        at = connection.execute(query).scalar_one_or_none()
        low, high = (low, middle) if at is None or at >= since else (middle + 1, high)
    return low


def _kills(since: datetime) -> Select[datetime, str, str, str]:
    c = _article.c
    query = select(c.committed_at, c.wire, c.headline, c.story_id)
    of_shift = query.where(c.verdict == Verdict.KILL.value, c.committed_at >= since)
    return of_shift.order_by(c.seq.desc()).limit(_MOST_KILLS)
