"""Lookup: from index keys to the stored articles that are worth verifying. Bounded reads, one statement each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, text

from worker.fingerprint import Fingerprint
from worker.match import Known

# For each key the newest postings only: a key of boilerplate has thousands, and its weight is one over their number.
# The inner query walks the key's own range of the primary key backwards and stops at the cap.
_POSTINGS = """
SELECT k.value AS key, f.seq AS seq
FROM {keys} JOIN fingerprint_key f ON f.key = k.value AND f.seq IN (
    SELECT p.seq FROM fingerprint_key p
    WHERE p.key = k.value AND p.seq > :after AND p.day >= :oldest
    ORDER BY p.seq DESC LIMIT :cap)
ORDER BY f.seq DESC
"""
_POSTINGS_OF = {
    "sqlite": text(_POSTINGS.format(keys="json_each(:keys) AS k")),
    "postgresql": text(
        """
        SELECT k.value AS key, f.seq AS seq
        FROM unnest(CAST(:keys AS bigint[])) AS k(value)
        CROSS JOIN LATERAL (
            SELECT p.seq FROM fingerprint_key p
            WHERE p.key = k.value AND p.seq > :after AND p.day >= :oldest
            ORDER BY p.seq DESC LIMIT :cap) AS f
        ORDER BY f.seq DESC
        """
    ),
}
_KNOWN = text(
    """
    SELECT f.seq, a.story_id, f.sketch FROM fingerprint f JOIN article a ON a.seq = f.seq WHERE f.seq IN :seqs
    """
).bindparams(bindparam("seqs", expanding=True))
_LAST_SEQ = text("SELECT coalesce(max(seq), 0) FROM article")


class Lookup(NamedTuple):
    """What the index knew when it was asked: postings newest first, and the last number given by then."""

    postings: Mapping[int, Sequence[int]]
    last_seq: int


def last_seq(connection: Connection) -> int:
    """Return the highest sequence number that is committed."""
    return int(connection.execute(_LAST_SEQ).scalar_one())


def look(
    connection: Connection, prints: Iterable[Fingerprint], *, after: int, oldest_day: int, postings_cap: int
) -> Lookup:
    """Return the postings of all keys of the prints among articles numbered above `after`, not older than a day."""
    last = last_seq(connection)
    keys = sorted({key for fingerprint in prints for key in fingerprint.keys})
    postings: dict[int, list[int]] = {}
    if keys and last > after:
        sqlite = connection.dialect.name == "sqlite"
        rows = connection.execute(
            _POSTINGS_OF[connection.dialect.name],
            {
                "keys": orjson.dumps(keys).decode() if sqlite else keys,
                "after": after,
                "oldest": oldest_day,
                "cap": postings_cap,
            },
        )
        for key, seq in rows:
            postings.setdefault(key, []).append(seq)
    return Lookup(postings, last)


def known(connection: Connection, seqs: Iterable[int]) -> dict[int, Known]:
    """Load the sketches of stored articles with the story that each stands in."""
    wanted = sorted(set(seqs))
    if not wanted:
        return {}
    rows = connection.execute(_KNOWN, {"seqs": wanted})
    return {seq: Known(seq, story_id, sketch) for seq, story_id, sketch in rows}
