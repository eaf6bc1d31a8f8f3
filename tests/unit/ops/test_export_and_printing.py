"""The published record, one object a line; and spans of time as people say them."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest

from ops.export import exported, jsonl
from ops.printing import since
from schemas.article import Dateline
from schemas.records import ArticleRecord
from tests.support.articles import NOON, article_of, decision_of
from worker.rows import article_row

ORDER = (
    "article_id raw_id name item guid version story_id verdict relation copy_of similarity wire publisher agency "
    "headline byline authors dateline slug published_at updated_at received_at language url summary body word_count "
    "keywords subjects places people organisations urgency pub_status embargo_until ed_note"
).split()


def record(**fields: Any) -> ArticleRecord:
    return ArticleRecord(**article_row(article_of(**fields), decision_of(), 1, NOON))


def test_the_record_has_the_published_fields_in_their_order() -> None:
    """Programs of others read it."""
    assert list(exported(record())) == ORDER


def test_what_is_absent_is_null_or_an_empty_list() -> None:
    """Never a missing field, never an invented value."""
    out = exported(record())
    assert (out["guid"], out["published_at"], out["authors"], out["subjects"]) == (None, None, [], [])
    assert out["dateline"] == {"place": None, "date": None}


def test_times_are_iso_8601_in_utc() -> None:
    """Whatever zone they were kept in."""
    berlin = timezone(timedelta(hours=1))
    out = exported(
        record(published_at=datetime(2026, 3, 1, 13, 5, tzinfo=berlin), dateline=Dateline(date=date(2026, 3, 1)))
    )
    assert (out["published_at"], out["dateline"]["date"]) == ("2026-03-01T12:05:00Z", "2026-03-01")


def test_a_line_is_one_record() -> None:
    """Newlines of the body stand inside the line."""
    line = jsonl(record(body="One.\n\nTwo.\u2028Three."))
    assert line.count(b"\n") == 1
    assert orjson.loads(line)["body"] == "One.\n\nTwo.\u2028Three."


@pytest.mark.parametrize(
    ("milliseconds", "expected"),
    [(0, "0 ms"), (999, "999 ms"), (1_000, "1.0 s"), (119_949, "119.9 s"), (120_000, "2 min"), (7_200_000, "2.0 h")],
)
def test_a_span_of_time_is_said_as_people_say_it(milliseconds: int, expected: str) -> None:
    """Two figures at most where more would say nothing."""
    assert since(milliseconds) == expected
