"""The commands that keep a database in shape: prune what is old, move to another database."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from ops.options import Json, settings_and_logs

upkeep_app = typer.Typer()


@upkeep_app.command()
def prune(
    keep_days: Annotated[int, typer.Option("--keep-days", min=1, help="Days for which everything is kept.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how much would go.")] = False,
    as_json: Json = False,
) -> None:
    """Delete stories, articles and bytes older than this; what lies in quarantine stays until it is decided."""
    from ops.upkeep import prune_database

    before = datetime.now(UTC) - timedelta(days=keep_days)
    prune_database(settings_and_logs(), before, dry_run=dry_run, as_json=as_json)


@upkeep_app.command()
def move(
    to: Annotated[str, typer.Option(help="The other database's URL, such as postgresql://user@host/name.")],
    as_json: Json = False,
) -> None:
    """Copy everything into another database. Stop the service first; a move that broke off goes on where it was."""
    from ops.upkeep import move_database

    move_database(settings_and_logs(), to, as_json=as_json)
