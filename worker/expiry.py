"""Expiry: index keys and sketches go when the syndication window has passed; the articles themselves stay."""

from sqlalchemy import Connection, bindparam, text

# Articles at a time: more than a minute's worth of a busy desk, and a pause of the section that nobody notices.
_SLICE = 1_000

_OLD = text("SELECT seq FROM fingerprint WHERE day < :oldest ORDER BY day LIMIT :slice")
_FORGET_KEYS, _FORGET_SKETCHES = (
    text(f"DELETE FROM {table} WHERE seq IN :seqs").bindparams(bindparam("seqs", expanding=True))  # noqa: S608 - constants
    for table in ("fingerprint_key", "fingerprint")
)


def expire(connection: Connection, oldest_day: int) -> int:
    """Delete a slice of what is older than a day (counted from 1970-01-01); return how many keys went.

    The look-up never reads what is older, so nothing depends on how far this has come.
    """
    seqs = list(connection.execute(_OLD, {"oldest": oldest_day, "slice": _SLICE}).scalars())
    if not seqs:
        return 0
    keys = connection.execute(_FORGET_KEYS, {"seqs": seqs}).rowcount
    connection.execute(_FORGET_SKETCHES, {"seqs": seqs})
    return int(keys)
