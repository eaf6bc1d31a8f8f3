"""The end of a story: which last lines are marks, credits and notes, and which are news."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.extract.ending import ending_of

LEAD = "A ferry with 210 people aboard sank in the harbour of Varnholm before dawn on Thursday, the coast guard said."
LAST = "All were saved by fishing boats, and the captain was the last to leave the ship."


@pytest.mark.parametrize(
    "mark",
    ["-30-", "-0-", "ENDS", "//", "<^>", "###", "***", "(END)", "END/JD", "jd/rr/mk", "= 031205 mar 26"],
)
def test_a_line_that_is_only_a_mark_is_cut(mark: str) -> None:
    """Rules, counts, initials and the teleprinter's time close a story and are no part of it."""
    assert ending_of([LEAD, LAST, mark]).paragraphs == [LEAD, LAST]


@pytest.mark.parametrize(
    ("line", "agency"), [("(PTI) JD RR", "PTI"), ("Reuters", "Reuters"), ("-- AFP", "AFP"), ("© AFP 2020", "AFP")]
)
def test_a_line_that_names_an_agency_alone_is_its_credit(line: str, agency: str) -> None:
    """The initials of those who sent it may stand behind the agency."""
    ending = ending_of([LEAD, LAST, line])
    assert (agency, [LEAD, LAST]) == (ending.credit, ending.paragraphs)


@pytest.mark.parametrize("line", ["more", "Fine", "0", "The End/Start ferry", "(Varnholm) It rained."])
def test_a_last_line_of_words_stays(line: str) -> None:
    """A word that is also a mark is one only in capitals or between strokes."""
    assert [LEAD, LAST, line] == ending_of([LEAD, LAST, line]).paragraphs


def test_several_closing_lines_are_cut_one_after_another() -> None:
    """A credit, initials and an end mark stand below one another."""
    ending = ending_of([LEAD, LAST, "(AP)", "jd/rr", "-30-"])
    assert (ending.paragraphs, ending.credit) == ([LEAD, LAST], "AP")


def test_notes_longer_than_the_story_are_not_cut_with_it() -> None:
    """What would leave less than half of a text is no note to editors: only the line that says so goes."""
    body = [LEAD, "Notes to editors: the owners will speak at noon.", LEAD, LAST, LAST]
    assert ending_of(body).paragraphs == [LEAD, LEAD, LAST, LAST]


@given(st.lists(st.text(max_size=80), max_size=8))
def test_nothing_is_added_and_the_order_stays(paragraphs: list[str]) -> None:
    """Whatever the text, its paragraphs are some of those given, in order; the last may be cut short."""
    kept = ending_of(paragraphs).paragraphs
    rest = iter(paragraphs)
    assert all(any(given.startswith(one) for given in rest) for one in kept)
