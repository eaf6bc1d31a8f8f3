"""The text of an article page: the paragraphs of the story, and the standfirst printed above them. Pure.

trafilatura finds the story; what surrounds it on a page is taken out before, and what it misses is added after.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document as Extracted
from trafilatura.settings import Extractor

from worker.readers.decode import clean_paragraphs
from worker.readers.html_density import densest_text
from worker.readers.html_furniture import story_lines
from worker.readers.html_tree import BLOCKS, fold, text_of

_SURELY_FOUND = 2_000  # characters from which on the story is not looked for again
_RESCUE = 3.0  # a text thrice as long in the densest part of the page: the story was missed
_STANDFIRST = re.compile(
    r"standfirst|intro|lead(?!er)|lede|teaser|summary|dek\b|deck|subtitle|sub-?title|subline|sub-?head|abstract|description"
    r"|vorspann|chapo|entradilla|sommario|sapo|ingress|excerpt|preamble|bajada|sumario|occhiello|untertitel",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…。！？؟]\W{0,3}$")
_STANDFIRST_CHARS = range(30, 900)
_SAME_START = 60  # characters that prove two lines to be the same


@dataclass(frozen=True, slots=True)
class Story:
    """What is printed of a story: the standfirst, where it is not the text's own first paragraph, and all its text."""

    standfirst: str | None
    text: str


def story_of(tree: HtmlElement, titles: Sequence[str], authors: Sequence[str], summary: str | None) -> Story:
    """Return the story of a pruned tree, paragraphs parted by a blank line; its text is empty where there is none.

    `titles` and `authors` head the page and so are no text of the story; `summary` is what the page's head says of
    it, and shows which printed line is the standfirst.
    """
    heads = {folded for title in titles if (folded := fold(title))}
    lines = story_lines(_extracted(tree), heads, authors)
    standfirst = _standfirst(tree, heads, summary, lines) if lines else None
    return Story(standfirst, clean_paragraphs("\n\n".join([*([standfirst] if standfirst else []), *lines])))


def _extracted(tree: HtmlElement) -> list[str]:
    found = bare_extraction(tree, options=_options())
    lines = _lines(found.text or "") if isinstance(found, Extracted) else []
    found_chars = sum(map(len, lines))
    if found_chars >= _SURELY_FOUND:
        return lines
    rescue = densest_text(tree)
    return rescue if sum(map(len, rescue)) > _RESCUE * found_chars else lines


@cache
def _options() -> Extractor:
    """Return how stories are looked for: made once, since it reads a configuration and a clock, and never changed."""
    return Extractor(output_format="python", comments=False, precision=True, fast=True)


def _lines(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := raw.strip().removeprefix("- ").strip())]


def _standfirst(tree: HtmlElement, heads: set[str], summary: str | None, lines: Sequence[str]) -> str | None:
    """Return the line above the story that sums it up, printed on the page and missing in the text found."""
    body = fold(" ".join(lines))
    first = fold(lines[0])[:_SAME_START]
    hint = fold(summary or "")
    headed = False
    for element, line in _printed(tree):
        folded = fold(line)
        if first and folded.startswith(first):
            return None
        if folded in heads:
            headed = True
        elif len(line) in _STANDFIRST_CHARS and folded not in body:
            if hint and _same(folded, hint):
                return line
            if headed and (_SENTENCE_END.search(line) or _STANDFIRST.search(_marks(element))):
                return line
    return None


def _same(line: str, hint: str) -> bool:
    shorter, longer = sorted((line, hint), key=len)
    return len(shorter) >= _SAME_START // 2 and (longer.endswith(shorter) or longer.startswith(shorter[:_SAME_START]))


def _printed(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for element in tree.iter("h1", "h2", "h3", "p", "div", "span", "strong", "li", "section", "header"):
        if element.tag in ("h1", "p") or not any(child.tag in BLOCKS for child in element):
            line = text_of(element)
            if line:
                yield element, line


def _marks(element: HtmlElement) -> str:
    """Return how an element and the two that hold it are marked: a standfirst's class often stands on its frame."""
    holders = [element, *islice(element.iterancestors(), 2)]
    return " ".join(holder.get(name) or "" for holder in holders for name in ("class", "itemprop", "id", "data-testid"))
