"""Moves: what an editor's correction or a new matching took from one story into another, noted for who is told."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from schemas.columns import table_of
from schemas.records import MoveRecord
from worker.lookup import last_seq

_move = table_of(MoveRecord)


def note_move(connection: Connection, source: str, target: str, article_ids: Sequence[str]) -> None:
    """Write down a move under the next number. The serial section has been entered, so the number is nobody else's."""
    number = last_seq(connection) + 1
    values = {"seq": number, "from_story": source, "to_story": target, "articles": list(article_ids)}
    connection.execute(insert(_move).values(**values, moved_at=datetime.now(UTC)))
