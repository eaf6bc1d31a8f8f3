"""Index fill: a database as if so many articles had come in a month: its trees as large, its texts a word each."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
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

_KEY_ROW = np.dtype(
    [
        ("fields", ">i2"),
        ("of_key", ">i4"),
        ("key", ">i8"),
        ("of_seq", ">i4"),
        ("seq", ">i8"),
        ("of_day", ">i4"),
        ("day", ">i4"),
    ]
)
_CHUNK = 100_000  # rows of one message to the server

Ints = NDArray[np.int64]
Row = tuple[Any, ...]


def fill(engine: Engine, articles: int, random: np.random.Generator, *, thinned: int = 1) -> None:
    """Write `articles` articles whose keys and sketches are random: nothing matches them, everything passes by them.

    `thinned` writes only every so many of those on full shelves, whose sieves are as of all: what an arrival costs with
    more articles than a disk holds. PostgreSQL only.
    """
    seqs = _written(articles, thinned)
    keys = random.integers(0, 2**63 - 1, len(seqs) * KEYS, dtype=np.int64)
    of_keys = random.permutation(np.repeat(np.array(seqs, dtype=np.int64), KEYS))
    tables: dict[str, Iterable[Row]] = {
        f"raw_article ({_RAW})": _raws(seqs),
        f"story ({_STORY})": _stories(seqs),
        f"article ({_ARTICLE}, {_TIMES}, {_LISTS}, body, word_count, pub_status)": _articles(seqs),
        "fingerprint (seq, day, sketch)": _sketches(seqs, articles, random),
    }
    connection = engine.raw_connection()
    driver = connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        order = np.argsort(keys)
        columns = (keys[order], of_keys[order], _days(of_keys[order], articles))
        tables["fingerprint_key (key, seq, day)"] = zip(*(column.tolist() for column in columns), strict=True)
        _insert(driver, tables)
    elif isinstance(driver, psycopg.Connection):
        with engine.begin() as begun:
            make_room(begun, articles, SHELF_ARTICLES)
        order = np.lexsort((keys, of_keys // SHELF_ARTICLES))
        _copy(driver, tables)
        _copy_keys(driver, keys[order], of_keys[order], _days(of_keys[order], articles))
        if thinned > 1:
            _sieve_all(engine, articles, random)
        while sieve_one(engine):  # as the workers would have, shelf by shelf
            pass
    connection.close()


def _insert(driver: sqlite3.Connection, tables: Mapping[str, Iterable[Row]]) -> None:
    for table, rows in tables.items():
        marks = ", ".join("?" * (table.count(",") + 1))
        driver.execute("BEGIN")
        driver.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        driver.execute("COMMIT")


def _copy(driver: psycopg.Connection[Any], tables: Mapping[str, Iterable[Row]]) -> None:
    driver.execute("SET statement_timeout = 0")
    for table, rows in tables.items():
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        driver.commit()


def _copy_keys(driver: psycopg.Connection[Any], keys: Ints, seqs: Ints, days: Ints) -> None:
    """Copy twenty rows an article in PostgreSQL's binary form (its manual, COPY), then let it look at all tables."""
    rows = np.empty(len(keys), dtype=_KEY_ROW)
    rows["fields"], rows["of_key"], rows["of_seq"], rows["of_day"] = 3, 8, 8, 4
    rows["key"], rows["seq"], rows["day"] = keys, seqs, days
    with (
        driver.cursor() as cursor,
        cursor.copy("COPY fingerprint_key (key, seq, day) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        for start in range(0, len(rows), _CHUNK):
            copy.write(rows[start : start + _CHUNK].tobytes())
        copy.write(b"\xff\xff")
    driver.commit()
    driver.autocommit = True
    driver.execute("VACUUM ANALYZE")  # as the server's own daemon would have done by then
    driver.autocommit = False


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


def _days(seqs: Ints, articles: int) -> Ints:
    """Return the day of each number: the articles came evenly over the syndication window, the last today."""
    first = day_of(datetime.now(UTC)) - _WINDOW_DAYS + 1
    return first + (seqs - 1) * _WINDOW_DAYS // articles


def _sketches(seqs: Sequence[int], articles: int, random: np.random.Generator) -> Iterator[Row]:
    days = _days(np.array(seqs, dtype=np.int64), articles).tolist()
    return ((seq, day, random.bytes(_SKETCH_BYTES)) for seq, day in zip(seqs, days, strict=True))


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
