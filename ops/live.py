"""Live: the desk in the terminal, redrawn every second: the same figures as status, the wires, and the last lines."""

import contextlib
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from ops.concerns import Concern, concerns
from ops.figures import Figures, WireState, WorkerState
from ops.gathering import Gatherer
from ops.log_files import log_folder
from ops.log_lines import Line
from ops.log_tail import coming_lines, past_lines
from ops.printing import since
from ops.status import heard
from schemas.settings import Settings
from schemas.ticker import ticker

_LINES = 12  # of the log, at the foot
_WIRES = 15  # the quiet first, then those that send most
_COLOURS = {WireState.QUIET: "bold red", WireState.LIVELY: "green", WireState.UNKNOWN: "dim"}
_WORKER_COLOURS = {WorkerState.STUCK: "bold red", WorkerState.GONE: "bold red", WorkerState.WORKING: "green"}


def show_desk(settings: Settings, *, every_s: float, once: bool) -> None:
    """Redraw the desk until Ctrl-C; with `once` print one picture. What is away is said, and waited for."""
    gatherer = Gatherer(settings)
    lines: deque[Line] = deque(maxlen=_LINES)
    lines.extend(deque(past_lines(log_folder(settings.home)), _LINES))

    def picture() -> RenderableType:
        figures = gatherer.figures()
        return board(figures, concerns(figures, least_free_bytes=settings.least_free_mb << 20), list(lines))

    try:
        if once:
            Console().print(picture())
            return
        _follow(settings, lines)
        with contextlib.suppress(KeyboardInterrupt), Live(picture(), screen=True, auto_refresh=False) as live:
            while True:
                time.sleep(every_s)
                live.update(picture(), refresh=True)
    finally:
        gatherer.close()


def board(figures: Figures, found: Sequence[Concern], lines: Iterable[Line]) -> RenderableType:
    """Return one picture of the desk. Text is shown as it is, never read as markup."""
    return Group(_head(figures), _concerns(found), _wires(figures), _workers(figures), *map(_line, lines))


def _follow(settings: Settings, lines: "deque[Line]") -> None:
    def gather() -> None:
        for line in coming_lines(log_folder(settings.home), threading.Event()):
            lines.append(line)

    threading.Thread(target=gather, name="desk-log", daemon=True).start()


def _head(figures: Figures) -> Text:
    redis = figures.redis
    lag = since(redis.oldest_pending_ms) if redis.pending else "none"
    text = Text()
    text.append(f"{figures.at:%H:%M:%S} UTC  ", style="dim")
    away = redis.error is not None
    text.append("Redis away" if away else f"lag {lag}", style="bold red" if away else "bold")
    text.append(f"  {redis.pending} pending  {redis.in_flight} in hand  {redis.queued_messages} queued  ")
    text.append(f"{sum(wire.per_hour for wire in figures.wires):.0f} an hour\n")
    counts = "  ".join(f"{verdict} {count}" for verdict, count in sorted(figures.verdicts.items()))
    text.append(f"{counts}  in quarantine {sum(figures.quarantined.values())}\n", style="cyan")
    inbox = figures.inbox
    text.append(f"inbox {inbox.waiting} waiting, {inbox.filed} filed, {inbox.spiked} spiked today  ", style="dim")
    text.append(f"disk {figures.disk.free_bytes >> 30} GB free  redis {redis.memory_bytes >> 20} MB\n", style="dim")
    return text


def _concerns(found: Sequence[Concern]) -> Text:
    text = Text()
    for concern in found:
        text.append(f"! {concern.kind}: {concern.detail}\n", style="bold red")
        text.append(f"    {concern.mend}\n", style="yellow")
    return text


def _wires(figures: Figures) -> Table:
    table = Table("wire", "state", "last heard", "an hour", "usually", "articles", show_edge=False, pad_edge=False)
    for wire in sorted(figures.wires, key=lambda one: (one.state is not WireState.QUIET, -one.per_hour))[:_WIRES]:
        usual = "" if wire.usual_per_hour is None else f"{wire.usual_per_hour:.0f}"
        cells = (heard(wire, figures.at), f"{wire.per_hour:.0f}", usual, str(sum(wire.verdicts.values())))
        table.add_row(Text(wire.wire), Text(wire.state.value, style=_COLOURS[wire.state]), *map(Text, cells))
    return table


def _workers(figures: Figures) -> Text:
    text = Text("\n")
    for one in figures.workers:
        text.append(f"{one.name} ")
        text.append(f"{one.state.value}", style=_WORKER_COLOURS.get(one.state, ""))
        text.append(f" {one.in_hand} in hand, {one.articles} finished\n", style="dim")
    return text


def _line(line: Line) -> Text:
    return Text.from_ansi(ticker(line), overflow="ellipsis", no_wrap=True)
