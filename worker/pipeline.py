"""The straight line: bytes -receive-> RawArticle -parse-> Take -extract-> Article -match-> Decision -apply-> Story.

`receive` is the producer's. `read` is parse and extract, and the fingerprint that match will need: functions of values.
`match` and `apply` need what is known already, so they stand in the store's one transaction: `Store.apply`.
"""

from collections.abc import Callable
from typing import NamedTuple

from schemas.article import Article, Decision
from schemas.raw_article import RawArticle
from schemas.verdict import Refusal, Stage, Verdict
from schemas.wire_profile import WireProfile
from worker.extract import extract
from worker.fingerprint import Fingerprint, fingerprint
from worker.readers import parse

Clock = Callable[[], float]  # seconds, of any origin


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


def read(raw: RawArticle, profile: WireProfile, clock: Clock, attempts: int = 1) -> list[Reading | Refused]:
    """Take one raw article through parse and extract: a Reading or a Refused for each of its items, in order."""
    began = clock()
    try:
        takes = parse(raw)
    except Refusal as refusal:
        return [Refused(raw, refusal, attempts)]
    parse_ms = (clock() - began) * 1000
    read_of: list[Reading | Refused] = []
    for take in takes:
        if isinstance(take, Refusal):
            read_of.append(Refused(raw, take, attempts))
            continue
        try:
            began = clock()
            article = extract(take, raw, profile)
            extracted = clock()
            print_of = fingerprint(article.headline, article.body)
            took = {
                "parse": round(parse_ms / len(takes), 2),
                "extract": round((extracted - began) * 1000, 2),
                "fingerprint": round((clock() - extracted) * 1000, 2),
            }
            read_of.append(Reading(raw, article, print_of, took))
        except Refusal as refusal:
            refusal.stage, refusal.item = Stage.EXTRACT, take.item
            read_of.append(Refused(raw, refusal, attempts))
    return read_of
