"""Ragged: rows of several texts or pairs, laid end to end in one array, with how many each has. Pure.

A call of NumPy costs as much as a thousand of its elements, so what is small is done for many at once. To look for what
is not zero among numbers, and to choose by a mask, takes five times as long as to look for what is true and to take it.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Rows = TypeVar("Rows", bytes, list[int], NDArray[np.uint32])


def begins(number: Ints) -> Ints:
    """Return where the rows of each begin."""
    return np.asarray(number.cumsum() - number)


def owners(number: Ints) -> Ints:
    """Return for each row whose it is."""
    return np.arange(len(number)).repeat(number)


def spread(start: Ints, number: Ints) -> Ints:
    """Return the places of all rows, where those of each begin at `start`."""
    return np.asarray(np.arange(int(number.sum())) + (start - begins(number)).repeat(number))


def sums(values: NDArray[Any], number: Ints) -> Ints:
    """Sum the values of each; some may have none."""
    if number.all():  # in a third of the time
        return np.add.reduceat(values, begins(number), dtype=np.int64)
    running = np.zeros(len(values) + 1, dtype=np.int64)
    values.cumsum(out=running[1:])
    ends = number.cumsum()
    return np.asarray(running[ends] - running[ends - number])


def ranks(number: Ints) -> Ints:
    """Return the place of each row among those of the same owner, from 0."""
    return spread(np.zeros_like(number), number)


def firsts(ordered: NDArray[Any]) -> Bools:
    """Return which values of a sorted array are the first of their equals."""
    fresh = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return fresh


def parts(rows: Rows, number: Ints, width: int = 1) -> Iterator[Rows]:
    """Yield what each has; a row is `width` elements long."""
    ends = number.cumsum() * width
    starts = ends - number * width
    return (rows[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
