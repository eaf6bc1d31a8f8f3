"""How many words a text has, whatever its script. Pure."""

import re

# Scripts without blanks between words: each ideograph and kana counts as one, as word processors count them; in Thai,
# Lao, Khmer and Burmese a word has four letters on average.
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_UNSPACED_LETTERS = 4
_MARKS = bytes(code for code in range(128) if not (chr(code).isalnum() or chr(code).isspace()))
# Bytes are parted at fewer blanks than letters are: the four separators of ASCII become plain ones.
_BLANKS = bytes.maketrans(b"\x1c\x1d\x1e\x1f", b"    ")


def word_count(text: str) -> int:
    """Return the number of words: runs between blanks that hold a letter or a figure."""
    if text.isascii():  # without its marks a text holds words alone: half the time of looking at each
        return len(text.encode("ascii").translate(_BLANKS, _MARKS).split())
    text, ideographs = _IDEOGRAPHS.subn(" ", text)
    text, letters = _UNSPACED.subn(" ", text)
    return ideographs + -(-letters // _UNSPACED_LETTERS) + _spaced_words(text)


def _spaced_words(text: str) -> int:
    return len([word for word in text.split() if word[0].isalnum() or any(map(str.isalnum, word))])
