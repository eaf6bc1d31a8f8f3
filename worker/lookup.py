"""Lookup: from index keys to the stored articles that are worth verifying. Bounded reads, one statement each.

Postings come as two texts: a row for each takes SQLAlchemy and the drivers longer than the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import orjson
from sqlalchemy import Connection, TextClause, text

from schemas.columns import json_text
from worker.bulk import array_of
from worker.ragged import Ints
from worker.shortlist import NO_POSTINGS, Postings, newest
from worker.sieves import Asked, Sieves

# For each key the newest postings only: a key of boilerplate has thousands, and its weight is one over their number.
# The inner query walks the key's own range of the primary key backwards and stops at the cap.
_POSTINGS_OF = {
    "sqlite": text(
        """
        SELECT group_concat(key), group_concat(seqs, ';') FROM (
            SELECT k.value AS key, (
                SELECT group_concat(seq) FROM (
                    SELECT p.seq FROM fingerprint_key p
                    WHERE p.key = k.value AND p.seq > :after AND p.day >= :oldest
                    ORDER BY p.seq DESC LIMIT :cap)) AS seqs
            FROM json_each(:keys) AS k)
        WHERE seqs IS NOT NULL
        """
    ),
    # Each row of the first table names one shelf by its bounds, and only that partition is read for it.
    "postgresql": text(
        """
        SELECT string_agg(CAST(k.key AS text), ','), string_agg(f.seqs, ';')
        FROM unnest(CAST(:keys AS bigint[]), CAST(:lows AS bigint[]), CAST(:highs AS bigint[])) AS k(key, low, high)
        CROSS JOIN LATERAL (
            SELECT string_agg(CAST(s.seq AS text), ',') AS seqs FROM (
                SELECT p.seq FROM fingerprint_key p
                WHERE p.key = k.key AND p.seq >= k.low AND p.seq < k.high AND p.day >= :oldest
                ORDER BY p.seq DESC LIMIT :cap) AS s) AS f
        WHERE f.seqs IS NOT NULL
        """
    ),
}
_GIVEN = {"sqlite": "json_each(:seqs) AS k", "postgresql": "unnest(CAST(:seqs AS bigint[])) AS k(value)"}
_SKETCHES, _STORIES = (
    {
        kind: text(f"SELECT f.seq, f.{column} FROM {given} JOIN {table} f ON f.seq = k.value")  # noqa: S608 - constants
        for kind, given in _GIVEN.items()
    }
    for column, table in (("sketch", "fingerprint"), ("story_id", "article"))
)
# For this transaction, whose statements all seek by key: a shelf that was empty when PostgreSQL last looked would be
# read from end to end, and every posting of a key be read to sort a few.
_BY_TREES = text(
    """
    SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
        set_config('enable_sort', 'off', true)
    """
)
# Articles and moves of articles are numbered in one row, in which consumers are told of them.
_LAST_SEQ = text(
    "SELECT coalesce(max(seq), 0) FROM"
    " (SELECT max(seq) AS seq FROM article UNION ALL SELECT max(seq) FROM article_move) AS numbered"
)


class Lookup(NamedTuple):
    """What the index knew when it was asked: postings of the newest articles, and the last number given by then."""

    postings: Postings
    last_seq: int


def last_seq(connection: Connection) -> int:
    """Return the highest sequence number that is committed."""
    return int(connection.execute(_LAST_SEQ).scalar_one())


def look(
    connection: Connection,
    keys: Iterable[Iterable[int]],
    *,
    oldest_day: int,
    postings_cap: int,
    after: int = 0,
    sieves: Sieves | None = None,
) -> Lookup:
    """Return the postings of all keys among articles numbered above `after`, not older than a day.

    `sieves` keep a look at the whole index short; without them all of what came `after` is asked for every key.
    """
    last = last_seq(connection)
    sought = sorted({key for of_one in keys for key in of_one})
    if not sought or last <= after:
        return Lookup(NO_POSTINGS, last)
    given = {**_asked(connection, sought, after, last, sieves), "oldest": oldest_day, "cap": postings_cap}
    found, seqs = connection.execute(_POSTINGS_OF[connection.dialect.name], given).one()
    return Lookup(_postings(found, seqs, postings_cap) if found else NO_POSTINGS, last)


def _postings(listed: str, seqs: str, cap: int) -> Postings:
    """Return postings from the keys and the seqs of each, commas between numbers, and a semicolon between the keys'."""
    keys = _numbers(listed)
    number = np.array([of_key.count(",") + 1 for of_key in seqs.split(";")], dtype=np.int64)
    every = Postings(keys.repeat(number), _numbers(seqs.replace(";", ",")))
    in_order = bool((keys[1:] > keys[:-1]).all())  # one shelf has answered, in the order in which it was asked
    return every if in_order else newest(every, cap)


def _numbers(listed: str) -> Ints:
    return np.array(orjson.loads(f"[{listed}]"), dtype=np.int64)


def _asked(
    connection: Connection, keys: Sequence[int], after: int, last: int, sieves: Sieves | None
) -> dict[str, object]:
    """Return what the statement of this database is given to seek."""
    if connection.dialect.name == "sqlite":
        return {"keys": json_text(keys), "after": after}
    if sieves is None:
        asked = Asked(list(keys), [after + 1] * len(keys), [last + 1] * len(keys))
    else:
        asked = sieves.sift(connection, keys, last)
    connection.execute(_BY_TREES)
    return {name: array_of(numbers) for name, numbers in asked._asdict().items()}


def known(connection: Connection, seqs: Iterable[int]) -> dict[int, bytes]:
    """Load the sketches of stored articles."""
    return _by_seq(connection, _SKETCHES, seqs)


def stories_of(connection: Connection, seqs: Iterable[int]) -> dict[int, str]:
    """Return the story in which each article stands."""
    return _by_seq(connection, _STORIES, seqs)


def _by_seq(connection: Connection, query: Mapping[str, TextClause], seqs: Iterable[int]) -> dict[int, Any]:
    wanted = sorted(set(seqs))
    if not wanted:
        return {}
    kind = connection.dialect.name
    given = json_text(wanted) if kind == "sqlite" else array_of(wanted)
    return dict(connection.execute(query[kind], {"seqs": given}).all())
