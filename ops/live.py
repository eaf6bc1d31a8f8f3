"""Live: the desk in the terminal, redrawn every second: the same figures as status, the wires, and the last lines."""

import contextlib
import signal
import threading
import time
from collections import deque
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

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

_LINES = 60  # of the log that are kept, for the foot of the tallest terminal
_FEWEST = 3  # wires, and lines of the log, on the lowest one: what comes last must not fall off its edge
_BETWEEN = 4  # lines: an empty one above the wires and one below, their heading and its rule
_ONCE = (15, 12)  # wires and lines of a picture that is printed, where nothing falls off
_COLOURS = {WireState.QUIET: "bold red", WireState.LIVELY: "green", WireState.UNKNOWN: "dim"}
_WORKER_COLOURS = {WorkerState.STUCK: "bold red", WorkerState.GONE: "bold red", WorkerState.WORKING: "green"}


def show_desk(settings: Settings, *, every_s: float, once: bool) -> None:
    """Redraw the desk until Ctrl-C; with `once` print one picture. What is away is said, and waited for."""
    gatherer = Gatherer(settings)
    lines: deque[Line] = deque(maxlen=_LINES)
    lines.extend(deque(past_lines(log_folder(settings.home)), _LINES))

    def picture(height: int | None = None) -> RenderableType:
        figures = gatherer.figures()
        found = concerns(figures, least_free_bytes=settings.least_free_mb << 20)
        return board(figures, found, list(lines), height)

    console = Console()
    try:
        if once:
            console.print(picture())
            return
        signal.signal(signal.SIGTERM, _as_ctrl_c)
        _follow(settings, lines)
        with contextlib.suppress(KeyboardInterrupt), Live(console=console, screen=True, auto_refresh=False) as live:
            while True:
                live.update(picture(console.height), refresh=True)
                time.sleep(every_s)
    finally:
        gatherer.close()


def _as_ctrl_c(_signal: int, _frame: FrameType | None) -> NoReturn:
    """End as Ctrl-C does, so that the terminal is given back as it was found."""
    raise KeyboardInterrupt


def board(
    figures: Figures, found: Sequence[Concern], lines: Sequence[Line], height: int | None = None
) -> RenderableType:
    """Return one picture of the desk, for a terminal of so many lines, or of any number.

    Text is shown as it is, never read as markup.
    """
    above = [part for part in (_head(figures), _concerns(found), _workers(figures)) if part]
    wires, told = _ONCE
    if height is not None:
        left = height - sum(part.plain.count("\n") + 1 for part in above) - _BETWEEN
        wires = max(_FEWEST, min(left // 2, len(figures.wires)))
        told = max(_FEWEST, left - wires)
    return Group(*above, "", _wires(figures, wires), "", *map(_line, lines[-told:]))


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
    text.append(f"disk {figures.disk.free_bytes >> 30} GB free  redis {redis.memory_bytes >> 20} MB", style="dim")
    return text


def _concerns(found: Sequence[Concern]) -> Text:
    text = Text()
    for concern in found:
        text.append(f"! {concern.kind}: {concern.detail}\n", style="bold red")
        text.append(f"    {concern.mend}\n", style="yellow")
    text.rstrip()
    return text


def _wires(figures: Figures, most: int) -> Table:
    """Return the wires, the quiet first, then those that send most."""
    table = Table("wire", "state", "last heard", "an hour", "usually", "articles", show_edge=False, pad_edge=False)
    for wire in sorted(figures.wires, key=lambda one: (one.state is not WireState.QUIET, -one.per_hour))[:most]:
        usual = "" if wire.usual_per_hour is None else f"{wire.usual_per_hour:.0f}"
        cells = (heard(wire, figures.at), f"{wire.per_hour:.0f}", usual, str(sum(wire.verdicts.values())))
        table.add_row(Text(wire.wire), Text(wire.state.value, style=_COLOURS[wire.state]), *map(Text, cells))
    return table


def _workers(figures: Figures) -> Text:
    text = Text()
    for one in figures.workers:
        text.append(f"{one.name} ")
        text.append(f"{one.state.value}", style=_WORKER_COLOURS.get(one.state, ""))
        text.append(f" {one.in_hand} in hand, {one.articles} finished\n", style="dim")
    text.rstrip()
    return text


def _line(line: Line) -> Text:
    return Text.from_ansi(ticker(line), overflow="ellipsis", no_wrap=True)
