"""Explain: why an article is held to be a copy of another, in words, figures and a coloured comparison. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from rich.text import Text

from schemas.records import ArticleRecord
from schemas.thresholds import Thresholds
from worker.fingerprint import fingerprint
from worker.match import Known, Link, Weights, measure
from worker.model import BIAS, COEFFICIENTS
from worker.passages import Passage, shared_passages

_MEANINGS = {
    "overlap": "of the lighter text stands in the other",
    "larger": "of the heavier text stands in the other",
    "volume": "logarithm of how much is shared",
    "title": "of the lighter headline stands in the other",
    "clash": "figures and months in the headlines differ as in the frame below",
    "numbers": "of the numbers agree",
    "late": "of a text goes by before the shared part begins",
    "tops": "of one lead stands at the top of the other",
    "dense": "of the stretch in which it lies is shared",
    "run": "of what is shared is one unbroken run",
    "heaviest": "of what is shared is its heaviest block",
    "gaps": "short replacements: a copy editor's mark, or a scanner's",
    "template": "other figures in the same frame: a template",
}
_LONGEST = 5  # passages quoted; more would be the article again
_QUOTE = 90  # characters of a quoted passage


class Explanation(NamedTuple):
    """Everything that spoke for or against two articles being one story."""

    mine: ArticleRecord
    other: ArticleRecord
    link: Link | None  # None: they share too little to be compared at all
    passages: Sequence[Passage]
    first: str

    def as_json(self) -> dict[str, Any]:
        """Return the explanation for machines."""
        return {
            "article_id": self.mine.article_id,
            "other_id": self.other.article_id,
            "verdict": self.mine.verdict,
            "why": self.mine.why,
            "filed_first": self.first,
            "same_story": self.link.same if self.link else False,
            "score": self.link.score if self.link else 0.0,
            "relation": self.link.relation if self.link else None,
            "similarity": self.link.similarity if self.link else 0.0,
            "contained": self.link.contained if self.link else 0.0,
            "contains": self.link.contains if self.link else 0.0,
            "features": dict(self.link.features) if self.link else {},
            "passages": [{"words": one.words, "text": self.mine.body[slice(*one.mine)]} for one in self.passages],
        }


def explain(mine: ArticleRecord, other: ArticleRecord, weights: Weights, thresholds: Thresholds) -> Explanation:
    """Compare two stored articles again, by today's matcher, and say all that it saw."""
    prints = [fingerprint(one.headline, one.body) for one in (mine, other)]
    known = Known(other.seq, other.story_id, prints[1].sketch)
    found = measure(prints[0].sketch, known, weights, thresholds)
    return Explanation(mine, other, found, shared_passages(mine.body, other.body), who_was_first(mine, other))


def who_was_first(mine: ArticleRecord, other: ArticleRecord) -> str:
    """Return a sentence on who filed first, by what each says of itself, else by when it arrived."""
    stated = mine.published_at is not None and other.published_at is not None
    mine_at = (mine.published_at if stated else None) or mine.received_at
    other_at = (other.published_at if stated else None) or other.received_at
    if mine_at == other_at:
        return f"both {'were filed' if stated else 'arrived'} at {mine_at:%Y-%m-%d %H:%M}"
    first, second = (mine, other) if mine_at < other_at else (other, mine)
    ahead = _span(min(mine_at, other_at), max(mine_at, other_at))
    return f"{_outlet(first)} {'filed' if stated else 'arrived'} {ahead} before {_outlet(second)}"


def sentences(found: Explanation) -> list[str]:
    """Return the explanation as lines for a person."""
    mine, other = found.mine, found.other
    lines = [
        f"{mine.article_id} {_outlet(mine)}: {mine.headline}",
        f"{other.article_id} {_outlet(other)}: {other.headline}",
        f"verdict: {mine.verdict}" + (f" ({mine.why})" if mine.why else ""),
        f"first: {found.first}",
    ]
    if found.link is None:
        return [*lines, "they share too little text to be compared"]
    made = found.link
    lines.append(
        f"score {made.score:.3f}: {'one story' if made.same else 'not one story'}, {made.relation.value}; "
        f"{made.contained:.0%} of this article stands in the other, {made.contains:.0%} of the other in this one"
    )
    weighed = sorted(COEFFICIENTS, key=lambda name: -abs(COEFFICIENTS[name] * made.features[name]))
    lines.append(f"  {BIAS:+6.2f}  before anything is known")
    for name in weighed:
        value = made.features[name]
        lines.append(f"  {COEFFICIENTS[name] * value:+6.2f}  {name} {value:.2f} {_MEANINGS.get(name, '')}")
    longest = sorted(found.passages, key=lambda passage: -passage.words)[:_LONGEST]
    lines.append(f"{len(found.passages)} shared passages, the longest:")
    lines += [f"  {one.words:4d} words: {_quoted(mine.body[slice(*one.mine)])}" for one in longest]
    return lines


def coloured(found: Explanation) -> Text:
    """Return both texts as one: shared text plain, what only this article has green, what only the other has red."""
    text = Text()
    at = 0
    at_other = 0
    for passage in found.passages:
        text.append(found.mine.body[at : passage.mine[0]], style="green")
        if passage.other[0] > at_other:  # what was passed over in the other; text that moved is not told twice
            text.append(found.other.body[at_other : passage.other[0]], style="red strike")
        text.append(found.mine.body[slice(*passage.mine)])
        at, at_other = passage.mine[1], max(at_other, passage.other[1])
    text.append(found.mine.body[at:], style="green")
    text.append(found.other.body[at_other:], style="red strike")
    return text


def _outlet(record: ArticleRecord) -> str:
    return record.publisher or record.agency or record.wire


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE else f"{line[: _QUOTE // 2]} ... {line[-_QUOTE // 2 :]}"


def _span(start: datetime, end: datetime) -> str:
    minutes = int((end - start).total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [f"{days} d" if days else "", f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return " ".join(part for part in parts if part)
