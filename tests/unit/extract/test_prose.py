"""The first look at a paragraph: a sentence opens no dateline, and looking first changes no answer."""

from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from worker.extract import dateline
from worker.extract.dateline import opening_of
from worker.extract.prose import opens_as_prose

# What datelines and sentences are made of, to be shuffled.
_PIECES = [
    *("LONDON", "Port Ellis", "MOSCOW/KYIV", "City of Brask", "england", "the", "ferry", "sank", "said", "d'Alene"),
    *("March 3", "8 de mayo", "maggio 8", "8. Mai", "1 LUG", "2026", "kedd", "monday", "via", "dpa", "Reuters", "AFP"),
    *("(AP)", "(Reuters)", "/ritzau/", "[India]", "(", ")", "/", "-", " - ", "--", "—", ":", ".", ",", "\n", "|", "x"),
]


@pytest.mark.parametrize(
    "text",
    [
        "The council rejected the bridge",
        "Ferries run again",
        "Anna Feld lifted her hat (Reuters) - twice",
        "Він сказав",
    ],
)
def test_a_sentence_is_known_by_its_words_in_small_letters(text: str) -> None:
    """A verb or a noun that no place, month or agency has says that the text goes on as a sentence."""
    assert opens_as_prose(text)


@pytest.mark.parametrize(
    "text",
    [
        "LONDON, March 3 (Reuters) - The ferry sank",
        "Frankfurt am Main - Der",
        "Roma maggio 8 - Il",
        "dpa - Der",
        "AFP (the agency) said",
        "COEUR d'Alene — The",
        "Brask",
        "",
    ],
)
def test_what_may_be_a_dateline_is_looked_at(text: str) -> None:
    """Capitals, connectors, months and agencies prove nothing, nor does any word behind the first mark or figure."""
    assert not opens_as_prose(text)


@given(st.lists(st.sampled_from(_PIECES), max_size=12), st.sampled_from(["", " "]))
@example(["LONDON", "/", "ferry", " - ", "sank", "/", " - ", "the"], "")
@example(["LONDON", "--", "ferry", "(AP)", " - ", "The"], "")
def test_the_first_look_changes_no_answer(pieces: list[str], blank: str) -> None:
    """Whatever stands there, the opening is the one that is found without the look."""
    line = blank.join(pieces)
    with patch.object(dateline, "opens_as_prose", lambda _: False):
        slowly = opening_of(line)
    assert slowly == opening_of(line)
