"""Engines: SQLite and PostgreSQL set up so that what was committed stays, and that writers wait for one another."""

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, Pool, QueuePool, create_engine, event, text

from schemas.columns import json_text
from schemas.settings import Settings

# One serial section for all workers of one database: an arbitrary number, the same in every release.
_SERIAL_LOCK = 0x434F5059  # "COPY"

# The section asks by names and numbers, a few hundred of millions, and each has its tree. PostgreSQL does not know how
# few of the names are there, and might think it cheaper to read a table from end to end.
_LOCK = text(
    """
    SELECT pg_advisory_xact_lock(:key), set_config('enable_seqscan', 'off', true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
    """
)

_LOCKED_S = 10.0  # a writer has its turn long before; after that the batch waits with back-off, and says so
_LOOK_AGAIN_S = 0.001  # a look takes some microseconds, a section some ten milliseconds


def engine_of(settings: Settings, *, pooled: bool = True) -> Engine:
    """Return an engine for the database of the settings. Nothing is connected yet.

    A worker keeps its connections; a command that asks once and ends is better without a pool to close.
    """
    url = settings.database_location
    if url.startswith("sqlite"):
        settings.home.mkdir(parents=True, exist_ok=True)
        return _sqlite(url, QueuePool if pooled else NullPool)
    return create_engine(
        url,
        json_serializer=json_text,
        poolclass=QueuePool if pooled else NullPool,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            # A statement that has not ended by then never will; the batch is tried again as a whole. A transaction that
            # its worker has left, dead or cut off, must not hold the serial section: it is ended after a minute.
            "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000",
            # A peer that has vanished without a word is noticed within half a minute, not after two hours.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 20000,
        },
    )


def _sqlite(url: str, pool: type[Pool]) -> Engine:
    engine = create_engine(url, poolclass=pool, connect_args={"timeout": _LOCKED_S}, json_serializer=json_text)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's own begins too late to be serial
        connection.execute("PRAGMA journal_mode=WAL")  # readers never wait for the writer
        connection.execute("PRAGMA synchronous=FULL")  # the ledger forgets an article once it is committed
        connection.execute("PRAGMA foreign_keys=ON")
        # 128 MB of pages stay in memory, and 32 MB of log are gathered before they go to the tree: each article changes
        # twenty pages anywhere in it. With a million articles stored that is a seventh of a transaction's time.
        connection.execute("PRAGMA cache_size=-131072")
        connection.execute("PRAGMA wal_autocheckpoint=8000")
        connection.execute("PRAGMA mmap_size=268435456")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("serial"):
            _begin_in_turn(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _begin_in_turn(connection: Connection) -> None:
    """Begin the serial transaction as soon as the one before has ended.

    SQLite itself looks again after ever longer pauses, up to 100 ms: with two workers a tenth of their time.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    until = time.monotonic() + _LOCKED_S
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while _is_busy(driver) and time.monotonic() < until:
            time.sleep(_LOOK_AGAIN_S)
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # for its error, as SQLAlchemy says it
    finally:
        driver.execute(f"PRAGMA busy_timeout={_LOCKED_S * 1000:.0f}")


def _is_busy(driver: sqlite3.Connection) -> bool:
    """Try to begin; return whether another has its turn."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # and its kinds: a log that is recovered
    return False


def enter_serial_section(connection: Connection) -> None:
    """Wait until no other worker decides; the lock goes with the transaction.

    On SQLite the connection's BEGIN IMMEDIATE has done it already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"key": _SERIAL_LOCK})
