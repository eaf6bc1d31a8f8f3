"""Move: every row of one database into another, in the order of its keys, so that a move which broke off goes on.

The two may be of different kinds (SQLite to PostgreSQL). The target has this release's schema and nothing of its own;
each slice of a table is one transaction, and the highest key that the target holds says where to go on.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Engine, Row, Table, func, insert, select, text, tuple_
from sqlalchemy.sql.elements import ColumnElement

from schemas.errors import CopytasterError
from schemas.records import TABLES
from schemas.settings import SHELF_ARTICLES
from worker.lookup import last_seq
from worker.shelves import make_room

_SLICE = 1000  # rows a transaction: a few megabytes of bytes, and little to do again after a break


class MoveFails(CopytasterError):
    """The target does not hold what the source holds."""


class Moved(NamedTuple):
    """One table: the rows that were copied now, and the rows that the target has in the end."""

    table: str
    copied: int
    rows: int


def move(source: Engine, target: Engine, tell: Callable[[Moved], None]) -> None:
    """Copy what the target does not have yet, table by table. Raise MoveFails when the counts differ at the end."""
    for table in moving():
        with target.begin() as there:
            if there.dialect.name == "postgresql":  # articles come first: how many there are is known by then
                make_room(there, last_seq(there), SHELF_ARTICLES)
        copied = sum(_slices(source, target, table))
        with target.begin() as there:
            _continue_numbers(there, table)
            rows = _count(there, table)
        tell(Moved(table.name, copied, rows))
        with source.connect() as here:
            wanted = _count(here, table)
        if rows != wanted:
            raise MoveFails(
                f"{table.name} has {wanted} rows here and {rows} there: something wrote to one of them meanwhile; stop "
                "the workers, empty the target and move again."
            )


def moving() -> list[Table]:
    """Return the tables that move: all but those that tell of the database itself."""
    return [table for table in TABLES if not table.info.get("stays")]


def _slices(source: Engine, target: Engine, table: Table) -> Iterator[int]:
    """Copy slice after slice; yield the rows of each."""
    key = list(table.primary_key.columns)
    with target.connect() as there:
        last = _highest(there, key)
    while True:
        with source.connect() as here:
            rows = here.execute(_after(table, key, last).limit(_SLICE)).all()
        if not rows:
            return
        with target.begin() as there:
            there.execute(insert(table), [dict(row._mapping) for row in rows])  # noqa: SLF001 - its public name
        last = _key_of(rows[-1], key)
        yield len(rows)


def _after(table: Table, key: list[Column[Any]], last: tuple[Any, ...] | None) -> Any:
    ordered = select(table).order_by(*key)
    return ordered if last is None else ordered.where(_tuple(key) > last)


def _tuple(key: list[Column[Any]]) -> ColumnElement[Any]:
    return tuple_(*key)


def _highest(connection: Connection, key: list[Column[Any]]) -> tuple[Any, ...] | None:
    row = connection.execute(select(*key).order_by(*(column.desc() for column in key)).limit(1)).first()
    return None if row is None else tuple(row)


def _key_of(row: Row[Any], key: list[Column[Any]]) -> tuple[Any, ...]:
    return tuple(row._mapping[column] for column in key)  # noqa: SLF001 - its public name


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _continue_numbers(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that were copied with their numbers."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None or column.autoincrement is False:
        return
    places = {"place": f"{table.name}", "column": column.name}
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:place, :column)"), places).scalar_one()
    if sequence is not None:
        highest = connection.execute(select(func.max(column))).scalar_one()
        connection.execute(
            text("SELECT setval(:sequence, :number, :used)"),
            {"sequence": sequence, "number": highest or 1, "used": highest is not None},
        )
