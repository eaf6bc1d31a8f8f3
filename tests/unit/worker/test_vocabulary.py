"""The vocabulary: words are told apart in the bytes of many texts, and folded only when they are met anew."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker import vocabulary
from worker.vocabulary import Vocabulary, find


class Counting:
    """A vocabulary whose words stay as they are written, and what it was asked to fold."""

    def __init__(self) -> None:
        self.folded: list[str] = []
        self.vocabulary = Vocabulary(self._fold, lambda found: found.hashes())

    def _fold(self, written: str) -> str:
        self.folded.append(written)
        return written

    def words(self, *texts: str) -> list[list[int]]:
        """Return the hashes of each text."""
        words = self.vocabulary.words(texts)
        ends = words.number.cumsum().tolist()
        return [words.hashes[end - number : end].tolist() for end, number in zip(ends, words.number, strict=True)]


def written(text: str) -> list[str]:
    """Return the words that are found in a text."""
    found = find([text])
    return [found.written[a:b].decode() for a, b in zip(found.starts, found.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Quay, at dawn.", ["the", "quay", "at", "dawn"]),
        ('"No," (she) said: [sic]', ["no", "she", "said", "sic"]),
        ("1,200.50 of 3.", ["1,200.50", "of", "3"]),
        ("“Nein”, sagte er – dann „ja“…", ["nein", "sagte", "er", "dann", "ja"]),
        ("the mayor’s word—and hers", ["the", "mayor’s", "word", "and", "hers"]),
        ("U.S. co-op", ["u.s", "co", "op"]),
        ("", []),
        (" \n\t. ", []),
    ],
)
def test_words_are_parted_by_blanks_and_marks(text: str, words: list[str]) -> None:
    """Quotes, brackets and dashes part words; a point or a comma does at a word's end only; an apostrophe never."""
    assert words == written(text)


def test_a_word_is_folded_once() -> None:
    """A word that is known costs no string, in whatever case and with whatever mark behind it."""
    counting = Counting()
    counting.words("harbour wall", "the Harbour, the wall.")
    counting.words("HARBOUR (wall)")

    assert counting.folded == ["harbour", "wall", "the"]


def test_long_words_are_not_remembered() -> None:
    """A sentence of a script without spaces will not come again: it takes no room."""
    counting = Counting()
    long = "a" * 40
    first, second = counting.words(long), counting.words(long)

    assert first == second
    assert [long, long] == counting.folded


def test_a_full_memory_forgets_and_answers_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is forgotten is folded again, to the same hashes."""
    monkeypatch.setattr(vocabulary, "_MOST_HASHES", 3)
    counting = Counting()
    first = counting.words("one more tide comes in")
    second = counting.words("one more tide comes in")

    assert first == second
    assert counting.folded == 2 * "one more tide comes in".split()


def test_a_written_word_may_have_no_folded_words_or_several() -> None:
    """What is dropped leaves nothing; what is spelled in parts is several words."""
    folds = {"usd": "", "u.s": "u s"}
    words = Vocabulary(lambda one: folds.get(one, one), lambda found: found.hashes()).words(
        ["USD", "the U.S. wall", ""]
    )

    assert words.number.tolist() == [0, 4, 0]
    assert find(["the u s wall"]).hashes().tolist() == words.hashes.tolist()


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(max_size=80), max_size=5))
def test_texts_read_together_have_the_words_each_has_alone(texts: list[str]) -> None:
    """What stands beside a text in a batch, or was read before, does not change its words."""
    together = Counting().words(*texts)

    assert [Counting().words(text)[0] for text in texts] == together


def test_different_words_have_different_hashes() -> None:
    """Words that differ in order, case of a letter beyond ASCII, or length are told apart."""
    words = "ab ba aab aba é É a" + " " + "x" * 33 + " " + "x" * 34
    assert len(words.split()) == len(np.unique(find([words]).hashes()))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text("abé", min_size=1, max_size=20), max_size=30))
def test_words_have_one_key_where_they_are_written_alike(words: list[str]) -> None:
    """A key is the same wherever a word stands, whatever stands behind it, and another for each other word."""
    found = find([", ".join(words), " ".join(words)])
    keys = found.keys().tolist()

    assert keys[: len(words)] == keys[len(words) :]
    assert len(set(words)) == len(set(keys))


def test_long_words_differ_in_their_keys_up_to_their_last_byte() -> None:
    """Every length up to that which is remembered, and every place, counts."""
    words = [f"{'a' * place}b{'a' * (length - place - 1)}" for length in range(1, 33) for place in range(length)]

    assert len(words) == len(set(find([" ".join(words)]).keys().tolist()))


def test_two_words_that_want_one_slot_are_both_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The later one takes its other slot: words that come again and again do not drive one another out."""
    monkeypatch.setattr(vocabulary, "_SLOT_BITS", 6)
    words = [f"w{number}" for number in range(200)]
    keys = find([" ".join(words)]).keys()
    first, second = keys >> np.uint64(58), keys & np.uint64(63)
    one = next(at for at in range(1, 200) if first[at] == first[0] and second[at] not in {first[0], second[0]})
    counting = Counting()
    for _ in range(3):
        counting.words(words[0])
        counting.words(words[one])

    assert counting.folded == [words[0], words[one]]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text("abc ", max_size=60), max_size=5))
def test_however_few_slots_there_are_the_words_are_the_same(texts: list[str]) -> None:
    """Words that drive one another out are folded again, to the same hashes."""
    expected = [Counting().words(text)[0] for text in texts]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vocabulary, "_SLOT_BITS", 2)
        few = Counting()

        assert expected == [few.words(text)[0] for text in texts]
