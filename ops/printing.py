"""Printing: the same figures for a person (a table) and for a program (--json)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_json(value: Any) -> None:
    """Print a value as indented JSON on standard output."""
    print(orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str).decode())  # noqa: T201 - it is what the command is for


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    """Print a table; text is shown as it is, never read as markup."""
    table = Table(*columns, title=title, title_justify="left", show_edge=False, pad_edge=False)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console().print(table)


def print_figures(figures: Mapping[str, object]) -> None:
    """Print names and values, one a line."""
    width = max((len(name) for name in figures), default=0)
    for name, value in figures.items():
        print(f"{name:<{width}}  {value}")  # noqa: T201 - it is what the command is for


def since(milliseconds: int) -> str:
    """Return a span of time as a person says it: 850 ms, 12.3 s, 4 min, 2.5 h."""
    seconds = milliseconds / 1000
    if seconds < 1:
        return f"{milliseconds} ms"
    if seconds < 120:  # two minutes: below, seconds say more
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"  # two hours, for the same reason
