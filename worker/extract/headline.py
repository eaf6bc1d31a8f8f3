"""The headline: the stated one, else the sender's word, else the first sentence of the story. Pure.

An advisory before it (`UPDATE 2-`, `CORRECTED-`) stays: it is part of the headline as filed, and the signal says what
it means.
"""

import re
from collections.abc import Sequence

from worker.extract.dateline import opening_of
from worker.extract.opening import is_byline
from worker.extract.tags import stated

_LONGEST = 500  # characters kept of a stated headline; real ones have up to 250
_FIRST_SENTENCE = 150  # characters of a sentence that stands in for a headline
_DATELINE_ENDS = ("-", "–", "—", "_", ":", ")", "/")
_SENTENCE = re.compile(r".{20,}?[.!?。！？](?=\s|$)")


def headline_of(
    headline: str | None, hint: str | None, paragraphs: Sequence[str], *, fallback: str | None
) -> str | None:
    """Return the headline, or None where there is neither one nor any text.

    A stated headline that is only a dateline or a by-line is none. `fallback` is the slug or guid that names a kill
    without text.
    """
    for line in (stated(headline), stated(hint)):
        if line and not is_byline(line) and not _is_dateline(line):
            return line[:_LONGEST].rstrip()
    first = next((paragraph for paragraph in paragraphs if any(map(str.isalnum, paragraph))), None)
    return _first_sentence(first) if first else stated(fallback)


def _is_dateline(line: str) -> bool:
    opening = opening_of(line) if line.endswith(_DATELINE_ENDS) else None
    return opening is not None and not opening.rest


def _first_sentence(paragraph: str) -> str:
    start = paragraph[: 2 * _FIRST_SENTENCE]
    sentence = _SENTENCE.match(start)
    line = (sentence[0] if sentence else start).rstrip(".。")
    if len(line) <= _FIRST_SENTENCE:
        return line
    return line[:_FIRST_SENTENCE].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + " …"
