"""Lookup: from index keys to the stored articles that are worth verifying. Bounded reads, one statement each.

What is found comes as one text a key, or a late article: the drivers take a fraction of a microsecond over each row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import orjson
from sqlalchemy import Connection, TextClause, text

from worker.bulk import array_of
from worker.shortlist import Postings, newest
from worker.sieves import Asked, Sieves

# For each key the newest postings only: a key of boilerplate has thousands, and its weight is one over their number.
# The inner query walks the key's own range of the primary key backwards and stops at the cap.
_POSTINGS_OF = {
    "sqlite": text(
        """
        SELECT key, seqs FROM (
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
        SELECT k.key, f.seqs
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
_IS_IN = {"sqlite": "IN (SELECT value FROM json_each(:seqs))", "postgresql": "= ANY(CAST(:seqs AS bigint[]))"}
_SKETCHES, _STORIES = (
    {kind: text(f"SELECT seq, {column} FROM {table} WHERE seq {is_in}") for kind, is_in in _IS_IN.items()}  # noqa: S608 - constants
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
    found: Sequence[tuple[int, str]] = []
    if sought and last > after:
        given = {**_asked(connection, sought, after, last, sieves), "oldest": oldest_day, "cap": postings_cap}
        found = [(key, seqs) for key, seqs in connection.execute(_POSTINGS_OF[connection.dialect.name], given)]
    return Lookup(_postings(found, postings_cap), last)


def _postings(rows: Sequence[tuple[int, str]], cap: int) -> Postings:
    """Return the postings of keys, each given with the seqs as one text."""
    texts = [seqs for _, seqs in rows]
    keys = np.array([key for key, _ in rows], dtype=np.int64)
    number = np.array([seqs.count(",") + 1 for seqs in texts], dtype=np.int64)
    every = Postings(keys.repeat(number), np.array(orjson.loads(f"[{','.join(texts)}]"), dtype=np.int64))
    in_order = bool((keys[1:] > keys[:-1]).all())  # one shelf has answered, in the order in which it was asked
    return every if in_order else newest(every, cap)


def _asked(
    connection: Connection, keys: Sequence[int], after: int, last: int, sieves: Sieves | None
) -> dict[str, object]:
    """Return what the statement of this database is given to seek."""
    if connection.dialect.name == "sqlite":
        return {"keys": orjson.dumps(keys).decode(), "after": after}
    if sieves is None:
        asked = Asked(list(keys), [after + 1] * len(keys), [last + 1] * len(keys))
    else:
        asked = sieves.sift(connection, keys, last)
    connection.execute(_BY_TREES)
    return {name: array_of(numbers) for name, numbers in asked._asdict().items()}


def known(connection: Connection, seqs: Iterable[int]) -> dict[int, bytes]:
    """Load the sketches of stored articles."""
    return dict(_rows(connection, _SKETCHES, seqs))


def stories_of(connection: Connection, seqs: Iterable[int]) -> dict[int, str]:
    """Return the story in which each article stands."""
    return dict(_rows(connection, _STORIES, seqs))


def _rows(connection: Connection, query: Mapping[str, TextClause], seqs: Iterable[int]) -> Iterator[tuple[int, Any]]:
    """Yield two columns of many articles: as plain rows, for there are many and each is a few words or a kilobyte."""
    wanted = sorted(set(seqs))
    if not wanted:
        return
    kind = connection.dialect.name
    given = orjson.dumps(wanted).decode() if kind == "sqlite" else array_of(wanted)
    yield from ((seq, value) for seq, value in connection.execute(query[kind], {"seqs": given}))
