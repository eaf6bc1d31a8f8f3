"""The command `copytaster`.

Exit codes: 0 fine, 1 findings, 2 bad usage or settings, 3 no Redis, 4 no database, 5 schema behind.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from sqlalchemy.exc import DBAPIError

from schemas.errors import CopytasterError, DatabaseUnavailable
from schemas.logging_setup import configure_logging
from schemas.settings import Settings

app = typer.Typer(
    help="The newsroom's copytaster as a service: wire copy in, one clean story out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Wire = Annotated[str | None, typer.Option(help="The wire that the articles came by.")]


def settings_and_logs() -> Settings:
    """Load the settings and set up the logs: the first step of every command."""
    settings = Settings.load()
    configure_logging(settings.log_level, settings.log_format)
    return settings


@app.command()
def run(
    feed: Annotated[list[Path] | None, typer.Option(help="Copy these files or folders into the inbox first.")] = None,
) -> None:
    """Run everything on this machine until Ctrl-C or SIGTERM: Redis, workers, inbox."""
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
    from ops.running import run_inbox

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
def status(as_json: Json = False) -> None:
    """Show how far behind the desk is, and what it has done."""
    from ops.views import show_status

    show_status(settings_and_logs(), as_json=as_json)


@app.command()
def export(form: Annotated[str, typer.Option("--format", help="jsonl")] = "jsonl") -> None:
    """Print every stored article, one record a line, in order of arrival."""
    from ops.views import print_export

    if form != "jsonl":
        raise typer.BadParameter(f"{form} is not a format of export; use jsonl")
    print_export(settings_and_logs())


@app.command()
def stories(
    limit: Annotated[int, typer.Option(help="How many, the latest first.")] = 20,
    search: Annotated[str | None, typer.Option(help="Words of the headline.")] = None,
    as_json: Json = False,
) -> None:
    """List the latest stories."""
    from ops.story_views import show_stories

    show_stories(settings_and_logs(), limit, search, as_json=as_json)


@app.command()
def story(story_id: str, as_json: Json = False) -> None:
    """Show one story: its lead, copies and versions, and who carried it when."""
    from ops.story_views import show_story

    raise typer.Exit(show_story(settings_and_logs(), story_id, as_json=as_json))


@app.command()
def explain(
    article_id: str,
    other_id: Annotated[str | None, typer.Argument(help="Another article than the one it was matched with.")] = None,
    as_json: Json = False,
) -> None:
    """Say why an article is held to be a copy of another, with the passages they share."""
    from ops.story_views import show_explanation

    raise typer.Exit(show_explanation(settings_and_logs(), article_id, other_id, as_json=as_json))


@app.command()
def split(article_ids: list[str], as_json: Json = False) -> None:
    """Take articles out of their story into one of their own; the correction holds against later arrivals."""
    from ops.story_views import split_story

    split_story(settings_and_logs(), article_ids, as_json=as_json)


@app.command()
def merge(
    story_id: Annotated[str | None, typer.Argument(help="The story that stays.")] = None,
    other_id: Annotated[str | None, typer.Argument(help="The story that goes into it.")] = None,
    undo: Annotated[int | None, typer.Option(help="Undo the merge of this number.")] = None,
    as_json: Json = False,
) -> None:
    """Make two stories one, or undo a merge."""
    from ops.story_views import merge_stories, undo_merge

    if undo is not None:
        undo_merge(settings_and_logs(), undo, as_json=as_json)
    elif story_id and other_id:
        merge_stories(settings_and_logs(), story_id, other_id, as_json=as_json)
    else:
        raise typer.BadParameter("name two stories, or --undo NUMBER")


@app.command()
def rematch(
    since: Annotated[datetime, typer.Option(help="Articles received since then (UTC).")],
    write: Annotated[bool, typer.Option("--apply", help="Write the new stories.")] = False,
    as_json: Json = False,
) -> None:
    """Compute stories anew, as after a change of thresholds, and report the difference. Exit 1: there is one."""
    from ops.story_views import rematch_stories

    raise typer.Exit(rematch_stories(settings_and_logs(), since.replace(tzinfo=UTC), write=write, as_json=as_json))


@app.command()
def replay(
    from_filed: Annotated[bool, typer.Option("--from-filed", help="From the inbox's .filed/ folder.")] = False,
    since: Annotated[datetime | None, typer.Option(help="Only what was filed on this day (UTC) or later.")] = None,
    wire: Wire = None,
    as_json: Json = False,
) -> None:
    """Enqueue filed originals again; what is known ends as replayed. Exit 1: nothing was found."""
    from ops.replay import replay_filed

    if not from_filed:
        raise typer.BadParameter("say from where: --from-filed")
    raise typer.Exit(replay_filed(settings_and_logs(), since.date() if since else None, wire, as_json=as_json))


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check settings, Redis, database, schema and inbox, and say how to mend each finding."""
    from ops.doctor import show_findings

    raise typer.Exit(show_findings(settings_and_logs(), as_json=as_json))


quarantine = typer.Typer(help="What was refused: its bytes, the reason, and the way back.", no_args_is_help=True)
app.add_typer(quarantine, name="quarantine")


@quarantine.command("ls")
def quarantine_ls(
    reason: Annotated[str | None, typer.Option(help="Only this reason.")] = None,
    wire: Wire = None,
    as_json: Json = False,
) -> None:
    """List what lies in quarantine. Exit 1: something does."""
    from ops.views import show_quarantine

    raise typer.Exit(show_quarantine(settings_and_logs(), reason, wire, as_json=as_json))


@quarantine.command("show")
def quarantine_show(raw_id: str, as_json: Json = False) -> None:
    """Show one refused article: the reason and its bytes, made safe for a terminal."""
    from ops.views import show_quarantined

    raise typer.Exit(show_quarantined(settings_and_logs(), raw_id, as_json=as_json))


@quarantine.command("release")
def quarantine_release(
    raw_ids: Annotated[list[str] | None, typer.Argument(help="Which; none with --reason or --wire.")] = None,
    reason: Annotated[str | None, typer.Option(help="All of this reason.")] = None,
    wire: Wire = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be released.")] = False,
    as_json: Json = False,
) -> None:
    """Enqueue refused articles again: they are read by today's code as if they had just arrived."""
    from ops.views import release

    if not raw_ids and not reason and not wire:
        raise typer.BadParameter("name raw_ids, or --reason, or --wire")
    raise typer.Exit(release(settings_and_logs(), raw_ids or [], reason, wire, dry_run=dry_run, as_json=as_json))


def main() -> NoReturn:
    """Run the command line; errors that a person must act on are one line on standard error."""
    try:
        app()
    except CopytasterError as error:
        _fail(error)
    except DBAPIError as error:
        _fail(DatabaseUnavailable(f"the database does not answer: {str(error.orig).strip()}"))
    sys.exit(0)


def _fail(error: CopytasterError) -> NoReturn:
    print(f"copytaster: {error}", file=sys.stderr)  # noqa: T201 - an error of the command line
    sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
