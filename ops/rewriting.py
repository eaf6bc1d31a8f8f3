"""Rewriting: stored articles are given what today's code reads in their bytes. Stories and verdicts stay as they are.

Whether an article belongs to another story now is a question of its own: `copytaster rematch --since` answers it.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, delete, insert, select, update

from ops.correct import rebuild
from schemas.article import Article, Decision
from schemas.columns import table_of
from schemas.records import ArticleRecord, FingerprintKeyRecord, FingerprintRecord
from schemas.verdict import Verdict
from worker.database import enter_serial_section
from worker.fingerprint import fingerprint
from worker.rows import Row, article_of, article_row
from worker.shelves import unsieve

_article = table_of(ArticleRecord)
_fingerprint = table_of(FingerprintRecord)
_key = table_of(FingerprintKeyRecord)
# What the desk decided, not what the article says.
_DECIDED = frozenset(
    "seq committed_at story_id verdict relation copy_of score similarity contained contains digest_of why".split()
)


def stored_of(connection: Connection, raw_ids: Sequence[str]) -> dict[str, dict[int, Article]]:
    """Return the stored articles of raw articles, by raw_id and item."""
    found: dict[str, dict[int, Article]] = {}
    for row in connection.execute(select(_article).where(_article.c.raw_id.in_(raw_ids))).mappings():
        found.setdefault(row["raw_id"], {})[row["item"]] = article_of(dict(row))
    return found


def rewrite(engine: Engine, articles: Sequence[Article]) -> None:
    """Write stored articles anew, with the fingerprint where text has changed, and the stories they stand in."""
    with engine.connect().execution_options(serial=True) as connection, connection.begin():
        enter_serial_section(connection)
        stories = set()
        for article in articles:
            found = connection.execute(select(_article).where(_article.c.article_id == article.article_id)).mappings()
            row = found.one_or_none()
            if row is not None:  # else it was pruned since it was compared
                _write(connection, dict(row), article)
                stories.add(row["story_id"])
        for story_id in sorted(stories):
            rebuild(connection, story_id)


def _write(connection: Connection, row: Row, article: Article) -> None:
    whatever = Decision(verdict=Verdict(row["verdict"]), story_id=row["story_id"])
    values = article_row(article, whatever, row["seq"], row["committed_at"])
    said = {name: value for name, value in values.items() if name not in _DECIDED}
    connection.execute(update(_article).where(_article.c.seq == row["seq"]).values(said))
    if (row["headline"], row["body"]) != (article.headline, article.body):
        _print_anew(connection, row["seq"], article)


def _print_anew(connection: Connection, seq: int, article: Article) -> None:
    """Replace the fingerprint; one that has left the syndication window is gone and stays so."""
    day = connection.execute(select(_fingerprint.c.day).where(_fingerprint.c.seq == seq)).scalar_one_or_none()
    if day is None:
        return
    made = fingerprint(article.headline, article.body)
    connection.execute(update(_fingerprint).where(_fingerprint.c.seq == seq).values(sketch=made.sketch))
    unsieve(connection, seq)
    connection.execute(delete(_key).where(_key.c.seq == seq))
    if made.keys:
        connection.execute(insert(_key), [{"key": key, "seq": seq, "day": day} for key in made.keys])
