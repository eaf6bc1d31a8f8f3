"""What stands before the lead is told apart: advisories, notes, by-lines, agencies, standfirsts, in any order."""

import pytest

from schemas.verdict import Signal
from worker.extract.opening import is_byline, start_of

DATED = "LONDON, March 3 (Reuters) - The harbour was closed for an hour after a ferry met a tug, its master said."
LEAD = "The harbour was closed for an hour after a ferry met a tug, its master said."
SECOND = "Both vessels were damaged below the water line, and the ferry will be out of service."
HEADLINE = "Ferry and tug collide"


@pytest.mark.parametrize(
    "before",
    [
        [],
        [HEADLINE],
        ["By Jane Doering"],
        ["By Jane Doering", "Associated Press Writer"],
        ["By Jane Doering", "Reuters"],
        [HEADLINE, "By Jane Doering", "LONDON desk (Reuters) staff"],
        ["(Adds quotes)"],
        ["URGENT", "2nd Ld-Writethru"],
        ["Eds: pictures follow.", "By Jane Doering"],
        ["EMBARGOED UNTIL 00:01 GMT, 4 March 2026"],
    ],
)
def test_lines_before_the_lead_leave_the_text(before: list[str]) -> None:
    """The story begins with the first word behind the dateline, whatever stood above it."""
    start = start_of([*before, DATED, SECOND], HEADLINE, None)
    assert start.opening is not None
    assert start.opening.place == "LONDON"
    assert start.paragraphs[-2:] == [LEAD, SECOND]
    assert HEADLINE not in start.paragraphs


def test_each_line_goes_where_it_belongs() -> None:
    """By-line, agency, note and embargo are fields of their own."""
    lines = ["EMBARGOED UNTIL 4 March 2026", "(Corrects name)", "By Jane Doering", "AFP", DATED, SECOND]
    start = start_of(lines, HEADLINE, None)
    assert (start.byline, start.credit, start.embargo) == ("By Jane Doering", "AFP", lines[0])
    assert start.notes == lines[:2]
    assert start.signals == [Signal.CORRECTION]


def test_a_standfirst_between_headline_and_lead_is_the_summary() -> None:
    """It has no full stop, and the lead behind it has a dateline."""
    start = start_of(["Harbour closed for an hour", DATED, SECOND], HEADLINE, None)
    assert start.summary == "Harbour closed for an hour"
    assert start.paragraphs == [LEAD, SECOND]


def test_a_sentence_before_the_lead_is_part_of_the_story() -> None:
    """Outlets put a paragraph of their own on top, and it is told."""
    local = "Readers of this paper know the ferry well."
    assert start_of([local, DATED, SECOND], HEADLINE, None).paragraphs == [local, LEAD, SECOND]


def test_the_stated_byline_again_leaves_the_text() -> None:
    """A format that states it prints it above the text too."""
    start = start_of(["Jane Doering", DATED, SECOND], HEADLINE, "By Jane Doering")
    assert SECOND in start.paragraphs
    assert start_of(["By Jane Doering", DATED], HEADLINE, "By Jane Doering").paragraphs == [LEAD]


@pytest.mark.parametrize(
    "line",
    ["By Jane Doering", "BY JANE DOERING", "By Reuters Staff", "Von Jane Doering", "Par Jane Doering", "By AFP"],
)
def test_a_byline_is_by_and_a_person_or_a_staff(line: str) -> None:
    """In any of the languages; an agency may stand for its staff behind "By"."""
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        *("By midnight the harbour was closed.", "Von Montag an ist der Hafen zu", "Par avion", "Di lunedì", "By"),
        *("By the time police came. He had left. Nobody knew. Not even she.", "Por favor", f"By {'x' * 200}"),
    ],
)
def test_a_sentence_that_begins_with_by_is_none(line: str) -> None:
    """Times, means and manners are nobody's names."""
    assert not is_byline(line)


def test_only_the_first_paragraphs_are_looked_at() -> None:
    """What looks like a note further down is part of the story."""
    story = [f"Paragraph {at} of the story is a sentence." for at in range(9)]
    assert start_of([DATED, *story, "By Jane Doering"], HEADLINE, None).paragraphs[-1] == "By Jane Doering"
