"""Upkeep: what the commands `prune` and `move` do and print."""

from datetime import datetime

from ops.move import Moved, MoveFails, move
from ops.printing import print_figures, print_json, print_table
from ops.prune import prune
from schemas.settings import Settings
from worker.database import engine_of
from worker.migrate import migrate, require_schema


def prune_database(settings: Settings, before: datetime, *, dry_run: bool, as_json: bool) -> None:
    """Prune, or say what would go. Raise SchemaBehind, DatabaseUnavailable."""
    engine = engine_of(settings, pooled=False)
    require_schema(engine)
    pruned = prune(engine, before, dry_run=dry_run)
    figures = {"before": before.isoformat(timespec="seconds"), "dry_run": dry_run, **pruned._asdict()}
    if as_json:
        print_json(figures)
    else:
        print_figures(figures)


def move_database(settings: Settings, url: str, *, as_json: bool) -> None:
    """Move to another database, and say how to use it. Raise MoveFails, SchemaBehind, DatabaseUnavailable."""
    there = settings.model_copy(update={"database_url": url})
    if there.database_location == settings.database_location:
        raise MoveFails("the other database is this one; give another URL with --to")
    source, target = engine_of(settings, pooled=False), engine_of(there, pooled=False)
    require_schema(source)
    migrate(target)
    moved: list[Moved] = []
    move(source, target, moved.append)
    if as_json:
        print_json([one._asdict() for one in moved])
        return
    print_table(("table", "copied now", "rows there"), moved)
    print("Set COPYTASTER_DATABASE_URL to it and start the service.")  # noqa: T201 - it is what the command is for
