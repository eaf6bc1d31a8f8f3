"""Plots: where the marks of a plot stand, in per cent of its width and height, so that it fits any screen. Pure."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Bar(NamedTuple):
    """One rectangle: its kind and its place in per cent."""

    kind: str
    x: float
    y: float
    width: float
    height: float


class Column(NamedTuple):
    """The bars of one place on the axis, and what to say of them."""

    said: str
    bars: tuple[Bar, ...]


class Stack(NamedTuple):
    """Stacked bars; `top` is what the plot's upper edge stands for."""

    columns: tuple[Column, ...]
    top: float


_GAP = 0.2  # of a column's width


def stacked(values: Sequence[Mapping[str, float]], kinds: Sequence[str], said: Sequence[str]) -> Stack:
    """Return one column for each mapping, its kinds stacked from the bottom in the order given."""
    top = nice(max((sum(one.values()) for one in values), default=0))
    width = 100 / max(1, len(values))
    columns = []
    for index, (one, words) in enumerate(zip(values, said, strict=True)):
        bars, floor = [], 100.0
        for kind in kinds:
            height = 100 * one.get(kind, 0) / top
            if height > 0:
                floor -= height
                bars.append(
                    Bar(kind, round(index * width, 2), round(floor, 2), round(width * (1 - _GAP), 2), round(height, 2))
                )
        columns.append(Column(words, tuple(bars)))
    return Stack(tuple(columns), top)


def nice(value: float) -> float:
    """Return the least of 1, 2, 5, 10, 20, 50 ... that is not below a value; 1 for none, tenths below one."""
    if value <= 0:
        return 1
    size = 10.0 ** math.floor(math.log10(value))
    return next(step * size for step in (1, 2, 5, 10) if step * size >= value * (1 - 1e-9))
