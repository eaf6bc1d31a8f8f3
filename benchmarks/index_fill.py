"""Index fill: a database as if so many articles had come in a month: its trees as large, its texts a word each."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from schemas.settings import SHELF_ARTICLES
from worker.fingerprint import KEYS
from worker.shelves import make_room, sieve_one
from worker.writing import day_of

_WINDOW_DAYS = 30
_SKETCH_BYTES = 1200  # of an article of 280 words, the usual
_WIRE = "fill"
_RAW = "raw_id, wire, name, hints, body, body_bytes, received_at, stored_at"
_STORY = "story_id, lead_id, lead_rank, articles, killed, last_received_at"
_ARTICLE = "seq, article_id, raw_id, item, name, wire, format, story_id, verdict, headline, zone_stated"
_TIMES = "received_at, committed_at"
_LISTS = "digest_of, authors, keywords, subjects, places, people, organisations"

Row = tuple[Any, ...]


def fill(engine: Engine, articles: int, random: np.random.Generator) -> None:
    """Write `articles` articles whose keys and sketches are random: nothing matches them, everything passes by them."""
    days = _days(articles)
    keys = np.sort(random.integers(0, 2**63 - 1, articles * KEYS, dtype=np.int64))
    seqs = random.permutation(np.repeat(np.arange(1, articles + 1), KEYS))
    tables = {
        f"raw_article ({_RAW})": _raws(articles),
        f"story ({_STORY})": _stories(articles),
        f"article ({_ARTICLE}, {_TIMES}, {_LISTS}, body, word_count, pub_status)": _articles(articles),
        "fingerprint (seq, day, sketch)": (
            (seq, days(seq), random.bytes(_SKETCH_BYTES)) for seq in range(1, articles + 1)
        ),
        "fingerprint_key (key, seq, day)": (
            (int(key), int(seq), days(seq)) for key, seq in zip(keys, seqs, strict=True)
        ),
    }
    if engine.dialect.name == "postgresql":
        with engine.begin() as begun:
            make_room(begun, articles, SHELF_ARTICLES)
    connection = engine.raw_connection()
    driver = connection.driver_connection
    for table, rows in tables.items():
        if isinstance(driver, sqlite3.Connection):
            marks = ", ".join("?" * (table.count(",") + 1))
            driver.execute("BEGIN")
            driver.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            driver.execute("COMMIT")
        elif isinstance(driver, psycopg.Connection):
            driver.execute("SET statement_timeout = 0")
            with driver.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            driver.commit()
    if isinstance(driver, psycopg.Connection):
        driver.autocommit = True
        driver.execute("VACUUM ANALYZE")  # as the server's own daemon would have done by then
        driver.autocommit = False
    connection.close()
    while engine.dialect.name == "postgresql" and sieve_one(engine):  # as the workers would have, shelf by shelf
        pass


def size_of(engine: Engine) -> float:
    """Return the bytes that keys and sketches take, with their indexes."""
    names = ("fingerprint", "fingerprint_key")
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            sizes = (
                f"SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('{name}') WHERE isleaf"
                for name in names
            )
            return float(sum(connection.exec_driver_sql(sql).scalar_one() for sql in sizes))
        pages = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%fingerprint%'"
        try:
            return float(connection.exec_driver_sql(pages).scalar_one())
        except OperationalError:  # a SQLite built without dbstat: the whole file then
            page, count = (
                connection.exec_driver_sql(f"PRAGMA {one}").scalar_one() for one in ("page_size", "page_count")
            )
            return float(page * count)


def _days(articles: int) -> Callable[[int], int]:
    """Return the day of each number: the articles came evenly over the syndication window, the last today."""
    first = day_of(datetime.now(UTC)) - _WINDOW_DAYS + 1
    return lambda seq: first + (int(seq) - 1) * _WINDOW_DAYS // articles


def _article_id(seq: int) -> str:
    """Return a number's identity: as even as a hash, and no two alike (Knuth, TAOCP 3, 6.4: Fibonacci hashing)."""
    return f"{seq * 0x9E37_79B9_7F4A_7C15 & 0xFFFF_FFFF_FFFF_FFFF:016x}"


def _now() -> str:
    return datetime.now(UTC).isoformat(sep=" ")


def _raws(articles: int) -> Iterator[Row]:
    now = _now()
    for seq in range(1, articles + 1):
        yield (_article_id(seq) * 2, _WIRE, f"{seq}", "{}", b"body", 4, now, now)


def _stories(articles: int) -> Iterator[Row]:
    now = _now()
    for seq in range(1, articles + 1):
        name = _article_id(seq)
        yield (name, name, name, 1, False, now)


def _articles(articles: int) -> Iterator[Row]:
    now = _now()
    for seq in range(1, articles + 1):
        name = _article_id(seq)
        head = (seq, name, name * 2, 0, f"{seq}", _WIRE, "text", name, "stored", name, True, now, now)
        yield (*head, *(["[]"] * 7), "body", 1, "usable")
