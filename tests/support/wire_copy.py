"""Wire copy for tests: invented stories, and what outlets do to them. All of it is our own writing."""

import random
from datetime import UTC, datetime
from typing import Any

import orjson

from schemas.raw_article import RawArticle

NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)

SURGE = (
    "A storm surge broke through the sea wall of Varnholm before dawn and flooded the old harbor, the mayor said.",
    "Water stood two meters deep in Ferry Street and the ground floor of the hospital was cleared as a precaution.",
    '"We knew that the wall was tired, but nobody expected it to go in one night," mayor Ingrid Solheim said.',
    "The gauge at Kessel Point recorded 3.42 meters above mean sea level, the highest since measurements began.",
    "Two dock workers were treated for hypothermia after they were pulled from a drifting barge, the coast guard said.",
    "Engineers brought 40,000 sandbags from the inland depot and hoped to close the gap before the evening high water.",
)
ORCHARD = (
    "Apple growers in the Lunde valley expect the smallest crop for a generation after frost killed the blossom.",
    "The cooperative at Tarn, which presses the juice of four hundred orchards, will open its gates for six days.",
    "Its director, Paul Amundsen, said that members who had lost all would be paid an advance on next year's fruit.",
    "Older growers remember 1974, when snow fell on the flowers and children left school to light fires.",
    "Supermarkets have asked for more from abroad; the price of a crate doubled since August, the cooperative said.",
)


def filed(paragraphs: tuple[str, ...] = SURGE, wire: str = "ap", **fields: Any) -> RawArticle:
    """Return an article as a wire files it: JSON of the plain names; `fields` add to it or replace."""
    given = {"headline": "Storm surge floods old harbor of Varnholm", "body": "\n\n".join(paragraphs), **fields}
    body = orjson.dumps(given)
    return RawArticle(wire=wire, name=f"{wire}.json", body=body, received_at=NOON)


def invented_story(seed: int, paragraphs: int = 6) -> tuple[str, ...]:
    """Return a story that no other seed tells: sentences of words that are drawn anew for each."""
    draw = random.Random(seed)
    syllables = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]

    def word() -> str:
        return "".join(draw.choice(syllables) for _ in range(draw.randint(2, 3)))

    def sentence() -> str:
        return " ".join(word() for _ in range(draw.randint(14, 22))).capitalize() + "."

    return tuple(" ".join(sentence() for _ in range(2)) for _ in range(paragraphs))
