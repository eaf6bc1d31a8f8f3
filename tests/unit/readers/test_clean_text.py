"""Clean text: one line to a paragraph, one blank line between two, nothing that no newsroom prints."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.readers.decode import _BLANK_LINES, _NOT_TEXT, clean_line, clean_paragraphs

# Letters, all kinds of blanks and breaks, and what is not printed.
_SIGNS = "ab.é\u0301 \u00a0\t\n\r\v\x1c\x85\u2028\u2029\u200b\u00ad\x00\x7f\ufeff“"
texts = st.one_of(st.text(max_size=40), st.text(_SIGNS, max_size=40), st.text("ab. \n", max_size=40))


def _slowly(text: str) -> str:
    """Clean a text by the rule alone, without a look at what it can hold."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _NOT_TEXT.sub("", text.replace("\u2029", "\n\n").replace("\u2028", "\n"))
    return "\n\n".join(filter(None, (" ".join(block.split()) for block in _BLANK_LINES.split(text))))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("  One \n wrapped.  \n \n\n Two. ", "One wrapped.\n\nTwo."),
        ("One  blank   too many.\r\n\r\nTwo.\r", "One blank too many.\n\nTwo."),
        ("Cafe\u0301\u00a0open\u200b.", "Caf\u00e9 open."),
        ("\x07Bell\tand tab\x00.", "Bell and tab."),
        (" \n\n ", ""),
    ],
)
def test_a_text_is_cleaned(text: str, cleaned: str) -> None:
    """Blanks, breaks, accents and controls are put right, whatever the alphabet."""
    assert cleaned == clean_paragraphs(text)


@given(texts)
def test_a_text_that_needs_little_is_cleaned_by_the_same_rule(text: str) -> None:
    """What the quick looks leave out changes nothing."""
    assert _slowly(text) == clean_paragraphs(text)


@given(texts)
def test_a_line_that_needs_little_is_cleaned_by_the_same_rule(text: str) -> None:
    """The next line of ISO 6429 parts words, as every other blank does."""
    line = " ".join(_NOT_TEXT.sub("", unicodedata.normalize("NFC", text).replace("\x85", " ")).split())
    assert (line or None) == clean_line(text)
