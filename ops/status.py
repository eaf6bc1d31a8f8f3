"""Status: how the desk is doing, the lag first, for a terminal or as JSON; and the wires, each by its own rhythm."""

from datetime import datetime, timedelta
from typing import Any

from ops import desk
from ops.concerns import Concern, concerns
from ops.embedded import require_redis
from ops.figures import Figures, WireFigures, WireState
from ops.gathering import Gatherer
from ops.printing import print_figures, print_json, print_table, since
from ops.rhythm import spoken
from schemas.settings import Settings
from worker.database import engine_of


def gathered(settings: Settings) -> tuple[Figures, tuple[Concern, ...]]:
    """Return the figures of this moment, and what they say that a person must know."""
    gatherer = Gatherer(settings, engine_of(settings, pooled=False))
    figures = gatherer.figures()
    gatherer.close()
    return figures, concerns(figures, least_free_bytes=settings.least_free_mb << 20)


def show_status(settings: Settings, *, as_json: bool) -> None:
    """Print what is known. Then raise RedisUnavailable, DatabaseUnavailable or SchemaBehind for what is not."""
    figures, found = gathered(settings)
    if as_json:
        print_json(status_json(figures, found))
    else:
        print_figures(status_lines(figures))
        for concern in found:
            print(f"! {concern.kind}: {concern.detail}\n  {concern.mend}")  # noqa: T201 - it is what the command is for
    if figures.redis.error is not None:
        require_redis(settings)
    if figures.database_error is not None:
        desk.opened(settings)


def status_json(figures: Figures, found: tuple[Concern, ...]) -> dict[str, Any]:
    """Return the status for machines: the lag first, then every figure."""
    redis = figures.redis
    return {
        "oldest_pending_ms": redis.oldest_pending_ms,
        "pending": redis.pending,
        "queued_messages": redis.queued_messages,
        "in_flight": redis.in_flight,
        "concerns": [concern._asdict() for concern in found],
        **figures.as_json(),
    }


def status_lines(figures: Figures) -> dict[str, object]:
    """Return the status for a person: names and values in the order in which they matter."""
    redis = figures.redis
    lag = since(redis.oldest_pending_ms) if redis.pending else "none"
    lines: dict[str, object] = {"lag (oldest pending)": f"unknown: {redis.error}" if redis.error else lag}
    if redis.error is None:
        waiting = {"pending": redis.pending, "in hand": redis.in_flight, "queued messages": redis.queued_messages}
        lines |= waiting | {"redis memory": f"{redis.memory_bytes >> 20} MB"}
    lines["database"] = figures.database_error or "answers"
    workers = [f"{one.name} {one.state}" for one in figures.workers]
    lines["workers"] = ", ".join(workers) or "none"
    lines["articles an hour"] = round(sum(wire.per_hour for wire in figures.wires))
    lines |= {verdict: count for verdict, count in sorted(figures.verdicts.items()) if verdict != "quarantined"}
    lines["in quarantine"] = sum(figures.quarantined.values())
    lines |= {f"  {reason}": count for reason, count in sorted(figures.quarantined.items())}
    inbox = figures.inbox
    lines["inbox"] = inbox.error or f"{inbox.waiting} waiting, {inbox.filed} filed and {inbox.spiked} spiked today"
    return lines


def show_wires(settings: Settings, only: str | None, *, as_json: bool) -> int:
    """Print the wires, the quiet first; 1 when one of them has gone quiet. Raise as `show_status`."""
    engine = desk.opened(settings)
    gatherer = Gatherer(settings, engine)
    figures = gatherer.figures()
    gatherer.close()
    wires = sorted((one for one in figures.wires if only in (None, one.wire)), key=_quiet_first)
    if as_json:
        print_json([wire._asdict() for wire in wires])
    else:
        columns = ("wire", "state", "last heard", "an hour", "usually", "articles", "why")
        print_table(columns, [_wire_row(wire, figures.at) for wire in wires])
    return int(any(wire.state is WireState.QUIET for wire in wires))


def heard(wire: WireFigures, now: datetime) -> str:
    """Return how long ago a wire was heard, as a person says it."""
    if wire.last_received_at is None:
        return ""
    return f"{spoken(max(timedelta(0), now - wire.last_received_at))} ago"


def _wire_row(wire: WireFigures, now: datetime) -> tuple[object, ...]:
    usual = "" if wire.usual_per_hour is None else f"{wire.usual_per_hour:.0f}"
    rates = (f"{wire.per_hour:.0f}", usual)
    why = wire.why if wire.state is WireState.QUIET else ""
    return (wire.wire, wire.state.value, heard(wire, now), *rates, sum(wire.verdicts.values()), why)


def _quiet_first(wire: WireFigures) -> tuple[bool, str]:
    return (wire.state is not WireState.QUIET, wire.wire)
