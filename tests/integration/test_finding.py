"""Finding: an article is found by whatever name a person knows it, without a look at every row."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from ops.finding import raw_ids_of
from schemas.raw_article import RawArticle
from tests.support.databases import Database
from tests.support.desk_page import arrive, filed_now
from tests.support.wire_copy import ORCHARD, SURGE

REQUEST = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def filed(database: Database) -> RawArticle:
    """One of two articles on two wires: the one with the guid, the name and the request id that are looked for."""
    arrive(database, filed_now(ORCHARD, "afp", guid="afp-1"))
    sought = filed_now(SURGE, "zeta", name="zeta/2026/surge.json", guid="tag:zeta,1").model_copy(
        update={"request_id": REQUEST}
    )
    arrive(database, sought)
    return sought


@pytest.mark.parametrize("asked", ["zeta/2026/surge.json", REQUEST, "tag:zeta,1"])
def test_an_article_is_found_by_name_request_id_and_guid(database: Database, filed: RawArticle, asked: str) -> None:
    """Whatever wire it came by: nobody who asks for a guid knows the wire."""
    assert raw_ids_of(database.engine, asked) == [filed.raw_id]


def test_an_article_is_found_by_the_start_of_its_id(database: Database, filed: RawArticle) -> None:
    """As the desk and the ticker shorten it."""
    assert raw_ids_of(database.engine, filed.raw_id[:8]) == [filed.raw_id]


@pytest.mark.parametrize("asked", ["", "nobody", "' OR 1=1 --", "%"])
def test_what_names_nothing_finds_nothing(database: Database, filed: RawArticle, asked: str) -> None:
    """A name is a value, never a pattern and never SQL."""
    assert raw_ids_of(database.engine, asked) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_table_is_read_as_a_whole(database: Database, filed: RawArticle) -> None:
    """With a million articles a trace is as quick as with two."""
    with _plans(database.engine) as plans:
        raw_ids_of(database.engine, "zeta/2026/surge.json")
    assert len(plans) == 3
    assert [step for plan in plans for step in plan if step.startswith(("SCAN article", "SCAN raw_article"))] == []


def test_the_longest_name_is_stored_and_found(database: Database) -> None:
    """An entry of an index has a limit on PostgreSQL; a name must not be what keeps an article out."""
    name = "".join(chr(0x4E00 + 7 * number) for number in range(1024))
    raw = filed_now(SURGE, name=name)
    arrive(database, raw)
    assert raw_ids_of(database.engine, name) == [raw.raw_id]


@contextmanager
def _plans(engine: Engine) -> Iterator[list[list[str]]]:
    """Gather how SQLite goes about each query."""
    asked = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append((statement, parameters))

    plans: list[list[str]] = []
    event.listen(engine, "before_cursor_execute", note)
    yield plans
    event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append([str(row[3]) for row in rows])
