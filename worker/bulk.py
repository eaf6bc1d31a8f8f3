"""Bulk: many rows into one table by one call of the driver. SQLAlchemy would take longer over a row than the database.

PostgreSQL is given one document of JSON and makes rows of it, by the types of the table: measured with 20 keys and one
article a row each, a fifth of the time of an executed statement for each row, and three quarters of COPY's. Of numbers
and bytes alone it is given an array for each column: of keys three quarters of the time of JSON, of sketches half.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from sqlalchemy import JSON, Connection, Dialect, Table

from schemas.columns import json_text

Convert = Callable[[Any], Any]


class _Insert(NamedTuple):
    """A statement, what takes a row's values in its order, and which of them SQLite is given in another form."""

    sql: str
    values: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    converted: tuple[tuple[int, Convert], ...]


def insert_all(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, on_conflict: str = ""
) -> None:
    """Insert rows that have the same columns; `on_conflict` is the clause of that name, which both databases know.

    An error of the database comes through as SQLAlchemy's own.
    """
    if not rows:
        return
    made = _insert(table, connection.dialect, tuple(rows[0]), on_conflict)
    if connection.dialect.name == "postgresql":
        document = orjson.dumps(rows, default=_as_json, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()
        connection.exec_driver_sql(made.sql, (document,))
    else:
        connection.exec_driver_sql(made.sql, _tuples(made, rows))


def insert_columns(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows of whole numbers and bytes, given as columns of one length: no row is made by us. Errors as above."""
    names = tuple(columns)
    if not columns[names[0]]:
        return
    sql = _insert_columns(table, connection.dialect, names)
    if connection.dialect.name == "postgresql":
        given = (values if isinstance(values[0], bytes) else array_of(values) for values in columns.values())
        connection.exec_driver_sql(sql, tuple(given))
    else:
        connection.exec_driver_sql(sql, list(zip(*columns.values(), strict=True)))


def array_of(numbers: Iterable[int]) -> str:
    """Return numbers as PostgreSQL reads an array from text: the driver would take a microsecond over each."""
    return f"{{{json_text(list(numbers))[1:-1]}}}"


@lru_cache(maxsize=64)  # eight tables, on one kind of database or two
def _insert(table: Table, dialect: Dialect, names: tuple[str, ...], on_conflict: str) -> _Insert:
    quoted = _quoted(dialect, names)
    rows = f"VALUES ({', '.join('?' * len(names))})"
    if dialect.name == "postgresql":
        rows = f"SELECT {quoted} FROM json_populate_recordset(NULL::{table.name}, %s::json)"  # noqa: S608 - our own names
    to = [_to_database(table, name, dialect) for name in names]
    converted = tuple((place, convert) for place, convert in enumerate(to) if convert is not None)
    return _Insert(f"INSERT INTO {table.name} ({quoted}) {rows} {on_conflict}", itemgetter(*names), converted)


@lru_cache(maxsize=8)
def _insert_columns(table: Table, dialect: Dialect, names: tuple[str, ...]) -> str:
    rows = f"VALUES ({', '.join('?' * len(names))})"
    if dialect.name == "postgresql":
        kinds = [table.c[name].type.compile(dialect) for name in names]
        arrays = ", ".join(f"{'%b' if kind == 'BYTEA' else '%s'}::{kind}[]" for kind in kinds)
        rows = f"SELECT * FROM unnest({arrays})"  # noqa: S608 - our own names
    return f"INSERT INTO {table.name} ({_quoted(dialect, names)}) {rows}"


def _quoted(dialect: Dialect, names: Iterable[str]) -> str:
    return ", ".join(map(dialect.identifier_preparer.quote, names))


def _to_database(table: Table, name: str, dialect: Dialect) -> Convert | None:
    """Return what gives SQLite a column's values; JSON by hand, for SQLAlchemy asks three questions of each list."""
    kind = table.c[name].type
    return json_text if isinstance(kind, JSON) else kind.dialect_impl(dialect).bind_processor(dialect)


def _tuples(made: _Insert, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Return the rows as SQLite is given them, converted column by column: most rows of a batch hold None in most."""
    columns: list[Sequence[Any]] = list(zip(*map(made.values, rows), strict=True))
    for place, convert in made.converted:
        columns[place] = [None if value is None else convert(value) for value in columns[place]]
    return list(zip(*columns, strict=True))


def _as_json(value: object) -> str:
    """Return bytes and times as PostgreSQL reads them from text (its manual, 8.4.1: hex format; 8.5.1)."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")  # it would be another instant on another server
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no column")
