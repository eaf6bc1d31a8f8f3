"""Columns that every table has: times in UTC, lists as JSON; and the table itself of a record class."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, always UTC on both sides; SQLite itself would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; refuse a time without a zone, which would mean another instant on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


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
