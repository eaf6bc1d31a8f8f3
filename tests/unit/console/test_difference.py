"""Two texts compared: what was cut, added, changed and moved."""

import time

from hypothesis import given
from hypothesis import strategies as st

from ops.console.difference import Mark, Run, difference, in_order, trimmed
from worker.passages import Passage

ONE = "The bridge at Kessel Point was closed on Sunday after the river rose by two metres overnight."
TWO = "Engineers will inspect its piers on Tuesday, the regional road office said in a statement."
THREE = "Drivers have to cross by the ferry at Marn until then, which runs every twenty minutes."
prose = st.lists(st.sampled_from([*ONE.split(), *TWO.split(), "\n", "\n\n", "x"]), max_size=60).map(" ".join)


def texts(runs: tuple[Run, ...], mark: Mark) -> list[str]:
    return [run.text for run in runs if run.mark is mark]


def test_the_same_text_differs_nowhere() -> None:
    """All of it is shared, in however many paragraphs."""
    found = difference(f"{ONE}\n\n{TWO}", f"{ONE}\n\n{TWO}")

    assert (found.cut, found.added, found.moved, found.changes) == (0, 0, 0, 0)
    assert found.shared == len(f"{ONE} {TWO}".split())


def test_what_was_cut_from_the_bottom_is_marked_cut() -> None:
    """As a copy that was shortened to fit."""
    found = difference(f"{ONE}\n\n{TWO}", ONE)

    assert texts(found.one, Mark.CUT) == [TWO]
    assert (found.added, found.changes) == (0, 0)


def test_a_paragraph_on_top_is_marked_added() -> None:
    """As an outlet's own opening."""
    found = difference(ONE, f"{THREE}\n\n{ONE}")

    assert texts(found.one, Mark.ADDED) == [THREE]
    assert (found.cut, found.added) == (0, len(THREE.split()))


def test_a_changed_figure_is_marked_alone() -> None:
    """Only the figure, not the words and spaces around it; it counts as one change."""
    found = difference(ONE, ONE.replace("two", "three"))

    assert (texts(found.one, Mark.CUT), texts(found.one, Mark.ADDED)) == (["two"], ["three"])
    assert found.changes == 1
    assert found.one.index(Run(Mark.CUT, "two")) < found.one.index(Run(Mark.ADDED, "three"))


def test_a_moved_paragraph_is_neither_cut_nor_added() -> None:
    """It stands in both, in another order."""
    found = difference(f"{ONE}\n\n{TWO}\n\n{THREE}", f"{THREE}\n\n{ONE}\n\n{TWO}")

    assert (found.cut, found.added) == (0, 0)
    assert found.moved == len(THREE.split())


def test_paragraphs_that_are_shared_face_each_other() -> None:
    """A new row begins where both texts begin a paragraph."""
    found = difference(f"{ONE}\n\n{TWO}", f"{ONE}\n\n{TWO} It gave no date.")
    rows = [row for row in found.rows if row.left or row.right]

    assert len(rows) == 2
    assert rows[1].right[-1] == Run(Mark.ADDED, "It gave no date.")


@given(prose, prose)
def test_both_texts_stand_whole_on_their_sides(left: str, right: str) -> None:
    """Nothing is left out or told twice, but for the breaks between rows."""
    found = difference(left, right)
    ours = " ".join(run.text for row in found.rows for run in row.left)
    theirs = " ".join(run.text for row in found.rows for run in row.right)

    assert "".join(left.split()) == "".join(ours.split())
    assert "".join(right.split()) == "".join(theirs.split())


@given(prose, prose)
def test_all_that_is_on_the_right_stands_in_the_text_in_one(left: str, right: str) -> None:
    """Without what was cut, the two in one are the second text."""
    one = "".join(run.text for run in difference(left, right).one if run.mark is not Mark.CUT)

    assert "".join(one.split()).casefold() == "".join(right.split()).casefold()


def test_hostile_texts_take_no_longer_than_others() -> None:
    """One word ten thousand times, against itself and in pieces, within two seconds of one core."""
    began = time.process_time()
    difference("spam " * 10_000, "spam " * 9_999)
    difference(" ".join(f"a b c {n}" for n in range(3000)), " ".join(f"a b c {n}" for n in range(3000, 0, -1)))

    assert time.process_time() - began < 2


def test_passages_in_order_hold_as_many_words_as_possible() -> None:
    """One long passage outweighs two short ones that it crosses."""
    short, shorter = Passage((0, 10), (50, 60), 3), Passage((11, 20), (61, 70), 3)
    long = Passage((21, 90), (0, 49), 12)

    assert in_order([short, shorter, long]) == [long]
    assert in_order([short, shorter]) == [short, shorter]
    assert in_order([]) == []


def test_a_mark_does_not_reach_over_the_space_around_its_words() -> None:
    """Space belongs to nobody; runs of one mark that meet are joined."""
    runs = [Run(Mark.SAME, "by"), Run(Mark.CUT, " two "), Run(Mark.SAME, "metres")]

    assert trimmed(runs) == (Run(Mark.SAME, "by "), Run(Mark.CUT, "two"), Run(Mark.SAME, " metres"))
    assert trimmed([Run(Mark.CUT, "  ")]) == (Run(Mark.SAME, "  "),)
