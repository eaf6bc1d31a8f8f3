"""Word search: the articles in which words stand, the newest first, some at a time: asked of the index, then looked at.

The index may know words of before an article was rewritten, and of scripts without spaces only pairs of characters; so
the text has the last word.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ops.word_filling import BATCH
from ops.word_index import WordIndex
from ops.words import asked_of

LOOKED_AT = 100  # articles that the index names at a time; a page seldom needs more


class Look(NamedTuple):
    """Articles that were found by looking down to a number; `last` was stored there. None: there is nothing below."""

    rows: Iterable[Any]
    down_to: int | None
    last: Any = None


def looks(words: WordIndex, text: str, below: int, read: Callable[[Sequence[int]], Sequence[Any]]) -> Iterator[Look]:
    """Yield looks at the articles that hold the words of a text, below a sequence number.

    `read` returns the articles of these numbers that are wanted, in falling order, with headline, slug and body; the
    rows of a look are looked at as they are taken, for to fold a text costs more than all else.
    """
    asked = asked_of(text)
    words.fill(BATCH)  # what came within the last second is found as well
    while seqs := words.newest(asked, LOOKED_AT, below):
        rows = read(seqs)
        found = (row for row in rows if asked.stand_in("\n".join((row.headline, row.slug or "", row.body))))
        if len(seqs) < LOOKED_AT:
            yield Look(found, None)
            return
        below = seqs[-1]
        yield Look(found, below, rows[-1] if rows else None)
