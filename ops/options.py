"""Options: what every command does first, and the options that many of them take."""

from typing import Annotated

import typer

from schemas.logging_setup import configure_logging
from schemas.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Wire = Annotated[str | None, typer.Option(help="The wire that the articles came by.")]


def settings_and_logs() -> Settings:
    """Load the settings and set up the logs: the first step of every command."""
    settings = Settings.load()
    configure_logging(settings.log_level, settings.log_format)
    return settings
