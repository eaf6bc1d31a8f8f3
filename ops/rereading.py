"""Rereading: what today's code makes of stored bytes, told apart from what is stored. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from schemas.article import Article
from schemas.verdict import Refusal

# What names the article, or says when it came: the same at every reading.
_NOT_COMPARED = {"article_id", "raw_id", "item", "name", "wire", "received_at"}


class Outcome(StrEnum):
    """What a second reading of one item shows."""

    SAME = "same"
    CHANGED = "changed"  # stored, and some of its fields would be others
    NEW = "new"  # not stored, and today it can be read: it was refused, lost, or not seen in its document
    REFUSED = "refused"  # stored, and today it would be refused: it stays as it is
    UNREADABLE = "unreadable"  # not stored, and today it is refused, too


class Change(NamedTuple):
    """One item of a raw article, and what is different: for each field what is stored and what is read now."""

    raw_id: str
    item: int
    name: str
    outcome: Outcome
    fields: Mapping[str, tuple[Any, Any]]
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the change for machines; bodies by their length alone."""
        fields = {name: [_short(name, one) for one in pair] for name, pair in self.fields.items()}
        return {**self._asdict(), "outcome": self.outcome.value, "fields": fields}


def compare(raw_id: str, name: str, stored: Mapping[int, Article], found: Iterable[Article | Refusal]) -> list[Change]:
    """Return what became of each item of one raw article, by its number; a refusal of the whole stands for all."""
    changes: dict[int, Change] = {}
    for one in found:
        if isinstance(one, Refusal):
            refused = sorted(stored) if one.item is None else [one.item]
            for item in refused or [-1]:
                outcome = Outcome.REFUSED if item in stored else Outcome.UNREADABLE
                changes[item] = Change(raw_id, item, name, outcome, {}, f"{one.reason.value}: {one.detail}")
        elif one.item not in stored:
            changes[one.item] = Change(raw_id, one.item, name, Outcome.NEW, {}, one.headline)
        else:
            fields = differing(stored[one.item], one)
            outcome = Outcome.CHANGED if fields else Outcome.SAME
            changes[one.item] = Change(raw_id, one.item, name, outcome, fields)
    return [changes[item] for item in sorted(changes)]


def differing(before: Article, after: Article) -> dict[str, tuple[Any, Any]]:
    """Return the fields in which two readings of one item differ."""
    pairs = {field: (getattr(before, field), getattr(after, field)) for field in Article.model_fields}
    return {field: pair for field, pair in pairs.items() if field not in _NOT_COMPARED and pair[0] != pair[1]}


class Report(NamedTuple):
    """What a replay would change, or has changed."""

    documents: int
    outcomes: Mapping[Outcome, int]
    fields: Mapping[str, int]  # how many articles have another value, by field
    examples: Sequence[Change]
    left_out: int = 0  # what killed its worker is not read here: release it
    refused_at_the_door: int = 0
    applied: bool = False
    enqueued: int = 0

    @property
    def differs(self) -> bool:
        """Whether anything would change."""
        return bool(self.outcomes.get(Outcome.CHANGED) or self.outcomes.get(Outcome.NEW))

    def as_json(self) -> dict[str, Any]:
        """Return the report for machines."""
        plain = self._asdict()
        outcomes = {outcome.value: self.outcomes.get(outcome, 0) for outcome in Outcome}
        return {**plain, "outcomes": outcomes, "examples": [one.as_json() for one in self.examples]}


def report(documents: int, changes: Iterable[Change], most_examples: int = 20) -> Report:
    """Sum up changes; the examples are the first that are not the same."""
    outcomes: Counter[Outcome] = Counter()
    fields: Counter[str] = Counter()
    examples: list[Change] = []
    for change in changes:
        outcomes[change.outcome] += 1
        fields.update(change.fields.keys())
        if change.outcome is not Outcome.SAME and len(examples) < most_examples:
            examples.append(change)
    return Report(documents, outcomes, dict(fields.most_common()), examples)


def _short(name: str, value: Any) -> Any:
    if name == "body":
        return f"{len(value)} characters"
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return [_short("", one) for one in value]
    return value
