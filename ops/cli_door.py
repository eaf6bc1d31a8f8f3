"""The commands of the HTTP door."""

import typer

from ops.options import settings_and_logs

door_app = typer.Typer()


@door_app.command()
def api() -> None:
    """Serve HTTP until SIGTERM: the door for other services, the desk's page, metrics and health."""
    from ops.serving import serve

    serve(settings_and_logs())
