"""Whether one paragraph repeats another: outlets print an agency's lead twice, whole, cut or edited."""

import pytest

from worker.extract.lead import repeats, same_line

LEAD = "The harbour at Port Ellis was closed for an hour on Friday after a ferry met a tug, the harbour master said."


@pytest.mark.parametrize(
    "again",
    [
        LEAD,
        LEAD.upper(),
        "The harbour at Port Ellis was closed for an hour on Friday after a ferry met a tug",
        "The harbour at Port Ellis was closed for an hour",
        LEAD.replace("a tug", "the tug"),
        f"“{LEAD}”",
    ],
)
def test_the_same_words_are_the_lead_again(again: str) -> None:
    """Whatever its capitals and marks; cut behind two fifths, or edited by a word."""
    assert repeats(again, LEAD)
    assert repeats(LEAD, again)


@pytest.mark.parametrize(
    "other",
    [
        "The harbour at Port",
        "The harbour master said that nobody was hurt when the ferry met the tug in the fog on Friday at Port Ellis.",
        "He declined to comment.",
        LEAD.replace("The harbour", "No harbour"),
        "",
    ],
)
def test_another_paragraph_is_not(other: str) -> None:
    """Shared words in another order or behind another beginning, a headline of a few words, nothing."""
    assert not repeats(other, LEAD)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ferry and tug collide", "FERRY AND TUG COLLIDE!", True),
        ("Ferry and tug collide", "Ferry and tug collide again", False),
        ("", "", False),
        ("Ferry", "Ferry " * 50, False),
    ],
)
def test_two_lines_are_one_by_their_words(one: str, other: str, *, same: bool) -> None:
    """Marks and capitals do not count, and no line is the same as none."""
    assert same == same_line(one, other)
