"""Word tables: how each of the two databases keeps which article holds which terms, and finds the newest of them.

Terms hold letters and digits alone, so that what asks for them needs no escaping and cannot be anything else.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, text

from ops.words import Term

_ENTER = "SELECT pg_advisory_xact_lock(1464816196)"  # "WORD" in ASCII: one writer of the index at a time
_FTS5 = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS word USING fts5(terms, content='', columnsize=0, detail=none, tokenize='ascii')"
)
_RANGE = "CREATE TABLE IF NOT EXISTS word_range (low BIGINT NOT NULL, high BIGINT NOT NULL)"
# Which articles by the index of terms alone, and only then which of them: left to itself the planner takes the numbers
# and looks at the terms of every article.
_BY_INDEX = "SET LOCAL enable_seqscan = off"
_NEWEST = (
    "WITH found AS MATERIALIZED (SELECT seq FROM article_words WHERE terms @@ CAST(:wanted AS tsquery)) "
    "SELECT seq FROM found WHERE seq < :below ORDER BY seq DESC LIMIT :most"
)


class Entry(NamedTuple):
    """An article's number and its terms."""

    seq: int
    terms: list[str]


class Kind(Protocol):
    """What the two databases do each in their way. It is made where it is missing by its statements in `make`."""

    make: Sequence[str]

    def enter(self, connection: Connection) -> None:
        """Wait until nobody else writes; until the transaction ends nobody will."""

    def add(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Add entries, in place of those of the same articles."""

    def clear(self, connection: Connection) -> None:
        """Remove all entries."""

    def newest(self, connection: Connection, terms: Sequence[Term], below: int, most: int) -> list[int]:
        """Return the highest numbers below one, in falling order."""


class Fts5:
    """SQLite's: no text is kept and no places of words; of two entries of one article the later one counts."""

    # Terms are made by us: the tokenizer only parts them at spaces.
    make: Sequence[str] = (_FTS5, _RANGE)

    def enter(self, _connection: Connection) -> None:
        """Do nothing: whoever is here holds the file's lock."""

    def add(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Add entries, by rising numbers: at each that falls FTS5 would write out what it has gathered."""
        rows = [{"seq": one.seq, "terms": " ".join(one.terms)} for one in sorted(entries)]
        if rows:
            connection.execute(text("INSERT INTO word (rowid, terms) VALUES (:seq, :terms)"), rows)

    def clear(self, connection: Connection) -> None:
        """Remove all entries."""
        connection.execute(text("INSERT INTO word (word) VALUES ('delete-all')"))

    def newest(self, connection: Connection, terms: Sequence[Term], below: int, most: int) -> list[int]:
        """Ask for rows; they come by their number."""
        wanted = " AND ".join(f'"{one.text}"{"*" if one.beginning else ""}' for one in terms)
        query = "SELECT rowid FROM word WHERE word MATCH :wanted AND rowid < :below ORDER BY rowid DESC LIMIT :most"
        return list(connection.execute(text(query), {"wanted": wanted, "below": below, "most": most}).scalars())


class Gin:
    """PostgreSQL's: a vector of terms for each article."""

    make: Sequence[str] = (
        _ENTER,  # two that make it at once would be in each other's way
        "CREATE TABLE IF NOT EXISTS article_words (seq BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL)",
        "CREATE INDEX IF NOT EXISTS ix_article_words_terms ON article_words USING gin (terms)",
        _RANGE,
    )

    def enter(self, connection: Connection) -> None:
        """Wait for the lock, which goes with the transaction."""
        connection.execute(text(_ENTER))

    def add(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Add entries, or replace them."""
        rows = [{"seq": one.seq, "terms": one.terms} for one in entries]
        statement = (
            "INSERT INTO article_words (seq, terms) VALUES (:seq, array_to_tsvector(CAST(:terms AS text[]))) "
            "ON CONFLICT (seq) DO UPDATE SET terms = excluded.terms"
        )
        if rows:
            connection.execute(text(statement), rows)

    def clear(self, connection: Connection) -> None:
        """Remove all entries."""
        connection.execute(text("TRUNCATE article_words"))

    def newest(self, connection: Connection, terms: Sequence[Term], below: int, most: int) -> list[int]:
        """Ask for rows."""
        connection.execute(text(_BY_INDEX))
        wanted = " & ".join(f"'{one.text}'{':*' if one.beginning else ''}" for one in terms)
        return list(connection.execute(text(_NEWEST), {"wanted": wanted, "below": below, "most": most}).scalars())
