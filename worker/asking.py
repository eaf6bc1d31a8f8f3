"""Asking: queries about many names or numbers at once, of fixed text: all that is asked for goes as one parameter.

SQLAlchemy would take four times as long to make a statement of each list as SQLite takes to answer it, and PostgreSQL
would plan each anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, text
from sqlalchemy.types import TypeEngine

from schemas.columns import UtcDateTime, json_text

_IN = {"sqlite": "IN (SELECT value FROM json_each(:wanted))", "postgresql": "= ANY(:wanted)"}
_NAMED = {
    # CROSS: SQLite takes the tables as they stand, the few names first, and seeks each in a tree of articles.
    "sqlite": (
        "(SELECT json_extract(value, '$[0]') AS wire, json_extract(value, '$[1]') AS name FROM json_each(:wanted)) AS n"
        " CROSS JOIN"
    ),
    "postgresql": "unnest(CAST(:wires AS text[]), CAST(:names AS text[])) AS n(wire, name) JOIN",
}

Types = Mapping[str, TypeEngine[Any]]


class Query:
    """A query with `{is_in}` after a column: its value is one of many. `types` are those that no driver tells."""

    def __init__(self, query: str, types: Types | None = None) -> None:
        bounds = [bindparam("since", type_=UtcDateTime())] if ":since" in query else []
        self._texts = {
            kind: text(query.format(is_in=_IN[kind], named=_NAMED[kind])).bindparams(*bounds).columns(**types or {})
            for kind in _IN
        }

    def rows(self, connection: Connection, wanted: Iterable[str] | Iterable[int]) -> Sequence[RowMapping]:
        """Return the rows of what is wanted; for nothing nothing is asked."""
        given = list(dict.fromkeys(wanted))
        if not given:
            return []
        if connection.dialect.name == "sqlite":
            return self._asked(connection, wanted=json_text(given))
        return self._asked(connection, wanted=given)

    def _asked(self, connection: Connection, **given: object) -> Sequence[RowMapping]:
        return connection.execute(self._texts[connection.dialect.name], given).mappings().all()


class NamedQuery(Query):
    """A query with `{named}` before a table: its rows stand beside one of many pairs, `n.wire` and `n.name`."""

    def named(
        self, connection: Connection, names: Iterable[tuple[str, str]], **bounds: datetime
    ) -> Sequence[RowMapping]:
        """Return the rows of what is named, each by its wire and a name that this gave it."""
        given = list(dict.fromkeys(names))
        if not given:
            return []
        if connection.dialect.name == "sqlite":
            return self._asked(connection, wanted=json_text(given), **bounds)
        wires, called = ([pair[place] for pair in given] for place in (0, 1))
        return self._asked(connection, wires=wires, names=called, **bounds)
