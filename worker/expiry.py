"""Expiry: index keys and sketches go when the syndication window has passed; the articles themselves stay."""

from sqlalchemy import Connection, text

# A slice at a time: a minute's worth of keys of a busy desk, and a pause of the serial section that nobody notices.
_SLICE = 20_000

_OLD_KEYS = {
    "sqlite": "DELETE FROM fingerprint_key WHERE (key, seq) IN (SELECT key, seq FROM fingerprint_key WHERE {old})",
    "postgresql": "DELETE FROM fingerprint_key WHERE ctid IN (SELECT ctid FROM fingerprint_key WHERE {old})",
}
_OLD = "day < :oldest LIMIT :slice"
_OLD_SKETCHES = text(f"DELETE FROM fingerprint WHERE seq IN (SELECT seq FROM fingerprint WHERE {_OLD})")  # noqa: S608 - constants


def expire(connection: Connection, oldest_day: int) -> int:
    """Delete a slice of what is older than a day (counted from 1970-01-01); return how many keys went.

    The look-up never reads what is older, so nothing depends on how far this has come.
    """
    values = {"oldest": oldest_day, "slice": _SLICE}
    keys = connection.execute(text(_OLD_KEYS[connection.dialect.name].format(old=_OLD)), values).rowcount
    connection.execute(_OLD_SKETCHES, values)
    return int(keys)
