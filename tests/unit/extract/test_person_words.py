"""Whether words can be a person's name, and how names in capitals are spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.extract.person_words import is_office_word, is_person, spelled_out, without_titles


@pytest.mark.parametrize(
    "name",
    [
        *("Jane Doering", "Doering", "J. R. Doering", "Jean-Luc Doering", "Ludwig van der Doering", "Jane O'Doering"),
        *("Иван Петров", "王小明", "홍길동", "محمد علي", "Ana d'Emilio", "Nguyễn Văn An", "नरेंद्र शर्मा"),
    ],
)
def test_a_few_words_with_capitals_are_a_name(name: str) -> None:
    """With initials and particles, in any script."""
    assert is_person(name)


@pytest.mark.parametrize(
    "words",
    [
        *("AP", "Staff Reporter", "News Desk", "jane doering", "the ferry", "The Harbour", "Harbour Post", "Jo3"),
        *("One Two Three Four Five Six Seven", "", "Getty Images", "Politics editor", "a", "Редакция"),
    ],
)
def test_desks_agencies_and_sentences_are_no_names(words: str) -> None:
    """A word of an office or an outlet among them, small letters, figures, too many."""
    assert not is_person(words)


@given(
    words=st.lists(
        st.sampled_from("Jane Doering Editor Bank Desk And Of Van Ag Mc Al Reuters Wire Our".split())
        | st.from_regex(r"[A-Z][a-z]{1,5}", fullmatch=True).filter(lambda word: word not in ("The", "An")),
        min_size=2,
        max_size=5,
    )
)
def test_an_initial_before_plain_words_changes_nothing(words: list[str]) -> None:
    """Plain words are judged at once and words with marks one by one, by the same rule."""
    assert is_person(" ".join(["J.", *words])) == is_person(" ".join(words))


@pytest.mark.parametrize(
    ("printed", "spelled"),
    [
        ("JANE DOERING", "Jane Doering"),
        ("Jane DOERING", "Jane Doering"),
        ("RONALD McDOERING", "Ronald McDoering"),
        ("JEAN-LUC O'DOERING", "Jean-Luc O'Doering"),
        ("MARIA DE LA DOERING", "Maria de la Doering"),
        ("JOHN DOERING III", "John Doering III"),
        ("J.R. DOERING", "J.R. Doering"),
        ("Jane Doering", "Jane Doering"),
        ("ANNA LI", "Anna Li"),
    ],
)
def test_capitals_are_spelled_out(printed: str, spelled: str) -> None:
    """Initials and numbers of a name stay, particles are small."""
    assert spelled == spelled_out(printed)


@pytest.mark.parametrize(
    ("printed", "name"),
    [("Dr. Jane Doering", "Jane Doering"), ("Prof. Dr. Jane Doering", "Jane Doering"), ("Sir", "Sir")],
)
def test_titles_before_a_name_leave_it(printed: str, name: str) -> None:
    """But a title alone stays what it is."""
    assert name == without_titles(printed)


def test_an_offices_word_is_known_with_its_stop() -> None:
    """Whatever its capitals."""
    assert is_office_word("Editor")
    assert is_office_word("CORP.")
    assert not is_office_word("Doering")
