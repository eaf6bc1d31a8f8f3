"""What keeps a database in shape: pruning what is old, and moving to another database."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, func, inspect, select

from ops import desk
from ops.move import Moved, MoveFails, move, moving
from ops.prune import Pruned, prune
from schemas.raw_article import RawArticle
from schemas.records import TABLES
from schemas.settings import Settings
from tests.support.databases import Database, copied
from tests.support.straight_line import applied
from tests.support.wire_copy import NOON, ORCHARD, SURGE, filed, invented_story

_of = {table.name: table for table in TABLES}


def counts(engine: Engine) -> dict[str, int]:
    """Return the rows of every table that has any, and moves."""
    with engine.connect() as connection:
        rows = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in moving()
        }
    return {name: count for name, count in rows.items() if count}


@pytest.fixture
def newsroom_of_two_years(database: Database) -> Database:
    """An old story of two articles, a fresh one, and an old document that lies in quarantine."""
    long_ago = NOON - timedelta(days=700)
    old = [filed(ORCHARD, wire=wire).model_copy(update={"received_at": long_ago}) for wire in ("ap", "post")]
    junk = RawArticle(wire="ap", name="junk.xml", body=b"<nitf><body>", received_at=long_ago)
    applied(database, *old, junk, now=long_ago)
    applied(database, filed(SURGE))
    return database


def test_every_table_of_the_schema_is_known_to_the_upkeep(database: Database) -> None:
    """A table that is not listed would stay behind when a database is moved."""
    shelves = {"fingerprint_0", "fingerprint_key_0"} if database.engine.dialect.name == "postgresql" else set()
    assert {*inspect(database.engine).get_table_names()} - {"alembic_version"} - shelves == {*_of}


def test_pruning_takes_old_stories_whole_and_leaves_the_rest(newsroom_of_two_years: Database) -> None:
    """The old story goes with its articles, keys and bytes; the fresh one stays as it was."""
    engine = newsroom_of_two_years.engine
    pruned = prune(engine, NOON - timedelta(days=365), dry_run=False)

    assert Pruned(stories=1, articles=2, raw_articles=2) == pruned
    assert [SURGE[0]] == [one.body.split("\n\n")[0] for one in desk.records(engine)]
    assert counts(engine)["fingerprint"] == 1


def test_pruning_leaves_what_lies_in_quarantine(newsroom_of_two_years: Database) -> None:
    """An entry of quarantine holds its bytes until somebody has decided, however old it is."""
    engine = newsroom_of_two_years.engine
    prune(engine, NOON, dry_run=False)

    assert counts(engine)["quarantine"] == 1
    assert counts(engine)["raw_article"] >= 1


def test_a_dry_run_says_what_would_go_and_deletes_nothing(newsroom_of_two_years: Database) -> None:
    """The figures of a dry run are those of the run."""
    engine = newsroom_of_two_years.engine
    before = counts(engine)
    said = prune(engine, NOON - timedelta(days=365), dry_run=True)

    assert before == counts(engine)
    assert prune(engine, NOON - timedelta(days=365), dry_run=False) == said


def test_a_late_copy_keeps_its_whole_story(database: Database) -> None:
    """A story goes when its last article is old: an old original whose copy is fresh stays beside it."""
    then = NOON - timedelta(days=20)
    applied(database, filed(SURGE).model_copy(update={"received_at": then}), now=then)
    applied(database, filed(SURGE[:4], wire="post"))

    assert Pruned(0, 0, 0) == prune(database.engine, NOON - timedelta(days=10), dry_run=False)


@pytest.fixture
def other(
    database: Database, request: pytest.FixtureRequest, settings_of: Callable[..., Settings]
) -> Iterator[Database]:
    """An empty database of the other kind: PostgreSQL where the first is SQLite, and the other way round."""
    template = request.getfixturevalue("_postgres" if database.engine.dialect.name == "sqlite" else "_sqlite")
    with copied(template, settings_of(home=database.settings.home / "other")) as found:
        yield found


def test_a_move_brings_every_row_along(newsroom_of_two_years: Database, other: Database) -> None:
    """All tables hold there what they hold here, times and lists included."""
    here, told = newsroom_of_two_years.engine, list[Moved]()
    move(here, other.engine, told.append)

    assert counts(here) == counts(other.engine)
    assert [one.model_dump() for one in desk.records(here)] == [one.model_dump() for one in desk.records(other.engine)]
    assert sum(one.copied for one in told) == sum(counts(here).values())


def test_a_move_that_broke_off_goes_on_where_it_was(newsroom_of_two_years: Database, other: Database) -> None:
    """What was copied before is not copied again; what came since is."""
    here = newsroom_of_two_years.engine
    move(here, other.engine, lambda _: None)
    with other.engine.begin() as connection:  # as if it had ended before the last article
        last = select(func.max(_of["article"].c.seq)).scalar_subquery()
        connection.execute(delete(_of["article"]).where(_of["article"].c.seq == last))
    told = list[Moved]()
    move(here, other.engine, told.append)

    assert {one.table: one.copied for one in told if one.copied} == {"article": 1}
    assert counts(here) == counts(other.engine)


def test_a_move_into_a_database_with_rows_of_its_own_is_not_called_done(database: Database, other: Database) -> None:
    """When the counts differ in the end, the command fails and says what to do."""
    applied(database, filed(invented_story(1)))
    applied(other, filed(invented_story(2)), filed(invented_story(3)))

    with pytest.raises(MoveFails, match="empty the target"):
        move(database.engine, other.engine, lambda _: None)


def test_new_rows_are_numbered_after_those_that_came_along(newsroom_of_two_years: Database, other: Database) -> None:
    """The desk goes on in the new place: an article and a quarantine entry find their numbers free."""
    move(newsroom_of_two_years.engine, other.engine, lambda _: None)
    late = datetime.now(UTC)
    bad = RawArticle(wire="ap", name="bad.xml", body=b"<nitf><x>", received_at=late)
    applied(other, filed(invented_story(4)), bad, now=late)

    assert counts(other.engine)["quarantine"] == 2
    assert counts(other.engine)["article"] == 4
