"""Compare: what one sketch shares with several others, as named figures that do not depend on who asks. Pure.

Every figure is a symmetric function of two sketches and the weights: the same when either article arrives first.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.sketch import Sketch, Words32, at_scale
from worker.weights import UNIT, Weights

Floats = NDArray[np.float64]

LEAD = 30  # shingles: the first paragraph or two
_GAP = 12  # shingles: the longest difference that one changed figure or name leaves in a template

FEATURES = (
    "overlap",  # shared weight by that of the smaller text
    "larger",  # shared weight by that of the larger text
    "volume",  # log of the shared weight
    "start",  # where the shared part begins, at the earlier of both
    "lead",  # share of the lead that is shared, at the better of both
    "title",  # shared words of the shorter headline
    "template",  # short gaps filled with other numbers, times conflicting numbers
    "gaps",  # short gaps by shared length
    "numbers",  # shared numbers of the text with fewer
    "run",  # longest shared run by shared length
)


class Comparison(NamedTuple):
    """What one article shares with one known article."""

    shared: float  # weight of the shared shingles
    contained: float  # share of this article's weight that stands in the other
    contains: float  # share of the other's weight that stands in this article
    first: float  # where the shared part begins in the other, 0 to 1
    features: dict[str, float]
    shingles: Words32  # those shared


def compare(mine: Sketch, others: Sequence[Sketch], weights: Weights, min_shared: int) -> list[Comparison | None]:
    """Compare one sketch with others; None for each that shares fewer than `min_shared` shingles."""
    return [_compare(mine, other, weights, min_shared) for other in others]


def _compare(mine: Sketch, other: Sketch, weights: Weights, min_shared: int) -> Comparison | None:
    scale = max(mine.scale, other.scale)
    x, y = at_scale(mine.shingles, scale), at_scale(other.shingles, scale)
    if not len(x) or not len(y):
        return None
    order = np.argsort(x)
    at = np.minimum(np.searchsorted(x, y, sorter=order), len(x) - 1)
    in_y = np.flatnonzero(x[order[at]] == y)
    in_x = order[at[in_y]]
    if len(in_y) << scale < min(min_shared, len(x), len(y)):
        return None
    weight_x, weight_y, weight = (int(weights.of(rows).sum()) for rows in (x, y, y[in_y]))
    features = _features(scale, x, y, in_x, in_y)
    features["overlap"] = weight / max(1, min(weight_x, weight_y))
    features["larger"] = weight / max(1, weight_x, weight_y)
    features["volume"] = float(np.log1p((weight << scale) / UNIT))
    features["title"] = _common(mine.headline, other.headline)
    features["numbers"] = _numbers(mine.numbers, other.numbers)
    features["template"] *= 1 - features["numbers"]
    shared = (weight << scale) / UNIT
    first = float(in_y[len(in_y) // 10]) / len(y)
    return Comparison(shared, weight / max(1, weight_x), weight / max(1, weight_y), first, features, y[in_y])


def _features(scale: int, x: Words32, y: Words32, in_x: NDArray[np.intp], in_y: NDArray[np.intp]) -> dict[str, float]:
    sorted_x = np.sort(in_x)
    count = len(in_y)
    lead_x, lead_y = min(len(x), max(6, LEAD >> scale)), min(len(y), max(6, LEAD >> scale))
    rank = np.searchsorted(sorted_x, in_x)
    step_y, step_x = np.diff(in_y), np.diff(in_x)
    together = np.diff(rank) == 1
    breaks = np.flatnonzero(~(together & (step_y == 1) & (step_x == 1)))
    runs = np.diff(np.concatenate(([-1], breaks, [count - 1])))
    gap = together & (step_y > 2) & (step_x > 2) & (step_y <= _GAP + 1) & (step_x <= _GAP + 1)
    numbers_x, numbers_y = np.cumsum(x & 1), np.cumsum(y & 1)
    filled_x = numbers_x[in_x[1:] - 1] - numbers_x[in_x[:-1]]
    filled_y = numbers_y[in_y[1:] - 1] - numbers_y[in_y[:-1]]
    filled = gap & ((filled_x >= 3) | (filled_x == step_x - 1)) & ((filled_y >= 3) | (filled_y == step_y - 1))
    templates, shared_numbers = int(filled.sum()), int((y[in_y] & 1).sum())
    return {
        "start": min(sorted_x[count // 10] / len(x), in_y[count // 10] / len(y)),
        "lead": max(float((sorted_x < lead_x).sum()) / lead_x, float((in_y < lead_y).sum()) / lead_y),
        "template": templates / (templates + shared_numbers / 3 + 1),
        "gaps": int(gap.sum()) / (count / 10 + 1),
        "run": int(runs.max()) / count,
    }


def _common(mine: Words32, other: Words32) -> float:
    shorter = min(len(mine), len(other))
    return len(set(mine.tolist()).intersection(other.tolist())) / shorter if shorter else 0.0


def _numbers(mine: Words32, other: Words32) -> float:
    """Share of the numbers in common, with one number granted to each side: none at all says nothing."""
    shared = len(set(mine.tolist()).intersection(other.tolist()))
    return (shared + 1) / (min(len(mine), len(other)) + 2)
