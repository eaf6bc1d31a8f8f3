"""The commands about quarantine: what was refused, its bytes, the reason, and the way back."""

from typing import Annotated

import typer

from ops.options import Json, Wire, settings_and_logs
from schemas.verdict import Reason

RawIds = Annotated[list[str] | None, typer.Argument(help="Which; none with --reason or --wire.")]
OfReason = Annotated[Reason | None, typer.Option(help="All of this reason.")]

quarantine_app = typer.Typer(help="What was refused: its bytes, the reason, and the way back.", no_args_is_help=True)


@quarantine_app.command("ls")
def quarantine_ls(
    reason: Annotated[Reason | None, typer.Option(help="Only this reason.")] = None,
    wire: Wire = None,
    as_json: Json = False,
) -> None:
    """List what lies in quarantine. Exit 1: something does."""
    from ops.quarantine_views import show_quarantine

    raise typer.Exit(show_quarantine(settings_and_logs(), reason and reason.value, wire, as_json=as_json))


@quarantine_app.command("show")
def quarantine_show(raw_id: str, as_json: Json = False) -> None:
    """Show one refused article: the reason and its bytes, made safe for a terminal."""
    from ops.quarantine_views import show_quarantined

    raise typer.Exit(show_quarantined(settings_and_logs(), raw_id, as_json=as_json))


@quarantine_app.command("release")
def quarantine_release(
    raw_ids: RawIds = None,
    reason: OfReason = None,
    wire: Wire = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be released.")] = False,
    as_json: Json = False,
) -> None:
    """Enqueue refused articles again: they are read by today's code as if they had just arrived."""
    from ops.quarantine_views import release

    _require_some(raw_ids, reason, wire)
    word = reason and reason.value
    raise typer.Exit(release(settings_and_logs(), raw_ids or [], word, wire, dry_run=dry_run, as_json=as_json))


@quarantine_app.command("discard")
def quarantine_discard(
    raw_ids: RawIds = None,
    reason: OfReason = None,
    wire: Wire = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be discarded.")] = False,
    as_json: Json = False,
) -> None:
    """Delete refused articles and their bytes for good; the same bytes, sent again, are read again."""
    from ops.quarantine_views import discard

    _require_some(raw_ids, reason, wire)
    word = reason and reason.value
    raise typer.Exit(discard(settings_and_logs(), raw_ids or [], word, wire, dry_run=dry_run, as_json=as_json))


def _require_some(raw_ids: list[str] | None, reason: Reason | None, wire: str | None) -> None:
    if not raw_ids and not reason and not wire:
        raise typer.BadParameter("name raw_ids, or --reason, or --wire")
