"""Rows in bulk: what the database gives back is what was given, for every kind of column."""

from datetime import date, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import RowMapping, select
from sqlalchemy.exc import IntegrityError

from schemas.article import Dateline, Subject
from schemas.columns import table_of
from schemas.records import ArticleRecord, FingerprintKeyRecord, FingerprintRecord
from tests.support.articles import NOON, article_of, decision_of
from tests.support.databases import Database
from worker.bulk import array_of, insert_all, insert_columns
from worker.rows import article_row

ARTICLE, KEY, SKETCH = table_of(ArticleRecord), table_of(FingerprintKeyRecord), table_of(FingerprintRecord)


def kept(database: Database, row: dict[str, Any]) -> RowMapping:
    """Write one article's row and read it again."""
    with database.engine.begin() as connection:
        insert_all(connection, ARTICLE, [row])
    with database.engine.connect() as connection:
        return connection.execute(select(ARTICLE)).mappings().one()


def test_an_article_comes_back_as_it_was_given(database: Database) -> None:
    """Times, days, lists, objects, absent values, quotes, backslashes and every script."""
    article = article_of(
        headline='He said: "C:\\new" — 沈没 🚢 {1,2} %s',
        dateline=Dateline(place="Köln", date=date(2026, 3, 3)),
        authors=("Ann O'Hara", 'B "Bo" Berg'),
        subjects=(Subject(name="Sea", code="1", scheme=None),),
        published_at=NOON.astimezone(timezone(timedelta(hours=5, minutes=30))),
        version=2**62,
        byline=None,
    )
    row = article_row(article, decision_of(score=0.1 + 0.2), 7, NOON)

    assert row == dict(kept(database, row))


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    """It would be another instant on another machine."""
    row = article_row(article_of(), decision_of(), 7, NOON.replace(tzinfo=None))

    with pytest.raises((TypeError, ValueError)):
        kept(database, row)


def test_bytes_and_keys_come_back_as_they_were_given(database: Database) -> None:
    """A sketch holds every byte, a key every bit."""
    keys = [0, 1, 2**62, 2**63 - 1]
    with database.engine.begin() as connection:
        insert_columns(connection, SKETCH, {"seq": [1], "day": [20_000], "sketch": [bytes(range(256))]})
        insert_columns(connection, KEY, {"key": keys, "seq": [1] * 4, "day": [20_000] * 4})
    with database.engine.connect() as connection:
        assert bytes(range(256)) == connection.execute(select(SKETCH.c.sketch)).scalar_one()
        assert keys == list(connection.execute(select(KEY.c.key).order_by(KEY.c.key)).scalars())


def test_a_refused_row_is_an_error_of_sqlalchemys(database: Database) -> None:
    """What waits for a lost database, and what tells a fault of ours, know those alone."""
    row = {"key": 1, "seq": 1, "day": 1}
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        insert_all(connection, KEY, [row, row])


def test_what_is_there_is_written_over_where_the_clause_says_so(database: Database) -> None:
    """A story that grew is written as one that is new."""
    clause = "ON CONFLICT (seq) DO UPDATE SET sketch = excluded.sketch"
    with database.engine.begin() as connection:
        for sketch in (b"first", b"second"):
            insert_all(connection, SKETCH, [{"seq": 1, "day": 20_000, "sketch": sketch}], on_conflict=clause)

        assert connection.execute(select(SKETCH.c.sketch)).scalar_one() == b"second"


def test_no_rows_are_no_statement(database: Database) -> None:
    """A batch without a quarantined article asks nothing of its table."""
    with database.engine.begin() as connection:
        insert_all(connection, KEY, [])
        insert_columns(connection, KEY, {"key": [], "seq": [], "day": []})

        assert connection.execute(select(KEY)).all() == []


def test_an_array_is_written_as_postgresql_reads_it() -> None:
    """Numbers between braces, none among them."""
    assert [array_of(one) for one in ([], [1], [-1, 0, 2**63 - 1])] == ["{}", "{1}", "{-1,0,9223372036854775807}"]
