"""Word index: which articles hold which words. Filled beside the ingest, from the database, and never in its way.

It is derived: whoever deletes it loses nothing, and it is made again. On SQLite it is a file of its own beside the
database (FTS5), so that writing it never holds the lock that workers wait for; on PostgreSQL a table of its own with an
index of the kind GIN. An arrival pays nothing for either. It covers one range of sequence numbers, which grows at both
ends: what is new first, then what was there before, from the newest to the oldest.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, RowMapping, and_, func, select, text

from ops.word_tables import Entry, Fts5, Gin, Kind
from ops.words import Asked, terms_of
from schemas.columns import table_of
from schemas.records import ArticleRecord
from schemas.settings import Settings
from worker.database import engine_of

_article = table_of(ArticleRecord)
ABOVE_ALL = 2**63 - 1
_ABANDONED = 1000  # entries of articles that are gone, beyond as many as are there: then it is made anew


class Range(NamedTuple):
    """The sequence numbers that are indexed, both ends included; empty when `high` is below `low`."""

    low: int
    high: int


class WordIndex:
    """The index of one database. Errors of the database come through as SQLAlchemy's own."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._articles = engine
        self._engine, self._kind = _kind_of(settings, engine)
        self._made = False

    def close(self) -> None:
        """Close the connections that are the index's own."""
        if self._engine is not self._articles:
            self._engine.dispose()

    def fill(self, most: int) -> int:
        """Index up to so many articles that are not yet; return how many."""
        self._make()
        with self._engine.connect().execution_options(serial=True) as connection, connection.begin():
            self._kind.enter(connection)
            covered = self._covered(connection)
            fresh = self._read(connection, _article.c.seq > covered.high, _article.c.seq, most)
            old = self._read(connection, _article.c.seq < covered.low, _article.c.seq.desc(), most - len(fresh))
            self._kind.add(connection, _entries([*fresh, *old]))
            seqs = [row["seq"] for row in (*fresh, *old)]
            if seqs:
                _put(connection, Range(min((covered.low, *seqs)), max((covered.high, *seqs))))
        return len(seqs)

    def renew(self, article_ids: Sequence[str]) -> None:
        """Index articles anew that were rewritten. Words of before may find them still: who asks looks again."""
        self._make()
        with self._engine.connect().execution_options(serial=True) as connection, connection.begin():
            self._kind.enter(connection)
            low, high = self._covered(connection)
            rewritten = and_(_article.c.article_id.in_(article_ids), _article.c.seq.between(low, high))
            self._kind.add(connection, _entries(self._read(connection, rewritten, _article.c.seq, len(article_ids))))

    def begin_anew_if_abandoned(self) -> None:
        """Empty the index when most of what it knows was pruned; it is filled again."""
        self._make()
        with self._articles.connect() as connection:
            there = connection.execute(select(func.count()).select_from(_article)).scalar_one()
        with self._engine.connect().execution_options(serial=True) as connection, connection.begin():
            self._kind.enter(connection)
            low, high = self._covered(connection)
            if high - low + 1 > 2 * there + _ABANDONED:
                self._kind.clear(connection)
                connection.execute(text("DELETE FROM word_range"))

    def newest(self, asked: Asked, most: int, below: int = ABOVE_ALL) -> list[int]:
        """Return the numbers of the newest articles below a number that hold every term, in falling order."""
        if not asked.terms:
            return []
        self._make()
        with self._engine.connect() as connection:
            return self._kind.newest(connection, asked.terms, below, most)

    def missing(self) -> int:
        """Return how many sequence numbers are not indexed yet."""
        self._make()
        with self._articles.connect() as connection:
            first, last = connection.execute(select(func.min(_article.c.seq), func.max(_article.c.seq))).one()
        with self._engine.connect() as connection:
            low, high = self._covered(connection)
        return 0 if last is None else max(0, last - high) + max(0, min(low, last + 1) - first)

    def _make(self) -> None:
        if not self._made:
            with self._engine.connect().execution_options(serial=True) as connection, connection.begin():
                for statement in self._kind.make:
                    connection.execute(text(statement))
            self._made = True

    def _covered(self, connection: Connection) -> Range:
        """Return what is indexed; before anything is, an empty range at the newest article."""
        found = connection.execute(text("SELECT low, high FROM word_range")).one_or_none()
        if found is not None:
            return Range(found.low, found.high)
        with self._reading(connection) as reading:
            last = reading.execute(select(func.max(_article.c.seq))).scalar() or 0
        return Range(last + 1, last)

    def _reading(self, connection: Connection) -> AbstractContextManager[Connection]:
        """Return what articles are read by: where they are in the same database no second connection is taken.

        Else as many searches as the pool has connections would each hold one and wait for another.
        """
        return nullcontext(connection) if self._engine is self._articles else self._articles.connect()

    def _read(self, connection: Connection, wanted: object, order: object, most: int) -> Sequence[RowMapping]:
        if most <= 0:
            return []
        columns = (_article.c.seq, _article.c.headline, _article.c.body, _article.c.slug)
        query = select(*columns).where(wanted).order_by(order).limit(most)  # type: ignore[arg-type]
        with self._reading(connection) as reading:
            return reading.execute(query).mappings().all()


def _kind_of(settings: Settings, engine: Engine) -> tuple[Engine, Kind]:
    if engine.dialect.name == "postgresql":
        return engine, Gin()
    beside = Path(str(engine.url.database)).with_suffix(".words.db")
    return engine_of(settings.model_copy(update={"database_url": f"sqlite:///{beside}"})), Fts5()


def _entries(rows: Iterable[RowMapping]) -> Iterator[Entry]:
    for row in rows:
        held = "\n".join(part for part in (row["headline"], row["slug"], row["body"]) if part)
        yield Entry(row["seq"], list(terms_of(held)))


def _put(connection: Connection, covered: Range) -> None:
    connection.execute(text("DELETE FROM word_range"))
    connection.execute(text("INSERT INTO word_range (low, high) VALUES (:low, :high)"), covered._asdict())
