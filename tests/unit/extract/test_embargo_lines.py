"""Embargoes that stand above a plain text: kept where they can be read, and refused where they cannot."""

from datetime import UTC, datetime

import pytest

from schemas.article import Article, Take
from schemas.raw_article import RawArticle
from schemas.verdict import Reason, Refusal
from schemas.wire_profile import WireProfile
from worker.extract import extract

LEAD = "The harbour at Port Ellis was closed for an hour, the harbour master said on Friday."
RAW = RawArticle(wire="desk", name="a.txt", body=b"x", received_at=datetime(2026, 11, 24, tzinfo=UTC))


def article(first: str) -> Article:
    take = Take(format="text", headline="Ferry and tug collide", body=f"{first}\n\nLONDON, Nov 24 (AP) - {LEAD}")
    return extract(take, RAW, WireProfile())


@pytest.mark.parametrize(
    "line",
    [
        *("EMBARGOED UNTIL 0001 GMT WEDNESDAY 25 NOVEMBER 2026", "Embargo: 25 November 2026, 00:01"),
        *("Not for publication before 00:01 GMT, 25 November 2026", "Sperrfrist: 25. November 2026, 00:01 Uhr"),
    ],
)
def test_a_line_above_the_story_holds_it(line: str) -> None:
    """The line is for editors, and no part of the text."""
    held = article(line)
    assert held.embargo_until == datetime(2026, 11, 25, 0, 1, tzinfo=UTC)
    assert held.body == LEAD


@pytest.mark.parametrize("line", ["EMBARGOED UNTIL FURTHER NOTICE", "Embargo: till the minister has spoken"])
def test_an_embargo_that_cannot_be_read_refuses_the_text(line: str) -> None:
    """What must wait for nobody knows when cannot be published by a clock."""
    with pytest.raises(Refusal) as refused:
        article(line)
    assert refused.value.reason is Reason.BAD_DATE
    assert line in refused.value.detail


@pytest.mark.parametrize(
    "first",
    [
        "Embargo fears sent the price of oil to a three-year high, traders said on Friday.",
        "Embargoed goods were found in the harbour, the customs office said on Friday.",
        "Holders of release papers may leave the harbour, the harbour master said on Friday.",
    ],
)
def test_news_of_an_embargo_is_no_embargo(first: str) -> None:
    """The word holds a text only before a colon, a time or an "until"."""
    read = article(first)
    assert read.embargo_until is None
    assert first in (read.summary or read.body)
