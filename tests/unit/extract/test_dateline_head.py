"""What stands before the mark that closes a dateline: a place, a day, credits, and nothing else."""

import pytest

from worker.extract.dateline_head import _LONGEST_KEPT, _head_of, head_of


@pytest.mark.parametrize(
    ("text", "place", "day", "credits_"),
    [
        ("LONDON, March 3 (Reuters)", "LONDON", (3, 3), ["Reuters"]),
        ("LONDON", "LONDON", None, []),
        ("(AP)", None, None, ["AP"]),
        ("BERLIN, 3. März (dpa/AFP)", "BERLIN", (3, 3), ["dpa", "AFP"]),
        ("Tokyo, March 3, Kyodo", "Tokyo", (3, 3), ["Kyodo"]),
        ("DUBAI - WAM", "DUBAI", None, ["WAM"]),
        ("ANSA - ROMA", "ROMA", None, ["ANSA"]),
        ("JAKARTA, KOMPAS.com", "JAKARTA", None, ["KOMPAS.com"]),
        ("New Delhi [India]", "New Delhi", None, []),
        ("WASHINGTON ()", "WASHINGTON", None, []),
        ("RAMALLAH, Saturday, May 8, 2026 (WAFA)", "RAMALLAH", (5, 8), ["WAFA"]),
        ("Budapest, 2026. március 3., kedd (MTI)", "Budapest", (3, 3), ["MTI"]),
        ("BRUXELLES 8/5 (BELGA)", "BRUXELLES", None, ["BELGA"]),
        ("MADRID, 8 (EUROPA PRESS)", "MADRID", None, ["EUROPA PRESS"]),
        ("TORONTO, May 8 /CNW/", "TORONTO", (5, 8), ["CNW"]),
    ],
)
def test_each_part_is_told_apart(
    text: str, place: str | None, day: tuple[int, int] | None, credits_: list[str]
) -> None:
    """Credits in brackets, between strokes or bare; a region in brackets is none; a month that may be a day is none."""
    head = head_of(text)
    assert head is not None
    assert (place, credits_) == (head.place, list(head.credits))
    assert day == ((head.day.month, head.day.day) if head.day else None)


def test_a_day_in_the_bracket_says_so() -> None:
    """A day beside the credit proves less than one beside the place."""
    inside, outside = head_of("MOSCOW (Sputnik - 8 May 2026)"), head_of("MOSCOW, 8 May 2026 (Sputnik)")
    assert inside is not None
    assert outside is not None
    assert inside.dated_bracket
    assert not outside.dated_bracket


@pytest.mark.parametrize(
    "text",
    [
        *("He said on May 8 that", "LONDON on May 8 the mayor", "The mayor", "", "May 8", "12 dead"),
        *("LONDON, March 3 Police said", "MADRID, 8", "https://post.example (AP) said"),
    ],
)
def test_anything_else_makes_it_no_dateline(text: str) -> None:
    """One word too many, or no place and no credit."""
    assert head_of(text) is None


def test_a_dateline_beyond_all_measure_is_read_and_not_remembered() -> None:
    """What is kept for its next copy is short, so that no sender fills the memory."""
    names = "the Harbour Desk with all of its correspondents on the islands of the sound"
    long = f"LONDON, March 3 ({names}) ({names}) ({names})"
    assert len(long) > _LONGEST_KEPT
    kept = _head_of.cache_info().currsize
    head = head_of(long)
    assert head is not None
    assert head.place == "LONDON"
    assert kept == _head_of.cache_info().currsize
