"""Trace: everything that is known of one article: its file, the ledger, the database, quarantine, and the log."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine

from ops import desk, finding
from ops.held import Held, held
from ops.log_files import log_folder
from ops.log_lines import Line
from ops.log_tail import past_lines
from ops.printing import print_figures, print_json
from producer.folder import FILED, SPIKED
from schemas.errors import RedisUnavailable
from schemas.settings import Settings
from schemas.ticker import ticker


class Known(NamedTuple):
    """What is known of one raw article."""

    raw_id: str
    raw: dict[str, Any] | None  # wire, name, request id, bytes, received and stored
    files: list[str]
    ledger: Held | None
    ledger_error: str | None
    articles: list[dict[str, Any]]
    quarantine: list[dict[str, Any]]
    log: list[Line]

    def as_json(self) -> dict[str, Any]:
        """Return it for machines."""
        return self._asdict() | {"ledger": self.ledger._asdict() if self.ledger else None}


def show_trace(settings: Settings, asked: str, *, as_json: bool) -> int:
    """Print everything known of what was asked for; 1 when nothing is. Raise DatabaseUnavailable, SchemaBehind."""
    engine = desk.opened(settings)
    lines = list(past_lines(log_folder(settings.home)))
    raw_ids = finding.raw_ids_of(engine, asked) or _in_log(lines, asked) or _in_ledger(settings, asked)
    found = [trace(settings, engine, raw_id, lines) for raw_id in raw_ids]
    if as_json:
        print_json([one.as_json() for one in found])
    else:
        for one in found:
            _print(one)
        if not found:
            print(f"nothing is known of {asked}: not in the database, the ledger or the log")  # noqa: T201
    return int(not found)


def trace(settings: Settings, engine: Engine, raw_id: str, lines: Iterable[Line]) -> Known:
    """Return what is known of a raw article."""
    raw = finding.raw_of(engine, raw_id)
    kept, error = _held(settings, raw_id)
    told = [line for line in lines if line.get("raw_id") == raw_id or _is_of_request(line, raw)]
    name = str(raw["name"]) if raw else next((str(line["name"]) for line in told if line.get("name")), "")
    return Known(
        raw_id=raw_id,
        raw=raw,
        files=list(_files(settings.inbox_folder, name)) if name else [],
        ledger=kept,
        ledger_error=error,
        articles=finding.articles_of(engine, raw_id),
        quarantine=finding.quarantine_of(engine, raw_id),
        log=told,
    )


def _is_of_request(line: Line, raw: dict[str, Any] | None) -> bool:
    """Return whether a line, which names no article, tells of the file or request that brought this one."""
    request_id = raw and raw["request_id"]
    return bool(request_id) and line.get("request_id") == request_id and "raw_id" not in line


def _held(settings: Settings, raw_id: str) -> tuple[Held | None, str | None]:
    try:
        return held(settings, raw_id), None
    except RedisUnavailable as error:
        return None, str(error)


def _in_log(lines: Iterable[Line], asked: str) -> list[str]:
    fields = ("request_id", "guid", "name")
    found = {
        str(line["raw_id"]): None
        for line in lines
        if line.get("raw_id")
        and (str(line["raw_id"]).startswith(asked) or any(line.get(field) == asked for field in fields))
    }
    return list(found)


def _in_ledger(settings: Settings, asked: str) -> list[str]:
    """Return the id itself where the ledger holds it: accepted, and not yet told by any line."""
    kept, _error = _held(settings, asked)
    return [asked] if kept is not None else []


def _files(inbox: Path, name: str) -> Iterator[str]:
    """Yield where the file of this name lies, in the inbox still, filed or spiked; for a member, its container."""
    outer = Path(name.partition("#")[0])
    if outer.is_absolute() or ".." in outer.parts:
        return
    for folder in (inbox, *_days(inbox / FILED), *_days(inbox / SPIKED)):
        for path in (outer, *outer.parents[:-1]):
            if (folder / path).is_file():
                yield str(folder / path)
                break


def _days(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _print(one: Known) -> None:
    print_figures({"raw_id": one.raw_id, **(one.raw or {"bytes": "not in the database"})})
    for path in one.files:
        print(f"file: {path}")  # noqa: T201 - it is what the command is for
    if one.ledger is not None:
        print_figures({f"ledger, {name}": value for name, value in one.ledger._asdict().items()})
    else:
        print(f"ledger: {one.ledger_error or 'finished, or never accepted'}")  # noqa: T201
    for title, rows in (("article", one.articles), ("quarantine", one.quarantine)):
        for row in rows:
            print_figures({title: "", **{f"  {name}": value for name, value in row.items() if value is not None}})
    for line in one.log:
        print(ticker(line))  # noqa: T201
