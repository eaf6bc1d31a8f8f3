"""Whether one paragraph repeats another, perhaps cut: outlets print an agency's lead twice. Pure."""

import itertools
import re

_WORD = re.compile(r"\w+")
_LEAST_WORDS = 5  # shorter paragraphs are alike by chance: "He declined to comment."
_LEAST_SHARE = 0.4  # of the lead's words: what is cut further is a headline of its own
_SAME_FIRST = 3  # words that the edit of a lead leaves as they are
_SAME_WORDS = 0.9  # of the shorter one's words, for a repetition that was edited by a word or two


def repeats(paragraph: str, lead: str) -> bool:
    """Return whether a paragraph is the lead again: the same words, the same but cut at the end, or nearly the same."""
    if abs(len(paragraph) - len(lead)) > (1 - _LEAST_SHARE) * max(len(paragraph), len(lead)):
        return False
    if _first_words(paragraph) != _first_words(lead):
        return False
    words, others = _words(paragraph), _words(lead)
    if words == others and words:
        return True
    shorter, longer = sorted((words, others), key=len)
    if len(shorter) < max(_LEAST_WORDS, _LEAST_SHARE * len(longer)):
        return False
    return longer[: len(shorter)] == shorter or _nearly(shorter, longer)


def same_line(one: str, other: str) -> bool:
    """Return whether two lines have the same words: the headline again as the first paragraph."""
    return bool(one) and abs(len(one) - len(other)) < 40 and _words(one) == _words(other)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _first_words(text: str) -> list[str]:
    """Return the words that every repetition begins with: other paragraphs need not be read through."""
    return [word[0] for word in itertools.islice(_WORD.finditer(text.casefold()), _SAME_FIRST)]


def _nearly(shorter: list[str], longer: list[str]) -> bool:
    """Compare as sets: an edit by a word or two leaves nine words in ten, and no other paragraph shares so many."""
    few, many = set(shorter), set(longer)
    return len(few) >= 2 * _LEAST_WORDS and len(few & many) >= _SAME_WORDS * len(few)
