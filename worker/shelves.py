"""Shelves: on PostgreSQL the index stands in partitions by article number. They are put up, sieved and taken down here.

New keys go to the newest shelf alone, whose tree is small enough to stay in memory: in one tree each article would
change twenty pages anywhere in it. A full shelf is given a sieve (see `worker.sieve`), so that the look-up asks it for
little more than the keys it holds. What has left the syndication window goes with its shelf, without a deletion.
"""

from typing import NamedTuple

import numpy as np
import psycopg
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from schemas.settings import MOST_ON_SHELF
from worker.database import enter_serial_section
from worker.sieve import Keys, sieve_of

_PARTED = ("fingerprint_key", "fingerprint")
_HIGHEST = text("SELECT coalesce(max(high), 0) FROM fingerprint_shelf")
_NOTE = text("INSERT INTO fingerprint_shelf (low, high, version) VALUES (:low, :high, 0)")
_TO_SIEVE = text(
    """
    SELECT low, high, version FROM fingerprint_shelf
    WHERE sieve IS NULL AND high - low <= :most AND high <= (SELECT max(seq) FROM article) ORDER BY low LIMIT 1
    """
)
_SIEVE = text("UPDATE fingerprint_shelf SET sieve = :sieve WHERE low = :low AND version = :version")
_UNSIEVE = text("UPDATE fingerprint_shelf SET sieve = NULL, version = version + 1 WHERE low <= :seq AND high > :seq")
_OLDEST = text("SELECT low FROM fingerprint_shelf WHERE high <= (SELECT max(seq) FROM article) ORDER BY low LIMIT 1")
_GONE = text("DELETE FROM fingerprint_shelf WHERE low = :low")
_DROP_WAIT = "SET LOCAL lock_timeout = 200"  # ms; a dump reads for hours, and the section is held meanwhile
# PostgreSQL's binary COPY: 19 bytes ahead of the rows, two behind; a row is its number of fields, a length, a bigint.
_HEAD, _TAIL = 19, 2
_ROW = np.dtype([("fields", ">i2"), ("length", ">i4"), ("key", ">i8")])


class Shelf(NamedTuple):
    """The articles numbered from `low` up to, but not including, `high`; `version` tells two sieves of it apart."""

    low: int
    high: int
    version: int


def make_room(connection: Connection, last_seq: int, size: int) -> None:
    """Put up shelves for the numbers up to `last_seq`, and one ahead of need, each of `size` articles.

    The connection is inside the serial section, so that nobody else does the same. Readers are not kept waiting: a
    table that is attached locks less than one that is created in its place.
    """
    high = int(connection.execute(_HIGHEST).scalar_one())
    while high <= last_seq + size:
        _put_up(connection, high, high + size)
        high += size


def sieve_one(engine: Engine) -> bool:
    """Give the oldest full shelf without a sieve one; return whether there was one. Some 0.1 s for each 10,000.

    A shelf of more than MOST_ON_SHELF articles, as an upgrade leaves one, stays without, and is asked for every key.
    """
    with engine.connect() as connection:
        row = connection.execute(_TO_SIEVE, {"most": MOST_ON_SHELF}).one_or_none()
        if row is None:
            return False
        shelf = Shelf(*row)
        made = sieve_of(_keys_on(connection, shelf))
    with engine.begin() as connection:  # a shelf whose keys were written anew meanwhile is sieved another time
        connection.execute(_SIEVE, {"sieve": made, "low": shelf.low, "version": shelf.version})
    return True


def unsieve(connection: Connection, seq: int) -> None:
    """Forget the sieve of the shelf where an article's keys are written anew. The connection is in the section."""
    connection.execute(_UNSIEVE, {"seq": seq})


def take_down(engine: Engine, oldest_day: int) -> bool:
    """Drop the oldest full shelf when all of it is older than a day; return whether it was. Who reads it is let be."""
    try:
        return _taken_down(engine, oldest_day)
    except OperationalError as error:
        if not isinstance(error.orig, LockNotAvailable):
            raise
        return False  # it is tried again, and costs no more than its room meanwhile


def _taken_down(engine: Engine, oldest_day: int) -> bool:
    with engine.begin() as connection:
        enter_serial_section(connection)  # of two workers the second finds it gone
        low = connection.execute(_OLDEST).scalar_one_or_none()
        if low is None or _is_needed(connection, low, oldest_day):
            return False
        connection.exec_driver_sql(_DROP_WAIT)
        connection.execute(_GONE, {"low": low})
        for table in _PARTED:
            connection.exec_driver_sql(f"DROP TABLE {table}_{low}")
    return True


def _put_up(connection: Connection, low: int, high: int) -> None:
    for table in _PARTED:
        connection.exec_driver_sql(f"CREATE TABLE {table}_{low} (LIKE {table} INCLUDING CONSTRAINTS)")
        connection.exec_driver_sql(
            f"ALTER TABLE {table} ATTACH PARTITION {table}_{low} FOR VALUES FROM ({low}) TO ({high})"
        )
    connection.execute(_NOTE, {"low": low, "high": high})


def _is_needed(connection: Connection, low: int, oldest_day: int) -> bool:
    """Return whether a shelf has an article of the day or later; its partition is asked alone, by its tree of days."""
    needed = f"SELECT EXISTS (SELECT 1 FROM fingerprint_{low} WHERE day >= {oldest_day})"  # noqa: S608 - numbers
    return bool(connection.exec_driver_sql(needed).scalar_one())


def _keys_on(connection: Connection, shelf: Shelf) -> Keys:
    """Return all keys of a shelf. A million take half a second, in numbers and not in rows."""
    copied = f"COPY (SELECT key FROM fingerprint_key_{shelf.low}) TO STDOUT (FORMAT BINARY)"  # noqa: S608 - a number
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    with driver.cursor() as cursor, cursor.copy(copied) as blocks:
        binary = bytearray()
        for block in blocks:  # one for each row: kept, they would take four times as much
            binary += block
    rows = np.frombuffer(memoryview(binary)[_HEAD:-_TAIL], dtype=_ROW)
    return rows["key"].astype(np.int64)
