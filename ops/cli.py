"""The command `copytaster`.

Exit codes: 0 fine, 1 findings, 2 bad usage or settings, 3 no Redis, 4 no database, 5 schema behind.
"""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from sqlalchemy.exc import DBAPIError

from ops.cli_door import door_app
from ops.cli_log import log_app
from ops.cli_quarantine import quarantine_app
from ops.cli_stories import stories_app
from ops.cli_upkeep import upkeep_app
from ops.cli_watch import Since, moment_of, watch_app
from ops.ending import fail
from ops.options import Json, Wire, settings_and_logs
from schemas.errors import CopytasterError, DatabaseUnavailable

app = typer.Typer(
    help="The newsroom's copytaster as a service: wire copy in, one clean story out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(watch_app)
app.add_typer(log_app)
app.add_typer(door_app)
app.add_typer(stories_app)
app.add_typer(upkeep_app)
app.add_typer(quarantine_app, name="quarantine")


@app.command()
def run(
    feed: Annotated[list[Path] | None, typer.Option(help="Copy these files or folders into the inbox first.")] = None,
) -> None:
    """Run everything on this machine until Ctrl-C or SIGTERM: Redis, workers, inbox, HTTP."""
    from ops.running import run_all

    run_all(settings_and_logs(), feed or [])


@app.command()
def worker() -> None:
    """Run the workers (COPYTASTER_WORKERS processes) until SIGTERM."""
    from ops.running import run_workers

    run_workers(settings_and_logs())


@app.command()
def inbox(once: Annotated[bool, typer.Option("--once", help="Take what lies there, then end.")] = False) -> None:
    """Watch the inbox until SIGTERM."""
    from ops.watcher import run_inbox

    run_inbox(settings_and_logs(), once=once)


@app.command()
def once(paths: list[Path], wire: Wire = None, as_json: Json = False) -> None:
    """Read files or folders where they lie, wait for every verdict, sum up. Exit 1: something was refused."""
    from ops.running import run_documents_once

    raise typer.Exit(run_documents_once(settings_and_logs(), paths, wire, as_json=as_json))


@app.command()
def enqueue(
    files: list[str],
    wire: Annotated[str, typer.Option(help="The wire that the articles came by.")] = "local",
    name: Annotated[str | None, typer.Option(help="What to call standard input.")] = None,
    as_json: Json = False,
) -> None:
    """Enqueue files, or standard input as `-`, for a running service."""
    from ops.running import enqueue_files

    raise typer.Exit(enqueue_files(settings_and_logs(), files, wire, name or "stdin", as_json=as_json))


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from ops.running import migrate_database

    migrate_database(settings_and_logs())


@app.command()
def export(form: Annotated[str, typer.Option("--format", help="jsonl")] = "jsonl") -> None:
    """Print every stored article, one record a line, in order of arrival."""
    from ops.views import print_export

    if form != "jsonl":
        raise typer.BadParameter(f"{form} is not a format of export; use jsonl")
    print_export(settings_and_logs())


@app.command()
def replay(
    from_filed: Annotated[bool, typer.Option("--from-filed", help="Read .filed/, not the database's bytes.")] = False,
    since: Since = None,
    wire: Wire = None,
    write: Annotated[bool, typer.Option("--apply", help="Write what differs, enqueue what is new.")] = False,
    as_json: Json = False,
) -> None:
    """Read what was received again, by today's code, and say what would change. Exit 1: something, or no documents."""
    from ops.replay import Source
    from ops.replay_view import show_replay

    source = Source(from_filed, moment_of(since), wire)
    raise typer.Exit(show_replay(settings_and_logs(), source, write=write, as_json=as_json))


def main() -> NoReturn:
    """Run the command line; errors that a person must act on are one line on standard error."""
    try:
        app()
    except CopytasterError as error:
        fail(error)
    except DBAPIError as error:
        fail(DatabaseUnavailable(f"the database does not answer: {str(error.orig).strip()}"))
    sys.exit(0)


if __name__ == "__main__":
    main()
