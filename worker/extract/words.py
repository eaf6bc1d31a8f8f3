"""How many words a text has, whatever its script. Pure."""

import re
from itertools import filterfalse

# Scripts without blanks between words: each ideograph and kana counts as one, as word processors count them; in Thai,
# Lao, Khmer and Burmese a word has four letters on average.
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_UNSPACED_LETTERS = 4
_WESTERN = "cp1252"  # holds ASCII, and the quotation marks, dashes and letters of Western Europe: most news whole
_LETTERS = [bytes([code]).decode(_WESTERN, errors="ignore") for code in range(256)]
_MARKS = bytes(code for code, letter in enumerate(_LETTERS) if not (letter.isalnum() or letter.isspace()))
# Bytes are parted at fewer blanks than letters are: the others become plain ones.
_BLANKS = bytes(ord(" ") if letter.isspace() else code for code, letter in enumerate(_LETTERS))


def word_count(text: str) -> int:
    """Return the number of words: runs between blanks that hold a letter or a figure."""
    try:  # without its marks a text holds words alone: half the time of looking at each
        western = text.encode("ascii" if text.isascii() else _WESTERN)
    except UnicodeEncodeError:
        return _words_of_any_script(text)
    return len(western.translate(_BLANKS, _MARKS).split())


def _words_of_any_script(text: str) -> int:
    text, ideographs = _IDEOGRAPHS.subn(" ", text)
    text, letters = _UNSPACED.subn(" ", text)
    spaced = text.split()
    marked = [word for word in filterfalse(str.isalnum, spaced) if not any(map(str.isalnum, word))]
    return ideographs + -(-letters // _UNSPACED_LETTERS) + len(spaced) - len(marked)
