"""Lookup: from index keys to the stored articles that are worth verifying. Bounded reads, one statement each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, text

from worker.bulk import array_of
from worker.fingerprint import Fingerprint
from worker.match import Known
from worker.sieves import Asked, Sieves

# For each key the newest postings only: a key of boilerplate has thousands, and its weight is one over their number.
# The inner query walks the key's own range of the primary key backwards and stops at the cap.
_POSTINGS_OF = {
    "sqlite": text(
        """
        SELECT k.value AS key, f.seq AS seq
        FROM json_each(:keys) AS k JOIN fingerprint_key f ON f.key = k.value AND f.seq IN (
            SELECT p.seq FROM fingerprint_key p
            WHERE p.key = k.value AND p.seq > :after AND p.day >= :oldest
            ORDER BY p.seq DESC LIMIT :cap)
        ORDER BY f.seq DESC
        """
    ),
    # Each row of the first table names one shelf by its bounds, and only that partition is read for it.
    "postgresql": text(
        """
        SELECT k.key, f.seq
        FROM unnest(CAST(:keys AS bigint[]), CAST(:lows AS bigint[]), CAST(:highs AS bigint[])) AS k(key, low, high)
        CROSS JOIN LATERAL (
            SELECT p.seq FROM fingerprint_key p
            WHERE p.key = k.key AND p.seq >= k.low AND p.seq < k.high AND p.day >= :oldest
            ORDER BY p.seq DESC LIMIT :cap) AS f
        ORDER BY f.seq DESC
        """
    ),
}
_KNOWN_OF = {
    "sqlite": text(
        """
        SELECT f.seq, a.story_id, f.sketch
        FROM json_each(:seqs) AS k JOIN fingerprint f ON f.seq = k.value JOIN article a ON a.seq = f.seq
        """
    ),
    "postgresql": text(
        """
        SELECT f.seq, a.story_id, f.sketch
        FROM unnest(CAST(:seqs AS bigint[])) AS k(seq) JOIN fingerprint f ON f.seq = k.seq
        JOIN article a ON a.seq = k.seq
        """
    ),
}
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
    """What the index knew when it was asked: postings newest first, and the last number given by then."""

    postings: Mapping[int, Sequence[int]]
    last_seq: int


def last_seq(connection: Connection) -> int:
    """Return the highest sequence number that is committed."""
    return int(connection.execute(_LAST_SEQ).scalar_one())


def look(
    connection: Connection,
    prints: Iterable[Fingerprint],
    *,
    oldest_day: int,
    postings_cap: int,
    after: int = 0,
    sieves: Sieves | None = None,
) -> Lookup:
    """Return the postings of all keys of the prints among articles numbered above `after`, not older than a day.

    `sieves` keep a look at the whole index short; without them all of what came `after` is asked for every key.
    """
    last = last_seq(connection)
    keys = sorted({key for fingerprint in prints for key in fingerprint.keys})
    postings: dict[int, list[int]] = {}
    if keys and last > after:
        bounds = {"oldest": oldest_day, "cap": postings_cap}
        asked = _asked(connection, keys, after, last, sieves)
        for key, seq in connection.execute(_POSTINGS_OF[connection.dialect.name], {**asked, **bounds}).all():
            of_key = postings.setdefault(key, [])
            if len(of_key) < postings_cap:  # each shelf has given its newest
                of_key.append(seq)
    return Lookup(postings, last)


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


def known(connection: Connection, seqs: Iterable[int]) -> dict[int, Known]:
    """Load the sketches of stored articles with the story that each stands in."""
    wanted = sorted(set(seqs))
    if not wanted:
        return {}
    sqlite = connection.dialect.name == "sqlite"
    rows = connection.execute(
        _KNOWN_OF[connection.dialect.name], {"seqs": orjson.dumps(wanted).decode() if sqlite else array_of(wanted)}
    ).all()
    return {seq: Known(seq, story_id, sketch) for seq, story_id, sketch in rows}
