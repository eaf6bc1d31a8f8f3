"""Index fill: a database as if so many articles had come in a month: its trees as large, its texts a word each."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import psycopg
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from schemas.settings import SHELF_ARTICLES
from worker.fingerprint import KEYS
from worker.shelves import make_room, sieve_one
from worker.sieve import sieve_of
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


def fill(engine: Engine, articles: int, random: np.random.Generator, *, thinned: int = 1) -> None:
    """Write `articles` articles whose keys and sketches are random: nothing matches them, everything passes by them.

    `thinned` writes only every so many of those on full shelves, whose sieves are as of all: what an arrival costs with
    more articles than a disk holds. PostgreSQL only.
    """
    days = _days(articles)
    seqs = _written(articles, thinned)
    keys = np.sort(random.integers(0, 2**63 - 1, len(seqs) * KEYS, dtype=np.int64))
    of_keys = random.permutation(np.repeat(np.array(seqs), KEYS))
    tables = {
        f"raw_article ({_RAW})": _raws(seqs),
        f"story ({_STORY})": _stories(seqs),
        f"article ({_ARTICLE}, {_TIMES}, {_LISTS}, body, word_count, pub_status)": _articles(seqs),
        "fingerprint (seq, day, sketch)": ((seq, days(seq), random.bytes(_SKETCH_BYTES)) for seq in seqs),
        "fingerprint_key (key, seq, day)": (
            (int(key), int(seq), days(seq)) for key, seq in zip(keys, of_keys, strict=True)
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
    if thinned > 1:
        _sieve_all(engine, articles, random)
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


def _written(articles: int, thinned: int) -> list[int]:
    hot = articles // SHELF_ARTICLES * SHELF_ARTICLES
    return [*range(thinned, hot, thinned), *range(max(1, hot), articles + 1)]


def _sieve_all(engine: Engine, articles: int, random: np.random.Generator) -> None:
    sieve = text("UPDATE fingerprint_shelf SET sieve = :sieve WHERE low = :low")
    for low in range(0, articles // SHELF_ARTICLES * SHELF_ARTICLES, SHELF_ARTICLES):
        keys = random.integers(0, 2**63 - 1, SHELF_ARTICLES * KEYS, dtype=np.int64)
        with engine.begin() as connection:
            connection.execute(sieve, {"sieve": sieve_of(keys), "low": low})


def _article_id(seq: int) -> str:
    """Return a number's identity: as even as a hash, and no two alike (Knuth, TAOCP 3, 6.4: Fibonacci hashing)."""
    return f"{seq * 0x9E37_79B9_7F4A_7C15 & 0xFFFF_FFFF_FFFF_FFFF:016x}"


def _now() -> str:
    return datetime.now(UTC).isoformat(sep=" ")


def _raws(seqs: Iterable[int]) -> Iterator[Row]:
    now = _now()
    for seq in seqs:
        yield (_article_id(seq) * 2, _WIRE, f"{seq}", "{}", b"body", 4, now, now)


def _stories(seqs: Iterable[int]) -> Iterator[Row]:
    now = _now()
    for seq in seqs:
        name = _article_id(seq)
        yield (name, name, name, 1, False, now)


def _articles(seqs: Iterable[int]) -> Iterator[Row]:
    now = _now()
    for seq in seqs:
        name = _article_id(seq)
        head = (seq, name, name * 2, 0, f"{seq}", _WIRE, "text", name, "stored", name, True, now, now)
        yield (*head, *(["[]"] * 7), "body", 1, "usable")
