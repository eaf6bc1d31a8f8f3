"""Options: what every command does first, and the options that many of them take."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from schemas.logging_setup import configure_logging
from schemas.sentry_setup import report_faults
from schemas.settings import Settings
from schemas.tracing_setup import require_tracing

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Wire = Annotated[str | None, typer.Option(help="The wire that the articles came by.")]


def settings_and_logs() -> Settings:
    """Load the settings and set up the logs, and who hears of errors: the first step of every command."""
    settings = Settings.load()
    configure_logging(settings.log_level, settings.log_format)
    report_faults(settings, Path(sys.argv[0]).name)
    require_tracing(settings)
    return settings
