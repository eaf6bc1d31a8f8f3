"""Excerpt: the few words around what was searched for, so that one sees why an article was found. Pure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_AROUND = 90  # characters before and after the first word found


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
    start, end = max(0, first.start() - _AROUND), first.end() + _AROUND
    shown = " ".join(("…" if start else "", *text[start:end].split(), "…" if end < len(text) else "")).strip()
    return tuple(_marked(shown, pattern))


def _marked(text: str, pattern: "re.Pattern[str]") -> list[Piece]:
    pieces, at = [], 0
    for found in pattern.finditer(text):
        pieces += [Piece(text[at : found.start()], found=False), Piece(found.group(), found=True)]
        at = found.end()
    pieces.append(Piece(text[at:], found=False))
    return [piece for piece in pieces if piece.text]
