"""Difference: what of one text stands in another, and what was cut, added, changed or moved. Pure.

Built on the passages that the matcher's own reading of words finds, in linear time: a hostile text takes no longer
than another. A passage that stands in both, but in another order, was moved.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from worker.passages import Passage, shared_passages

_MOST_FINE = 80  # words of a stretch compared word by word, which takes their square
_WORD = re.compile(r"\s*\S+\s*|\s+")
_EMPTY_LINES = re.compile(r"\n\s*\n")  # what moved away leaves several
_MOST_PASSAGES = 600  # put in order by comparing each with each: some hundredths of a second


class Mark(StrEnum):
    """What became of a run of text."""

    SAME = "same"
    CUT = "cut"  # stands only in the first text
    ADDED = "added"  # stands only in the second
    MOVED = "moved"  # stands in both, elsewhere


class Run(NamedTuple):
    """A run of text under one mark."""

    mark: Mark
    text: str


class Row(NamedTuple):
    """Two stretches that face each other."""

    left: tuple[Run, ...]
    right: tuple[Run, ...]


class Difference(NamedTuple):
    """Two texts compared; counts of words, and of places where one stretch took another's place."""

    rows: tuple[Row, ...]
    one: tuple[Run, ...]  # both in one: what was cut stands before what was added
    shared: int
    cut: int
    added: int
    moved: int
    changes: int


def difference(left: str, right: str) -> Difference:
    """Compare two texts by their words, as the matcher folds them."""
    passages = shared_passages(left, right)
    kept = in_order(passages)
    strayed = sorted(set(passages) - set(kept))
    rows: list[Row] = []
    flow: list[Run] = []
    changes = 0
    for gap, passage in _steps(kept, len(left), len(right)):
        lefts = _runs(left, *gap.mine, [one.mine for one in strayed], Mark.CUT)
        rights = _runs(right, *gap.other, [one.other for one in strayed], Mark.ADDED)
        between = [run for run in lefts if run.mark is Mark.CUT] + list(rights)
        if len(lefts) == len(rights) == 1 and (pairs := finer(lefts[0].text, rights[0].text)):
            lefts, rights = (tuple(run for run in side if run.text) for side in zip(*pairs, strict=True))
            between = [run for pair in pairs for run in pair if run is pair[1] or run.mark is Mark.CUT]
        changes += bool(_words(lefts, Mark.CUT) and _words(rights, Mark.ADDED))
        shared = (Run(Mark.SAME, left[slice(*passage.mine)]), Run(Mark.SAME, right[slice(*passage.other)]))
        _append(rows, lefts, rights, shared)
        flow += [*between, shared[0]]
    one = tuple(run._replace(text=_EMPTY_LINES.sub("\n\n", run.text)) for run in trimmed(flow))
    shared_words, cut, added, moved = (_words(one, mark) for mark in (Mark.SAME, Mark.CUT, Mark.ADDED, Mark.MOVED))
    facing = tuple(Row(trimmed(row.left), trimmed(row.right)) for row in rows)
    return Difference(facing, one, shared_words, cut, added, moved, changes)


def in_order(passages: Sequence[Passage]) -> list[Passage]:
    """Return those passages that follow each other in both texts, so that they hold as many words as possible."""
    chosen = sorted(sorted(passages, key=lambda one: -one.words)[:_MOST_PASSAGES], key=lambda one: one.mine)
    best: list[tuple[int, int]] = []  # words up to here, and the passage before
    for index, passage in enumerate(chosen):
        before = ((best[j][0], j) for j in range(index) if chosen[j].other[1] <= passage.other[0])
        words, previous = max(before, default=(0, -1))
        best.append((words + passage.words, previous))
    at = max(range(len(best)), key=lambda index: best[index][0], default=-1)
    found = []
    while at >= 0:
        found.append(chosen[at])
        at = best[at][1]
    return found[::-1]


def finer(left: str, right: str) -> list[tuple[Run, Run]]:
    """Return two short stretches compared word by word, as runs that face each other; nothing for long ones."""
    ours, theirs = _WORD.findall(left), _WORD.findall(right)
    if max(len(ours), len(theirs)) > _MOST_FINE:
        return []
    folded = [[word.strip().casefold() for word in words] for words in (ours, theirs)]
    matcher = SequenceMatcher(a=folded[0], b=folded[1], autojunk=False)
    pairs = []
    for kind, a, b, c, d in matcher.get_opcodes():
        marks = (Mark.SAME, Mark.SAME) if kind == "equal" else (Mark.CUT, Mark.ADDED)
        pairs.append((Run(marks[0], "".join(ours[a:b])), Run(marks[1], "".join(theirs[c:d]))))
    return pairs


def _steps(kept: Sequence[Passage], left_end: int, right_end: int) -> Iterator[tuple[Passage, Passage]]:
    """Yield each gap and the passage after it; the last passage is empty."""
    mine = other = 0
    for passage in (*kept, Passage((left_end, left_end), (right_end, right_end), 0)):
        yield Passage((mine, passage.mine[0]), (other, passage.other[0]), 0), passage
        mine, other = passage.mine[1], passage.other[1]


def _runs(text: str, start: int, end: int, strayed: Sequence[tuple[int, int]], mark: Mark) -> tuple[Run, ...]:
    """Return a gap as runs: what strayed into it from elsewhere, and the rest under its mark."""
    runs, at = [], start
    for first, last in sorted(strayed):
        if at <= first and last <= end:
            runs += [Run(mark, text[at:first]), Run(Mark.MOVED, text[first:last])]
            at = last
    return tuple(run for run in (*runs, Run(mark, text[at:end])) if run.text)


def trimmed(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return runs whose marks do not reach over the space around their words; neighbours of one mark are joined."""
    found: list[Run] = []
    for run in runs:
        words = run.text.strip()
        start = run.text.find(words) if words else len(run.text)
        ends = Run(Mark.SAME, run.text[:start]), Run(run.mark, words), Run(Mark.SAME, run.text[start + len(words) :])
        for one in (run,) if run.mark is Mark.SAME else ends:
            if found and one.mark is found[-1].mark:
                found[-1] = Run(one.mark, found[-1].text + one.text)
            elif one.text:
                found.append(one)
    return tuple(found)


def _append(rows: list[Row], lefts: tuple[Run, ...], rights: tuple[Run, ...], shared: tuple[Run, Run]) -> None:
    """Add a gap and the passage after it; a new row begins where both texts begin a paragraph."""
    if not rows:
        rows.append(Row((), ()))
    rows[-1] = Row(rows[-1].left + lefts, rows[-1].right + rights)
    mine, other = (run.text.split("\n") for run in shared)
    if len(mine) != len(other):
        rows[-1] = Row((*rows[-1].left, shared[0]), (*rows[-1].right, shared[1]))
        return
    for number, (ours, theirs) in enumerate(zip(mine, other, strict=True)):
        if number:
            rows.append(Row((), ()))
        if ours or theirs:
            rows[-1] = Row((*rows[-1].left, Run(Mark.SAME, ours)), (*rows[-1].right, Run(Mark.SAME, theirs)))


def _words(runs: Sequence[Run], mark: Mark) -> int:
    return sum(len(run.text.split()) for run in runs if run.mark is mark)
