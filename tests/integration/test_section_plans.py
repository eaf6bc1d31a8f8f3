"""How PostgreSQL looks things up inside the serial section: by a tree, however many articles are stored."""

import pytest
from sqlalchemy import text

from tests.support.databases import Database
from worker import kinship
from worker.asking import NamedQuery, Query
from worker.database import enter_serial_section
from worker.lookup import _BY_TREES

PAIRS = {"wires": ["afp"], "names": ["urn:1"], "since": "2026-03-01T00:00:00+00:00"}
QUERIES = {
    name: query
    for name, query in vars(kinship).items()
    if isinstance(query, Query) and name not in ("_HELD", "_STORED")
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_table_of_articles_or_stories_is_walked_from_end_to_end(database: Database, name: str) -> None:
    """A look-up by number keeps PostgreSQL from sorting; a query in an order then read every article there is."""
    if database.engine.dialect.name != "postgresql":
        pytest.skip("a plan of PostgreSQL's")
    query = QUERIES[name]
    wanted = {"wanted": [1] if name.endswith("_SEQ") else ["one"]}
    asked = str(query._texts["postgresql"])
    given = PAIRS if isinstance(query, NamedQuery) else wanted
    with database.engine.connect() as connection, connection.begin():
        enter_serial_section(connection)
        connection.execute(_BY_TREES)
        plan = list(connection.execute(text(f"EXPLAIN {asked}"), given).scalars())

    scans = [at for at, line in enumerate(plan) if " on article" in line or " on story" in line]
    assert scans
    assert [plan[at] for at in scans if "Index Cond" not in plan[at + 1]] == []
