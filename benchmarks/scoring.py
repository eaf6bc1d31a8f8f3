"""Scoring: how well predicted stories agree with the true ones. Pure; pairs are counted, never listed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple


class Labelled(NamedTuple):
    """The truth about one article: its story, what an editor did to it, joined by +, and who printed it."""

    article_id: str
    story: str
    kind: str
    publisher: str = ""


class Scores(NamedTuple):
    """Agreement from 0 to 1. `false_merges`: for each kind that must stand alone, articles merged wrongly, and all."""

    precision: float
    recall: float
    f1: float
    adjusted_rand: float
    b_cubed_f1: float
    false_pairs: int
    missed_pairs: int
    recall_by_kind: Mapping[str, float]
    recall_by_outlet: Mapping[str, float]
    false_merges: Mapping[str, tuple[int, int]]


def score(truth: Sequence[Labelled], stories: Sequence[Hashable]) -> Scores:
    """Score the predicted story of each article against the truth."""
    true, predicted = Counter(one.story for one in truth), Counter(stories)
    both = Counter((one.story, story) for one, story in zip(truth, stories, strict=True))
    right, made, real = (sum(map(_pairs, counts.values())) for counts in (both, predicted, true))
    together = [both[one.story, story] for one, story in zip(truth, stories, strict=True)]
    b_precision = _mean([count / predicted[story] for count, story in zip(together, stories, strict=True)])
    b_recall = _mean([count / true[one.story] for count, one in zip(together, truth, strict=True)])
    precision, recall = _share(right, made), _share(right, real)
    return Scores(
        precision,
        recall,
        _harmonic(precision, recall),
        adjusted_rand([one.story for one in truth], stories),
        _harmonic(b_precision, b_recall),
        made - right,
        real - right,
        _recall_by(lambda one: one.kind.split("+"), truth, together, true),
        _recall_by(lambda one: [one.publisher], truth, together, true),
        _false_merges(truth, together, [predicted[story] for story in stories]),
    )


def adjusted_rand(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Return the adjusted Rand index of two partitions (Hubert and Arabie, 1985): 1 when alike, 0 as by chance."""
    both = sum(map(_pairs, Counter(zip(one, other, strict=True)).values()))
    mine, theirs = (sum(map(_pairs, Counter(side).values())) for side in (one, other))
    chance = mine * theirs / max(1, _pairs(len(one)))
    mean = (mine + theirs) / 2
    return (both - chance) / (mean - chance) if mean != chance else 1.0


def _recall_by(
    groups_of: Callable[[Labelled], list[str]], truth: Sequence[Labelled], together: Sequence[int], true: Counter[str]
) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    for one, count in zip(truth, together, strict=True):
        if true[one.story] > 1:
            for group in groups_of(one):
                found[group].append((count - 1) / (true[one.story] - 1))
    return {group: _mean(found[group]) for group in sorted(found)}


def _false_merges(
    truth: Sequence[Labelled], together: Sequence[int], sizes: Sequence[int]
) -> dict[str, tuple[int, int]]:
    alone = [
        (one.kind, size > count)
        for one, count, size in zip(truth, together, sizes, strict=True)
        if one.kind == "single" or one.kind.startswith("neg_")
    ]
    every, wrong = Counter(kind for kind, _ in alone), Counter(kind for kind, merged in alone if merged)
    return {kind: (wrong[kind], every[kind]) for kind in sorted(every)}


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 1.0
