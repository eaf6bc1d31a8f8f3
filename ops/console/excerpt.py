"""Excerpt: the few words around what was searched for, so that one sees why an article was found. Pure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_AROUND = 90  # characters before and after the first word found
_WORD = 25  # characters; few words are longer, and scripts without spaces have no gap at all


class Piece(NamedTuple):
    """A run of text; `found` when it is one of the words searched for."""

    text: str
    found: bool


def excerpt(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Return the text around the first of the words, each word in it marked; nothing when none stands in it."""
    if not words:
        return ()
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    first = pattern.search(text)
    if first is None:
        return ()
    start, end = _whole_words(text, first.start() - _AROUND, first.end() + _AROUND)
    shown = " ".join(("…" if start else "", *text[start:end].split(), "…" if end < len(text) else "")).strip()
    return tuple(_marked(shown, pattern))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return an excerpt's ends, moved inwards to the nearest gap between words where one is near."""
    if start > 0:
        gap = text.find(" ", start, start + _WORD)
        start = start if gap < 0 else gap + 1
    if end < len(text):
        gap = text.rfind(" ", end - _WORD, end + 1)
        end = end if gap < 0 else gap
    return max(0, start), end


def _marked(text: str, pattern: "re.Pattern[str]") -> list[Piece]:
    pieces, at = [], 0
    for found in pattern.finditer(text):
        pieces += [Piece(text[at : found.start()], found=False), Piece(found.group(), found=True)]
        at = found.end()
    pieces.append(Piece(text[at:], found=False))
    return [piece for piece in pieces if piece.text]
