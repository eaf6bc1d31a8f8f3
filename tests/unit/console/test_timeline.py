"""A story on a line of time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ops.console.timeline import outlet_of, timeline, why
from schemas.records import ArticleRecord

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def record(seq: int, published: datetime | None = None, received: datetime = NOON, **fields: Any) -> ArticleRecord:
    plain = {"article_id": f"{seq:016x}", "wire": "ap", "headline": "h", "received_at": received}
    return ArticleRecord(**{**plain, "seq": seq, "published_at": published, **fields})


def test_articles_stand_in_the_order_in_which_they_were_filed() -> None:
    """By their own time where they state one, else by when they arrived; not by when we committed them."""
    late, early = record(1, NOON + timedelta(hours=2)), record(2, NOON - timedelta(hours=2))
    silent = record(3)
    line = timeline([late, early, silent], late.article_id)

    assert [one.article for one in line] == [early, silent, late]
    assert [one.at for one in line] == [0, 50, 100]
    assert [one.after for one in line] == ["first", "+ 2 h", "+ 4 h"]
    assert [one.stated for one in line] == [True, False, True]
    assert [one.leads for one in line] == [False, False, True]


def test_articles_of_one_moment_all_stand_at_the_beginning() -> None:
    """No span is no division by nothing."""
    assert [one.at for one in timeline([record(1), record(2)], "")] == [0, 0]
    assert timeline([], "") == []


def test_an_outlet_is_the_publisher_before_the_agency_before_the_wire() -> None:
    """Who carried it, as near as it says."""
    assert outlet_of(record(1, publisher="Post", agency="AP")) == "Post"
    assert outlet_of(record(1, agency="AP")) == "AP"
    assert outlet_of(record(1)) == "ap"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"relation": "abridged", "similarity": 0.97}, "abridged, 97% alike"),
        ({"contained": 1.0, "contains": 0.5}, "100% of it stands in the other, 50% of the other in it"),
        ({"why": "the same guid, filed again"}, "the same guid, filed again"),
    ],
)
def test_a_copy_says_why_it_is_one(fields: dict[str, Any], said: str) -> None:
    """How alike, how much of each stands in the other, and the matcher's own words."""
    assert said == why(record(1, **fields))
