"""Fingerprints: bounded, stable, and alike for texts that differ in style only."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.fingerprint import KEYS, fingerprint, fingerprints
from worker.passages import shared_passages
from worker.sketch import HEADLINE_CAP, NUMBERS_CAP, SHINGLES_CAP, unpack
from worker.tokens import tokens

BODY = (
    "The harbour board of Port Ellis said on 5 March that 1,200 dockers will organise a vote on the colour of cranes."
)


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    """Keys and sketch are facts of the text; a change here means that every stored fingerprint must be made again."""
    found = fingerprint("Dockers to vote", "Dockers of Port Ellis vote")

    assert found == fingerprint("Dockers to vote", "Dockers of Port Ellis vote")
    assert tuple(sorted(found.keys)) == (5809171292730201236, 6761567321124111124, 7764772874381339624)


@pytest.mark.parametrize(
    "other",
    [
        BODY.upper(),
        BODY.replace("5 March", "March 5"),
        BODY.replace("1,200", "1200"),
        BODY.replace("organise", "organize").replace("colour", "color"),
        BODY.replace(" ", "\n\n  "),
        BODY.replace("The harbour", "&quot;The harbour&quot;"),
        BODY.replace("harbour", "harbor").replace("board of", "board (Reuters) of"),
        BODY.replace("vote", "ｖｏｔｅ"),
    ],
)
def test_style_leaves_the_keys_alone(other: str) -> None:
    """Capitals, dates, figures, spelling, spaces, entities, credits and wide letters are matters of style."""
    assert fingerprint("", BODY).keys == fingerprint("", other).keys


def test_units_are_folded() -> None:
    """Houses write units in their own way, before the figure or after it."""
    assert np.array_equal(tokens("5 pct of 3 mln dlrs"), tokens("five per cent of $3 million"))


@pytest.mark.parametrize("body", ["", " \n ", "—…!"])
def test_a_text_without_words_has_no_keys(body: str) -> None:
    """What says nothing matches nothing."""
    assert fingerprint("A headline", body).keys == ()


@pytest.mark.parametrize(
    "body", ["港务局周一表示工人将投票。", "港湾局は月曜日に投票を行うと発表した。", "การท่าเรือกล่าวว่าคนงานจะลงคะแนนเสียง"]
)
def test_scripts_without_spaces_have_keys(body: str) -> None:
    """Chinese, Japanese and Thai are cut into pairs of characters, so a sentence has more than one key."""
    assert len(fingerprint("", body).keys) > 5


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=400), st.text(max_size=2000))
def test_any_text_has_a_bounded_fingerprint(headline: str, body: str) -> None:
    """Whatever arrives: no error, at most KEYS distinct keys that fit 64 signed bits, a sketch that can be read."""
    found = fingerprint(headline, body)
    sketch = unpack([found.sketch])

    assert len(found.keys) == len(set(found.keys)) <= KEYS
    assert all(-(1 << 63) <= key < 1 << 63 for key in found.keys)
    assert found == fingerprint(headline, body)
    assert sketch.shingles.number[0] <= SHINGLES_CAP
    assert sketch.numbers.number[0] <= NUMBERS_CAP
    assert sketch.headline.number[0] <= HEADLINE_CAP


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=200)), max_size=6))
def test_articles_read_together_have_the_prints_each_has_alone(articles: list[tuple[str, str]]) -> None:
    """A fingerprint does not depend on the batch."""
    assert fingerprints(articles) == [fingerprint(*article) for article in articles]


def test_many_and_long_articles_are_read_in_lots() -> None:
    """A batch of any size has the prints of its articles, in order."""
    articles = [("", f"{BODY} {number} " * (1 + number % 3 * 900)) for number in range(70)]

    assert fingerprints(articles) == [fingerprint(*article) for article in articles]


def test_a_long_text_is_thinned() -> None:
    """A sketch has a bounded size: of a text of 9,000 words it keeps an even sample."""
    found = fingerprint("", " ".join(f"word{'abcdefghij'[n % 10]}{n}" for n in range(9000)))

    assert unpack([found.sketch]).scale[0] > 0
    assert len(found.sketch) < 4 * (SHINGLES_CAP + NUMBERS_CAP + HEADLINE_CAP) + 9


@pytest.mark.parametrize("packed", [b"", b"\x09" * 16, b"\x03\x00", fingerprint("", BODY).sketch[:-1]])
def test_a_damaged_sketch_is_refused(packed: bytes) -> None:
    """A sketch of another version, or cut short, is not compared, whatever stands beside it."""
    with pytest.raises(ValueError, match="rematch"):
        unpack([fingerprint("", BODY).sketch, packed])


def test_shared_passages_are_told_by_their_place() -> None:
    """An explanation can mark the words that both texts share, in each as it is written."""
    mine, other = "Yesterday THE harbour board said so. Then it rained.", "The harbor board said so, twice."
    (passage,) = shared_passages(mine, other)

    assert mine[slice(*passage.mine)] == "THE harbour board said so."
    assert other[slice(*passage.other)] == "The harbor board said so,"
    assert passage.words == 5


def test_unlike_texts_share_no_passage() -> None:
    """Two words in common are no passage."""
    assert shared_passages("One fine day in spring", "One fine evening of autumn") == []
    assert shared_passages("", "One fine day") == []
