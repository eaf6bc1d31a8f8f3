"""The command `log`: follow and filter what any part of the service says."""

from typing import Annotated

import typer

from ops.cli_watch import Since, moment_of
from ops.options import Wire, settings_and_logs

log_app = typer.Typer()


@log_app.command()
def log(
    files: Annotated[list[str] | None, typer.Argument(help="Files, or - for standard input; none: HOME/log.")] = None,
    *,
    wire: Wire = None,
    event: Annotated[str | None, typer.Option(help="The start of an event's name: article.kill, inbox.")] = None,
    story: Annotated[str | None, typer.Option(help="The start of a story's or an article's id.")] = None,
    part: Annotated[str | None, typer.Option(help="The start of a part's name: worker, inbox.")] = None,
    since: Since = None,
    grep: Annotated[str | None, typer.Option(help="Text that stands in the line; case does not matter.")] = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what is still to come.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, on a terminal too.")] = False,
    as_ticker: Annotated[bool, typer.Option("--ticker", help="The ticker, off a terminal too.")] = False,
) -> None:
    """Print log lines that are wanted: a ticker on a terminal, JSON lines off it.

    `docker compose logs | copytaster log --event article.kill` reads standard input.
    """
    from ops.log_lines import Wanted
    from ops.log_view import show_log

    wanted = Wanted(wire, event, story, moment_of(since), grep, part)
    form = "json" if as_json else "ticker" if as_ticker else "auto"
    show_log(settings_and_logs(), files or [], wanted, follow=follow, form=form)
