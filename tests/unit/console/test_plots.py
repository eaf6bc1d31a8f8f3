"""Plots: bars stand on each other, and nothing leaves its frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.console.plots import nice, stacked

KINDS = ("stored", "copy")


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (-3, 1), (0.03, 0.05), (1, 1), (1.1, 2), (3, 5), (7, 10), (10, 10), (11, 20), (230, 500)]
)
def test_the_top_of_a_plot_is_a_round_number(value: float, top: float) -> None:
    """A reader can tell half of it in the head."""
    assert nice(value) == pytest.approx(top)


def test_bars_are_stacked_from_the_bottom_in_the_given_order() -> None:
    """The first kind stands on the floor, the next upon it."""
    plot = stacked([{"stored": 6, "copy": 4}], KINDS, ["ten"])
    first, second = plot.columns[0].bars

    assert (plot.top, plot.columns[0].said) == (10, "ten")
    assert (first.kind, first.y, first.height) == ("stored", 40.0, 60.0)
    assert (second.kind, second.y, second.height) == ("copy", 0.0, 40.0)


def test_what_did_not_happen_has_no_bar() -> None:
    """A column of nothing is still a column, so that time goes on."""
    plot = stacked([{}, {"copy": 1, "unknown": 0}], KINDS, ["", ""])

    assert [len(column.bars) for column in plot.columns] == [0, 1]


@given(st.lists(st.fixed_dictionaries({kind: st.integers(0, 10**6) for kind in KINDS}), max_size=80))
def test_no_bar_leaves_the_frame(values: list[dict[str, float]]) -> None:
    """Whatever the figures, every bar stands within a hundred per cent each way."""
    for column in stacked(values, KINDS, [""] * len(values)).columns:
        for bar in column.bars:
            assert bar.x >= 0
            assert bar.x + bar.width <= 100.02
            assert bar.y >= -0.02
            assert bar.y + bar.height <= 100.02
