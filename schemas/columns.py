"""Columns that every table has: times in UTC, lists as JSON; and the table itself of a record class."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import JSON, Column, DateTime, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

_WITHOUT_ZONE = len("2026-03-03 12:00:00.000000")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, always UTC on both sides; SQLite itself would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Convert to UTC; refuse a time without a zone, which would mean another instant on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """Return what converts a value for the driver; for SQLite in one step: a fifth of the time of three."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def json_text(value: object) -> str:
    """Return a value as the text of a column of JSON, or of a list that a query is given."""
    return orjson.dumps(value).decode()


def _as_text(value: datetime | None) -> str | None:
    """Return a time as SQLAlchemy keeps it on SQLite: in UTC, with microseconds, without the zone."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:_WITHOUT_ZONE]


def utc(*, nullable: bool = True, index: bool = False) -> Any:
    """Return a column of times."""
    return Field(default=None, sa_column=Column(UtcDateTime(), nullable=nullable, index=index))


def listed() -> Any:
    """Return a column of lists; an absent one is empty."""
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False))


def table_of(record: type[SQLModel]) -> Table:
    """Return the table of a record class, for statements on columns; SQLModel does not tell a type checker of it."""
    table: Table = record.__table__  # type: ignore[attr-defined]
    return table
