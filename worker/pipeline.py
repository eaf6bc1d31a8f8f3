"""The straight line: bytes -receive-> RawArticle -parse-> Take -extract-> Article -match-> Decision -apply-> Story.

`receive` is the producer's. `read` is parse and extract of one raw article, `printed` adds the fingerprints that match
will need, of a whole batch at once: functions of values. `match` and `apply` need what is known already, so they stand
in the store's one transaction: `Store.apply`.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from schemas.article import Article, Decision
from schemas.raw_article import RawArticle
from schemas.verdict import Refusal, Stage, Verdict
from schemas.wire_profile import WireProfile
from worker.extract import extract
from worker.fingerprint import Fingerprint, fingerprints
from worker.readers import parse

Clock = Callable[[], float]  # seconds, of any origin


class Extracted(NamedTuple):
    """One article as it was read, with the milliseconds that each step took."""

    raw: RawArticle
    article: Article
    took_ms: dict[str, float]


class Reading(NamedTuple):
    """One article read and ready to be matched, with the milliseconds that each step took."""

    raw: RawArticle
    article: Article
    fingerprint: Fingerprint
    took_ms: dict[str, float]


class Refused(NamedTuple):
    """A raw article, or one of its items, that goes to quarantine; `attempts` counts its starts."""

    raw: RawArticle
    refusal: Refusal
    attempts: int = 1


class Outcome(NamedTuple):
    """What became of one article: exactly one of these, and one log line, is made of each."""

    raw: RawArticle
    verdict: Verdict
    article: Article | None = None
    decision: Decision | None = None
    refused: Refused | None = None
    took_ms: dict[str, float] | None = None


def read(raw: RawArticle, profile: WireProfile, clock: Clock, attempts: int = 1) -> list[Extracted | Refused]:
    """Take one raw article through parse and extract: Extracted or Refused for each of its items, in order."""
    began = clock()
    try:
        takes = parse(raw)
    except Refusal as refusal:
        return [Refused(raw, refusal, attempts)]
    parse_ms = (clock() - began) * 1000
    read_of: list[Extracted | Refused] = []
    for take in takes:
        if isinstance(take, Refusal):
            read_of.append(Refused(raw, take, attempts))
            continue
        try:
            began = clock()
            article = extract(take, raw, profile)
            took = {"parse": round(parse_ms / len(takes), 2), "extract": round((clock() - began) * 1000, 2)}
            read_of.append(Extracted(raw, article, took))
        except Refusal as refusal:
            refusal.stage, refusal.item = Stage.EXTRACT, take.item
            read_of.append(Refused(raw, refusal, attempts))
    return read_of


def printed(batch: Sequence[Extracted], clock: Clock) -> list[Reading]:
    """Fingerprint the articles of a batch together; each took its share of the time."""
    began = clock()
    prints = fingerprints([(one.article.headline, one.article.body) for one in batch])
    each_ms = round((clock() - began) * 1000 / max(1, len(batch)), 2)
    return [
        Reading(one.raw, one.article, print_of, {**one.took_ms, "fingerprint": each_ms})
        for one, print_of in zip(batch, prints, strict=True)
    ]
