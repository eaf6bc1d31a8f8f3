"""The commands that say how the desk is doing."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from ops.moments import moment
from ops.options import Json, Wire, settings_and_logs

watch_app = typer.Typer()

Since = Annotated[str | None, typer.Option(help="30m, 2h, 06:00, 2026-03-01 or 2026-03-01T06:00, in UTC.")]


def moment_of(text: str | None) -> datetime | None:
    """Return the point in time that an option names. Raise BadParameter, exit code 2, for one that names none."""
    try:
        return None if text is None else moment(text, datetime.now(UTC))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


@watch_app.command()
def status(as_json: Json = False) -> None:
    """Show how far behind the desk is, what it has done, and what needs a hand."""
    from ops.status import show_status

    show_status(settings_and_logs(), as_json=as_json)


@watch_app.command()
def wires(wire: Wire = None, as_json: Json = False) -> None:
    """Show each wire's rate, when it was last heard, and whether it has gone quiet. Exit 1: one has."""
    from ops.status import show_wires

    raise typer.Exit(show_wires(settings_and_logs(), wire, as_json=as_json))


@watch_app.command()
def desk(
    once: Annotated[bool, typer.Option("--once", help="Print one picture and end.")] = False,
    every_s: Annotated[float, typer.Option("--every", min=0.2, help="Seconds between two pictures.")] = 1.0,
) -> None:
    """Watch the desk live in the terminal, until Ctrl-C."""
    from ops.live import show_desk

    show_desk(settings_and_logs(), every_s=every_s, once=once)


@watch_app.command()
def handover(since: Since = "06:00", as_json: Json = False) -> None:
    """Print what happened in a shift, as plain text to paste: counts, kills, quarantine, quiet wires, incidents."""
    from ops.handover import show_handover

    start = moment_of(since)
    assert start is not None
    show_handover(settings_and_logs(), start, as_json=as_json)


@watch_app.command()
def trace(article: str, as_json: Json = False) -> None:
    """Tell everything known of one article: raw_id, article_id, guid, name or request id, or the start of an id.

    Exit 1: nothing is known of it.
    """
    from ops.trace import show_trace

    raise typer.Exit(show_trace(settings_and_logs(), article, as_json=as_json))


@watch_app.command()
def doctor(
    check: Annotated[list[str] | None, typer.Argument(help="Only these checks, by name.")] = None,
    as_json: Json = False,
) -> None:
    """Check settings, Redis, database, clocks, disk, log, inbox, workers; say how to mend each. Exit 1: a finding."""
    from ops.doctor import show_findings

    raise typer.Exit(show_findings(settings_and_logs(), check or [], as_json=as_json))
