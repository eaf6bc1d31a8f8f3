"""The commands of the HTTP door: serve it, the keys to it, and who is told of what comes through."""

from typing import Annotated

import typer

from ops.options import Json, settings_and_logs
from schemas.api_keys import Scope
from schemas.verdict import Verdict

door_app = typer.Typer()
keys_app = typer.Typer(help="API keys of other services.", no_args_is_help=True)
webhooks_app = typer.Typer(help="Who is told of articles at an address of their own.", no_args_is_help=True)
door_app.add_typer(keys_app, name="keys")
door_app.add_typer(webhooks_app, name="webhooks")

_WIRE = "The only wire that it may send for."
_RATE = "Articles, or questions, a second; twice as many may come at once."


@door_app.command()
def api() -> None:
    """Serve HTTP until SIGTERM: the door for other services, the desk's page, metrics and health."""
    from ops.serving import serve

    serve(settings_and_logs())


@keys_app.command("add")
def keys_add(
    name: Annotated[str, typer.Argument(help="What to call it: the service that will use it.")],
    scope: Annotated[list[Scope] | None, typer.Option(help="Once or more; enqueue where none is named.")] = None,
    wire: Annotated[str | None, typer.Option(help=_WIRE)] = None,
    rate: Annotated[float, typer.Option(min=0.01, max=100_000, help=_RATE)] = 1000,
    as_json: Json = False,
) -> None:
    """Make a key and print it: it is shown this once, and only a hash of it is kept."""
    from ops.door_views import print_new_key

    print_new_key(settings_and_logs(), name, scope or [Scope.ENQUEUE], wire, rate, as_json=as_json)


@keys_app.command("ls")
def keys_ls(as_json: Json = False) -> None:
    """List the keys."""
    from ops.door_views import print_keys

    print_keys(settings_and_logs(), as_json=as_json)


@keys_app.command("revoke")
def keys_revoke(name: Annotated[str, typer.Argument(help="The name of the key, or its id.")]) -> None:
    """Let a key be refused, within two seconds."""
    from ops.desk import opened
    from ops.keys import revoke_key

    revoke_key(opened(settings_and_logs()), name)


@webhooks_app.command("add")
def webhooks_add(
    url: Annotated[str, typer.Argument(help="Where to POST: https, or http on this machine.")],
    verdict: Annotated[
        list[Verdict] | None, typer.Option(help="Once or more; default: what is new of a story.")
    ] = None,
    after: Annotated[int | None, typer.Option(min=0, help="The number to begin after; default: from now on.")] = None,
    as_json: Json = False,
) -> None:
    """Add a subscriber and print the secret by which its deliveries are signed."""
    from ops.door_views import print_new_webhook

    print_new_webhook(settings_and_logs(), url, verdict or [], after, as_json=as_json)


@webhooks_app.command("ls")
def webhooks_ls(as_json: Json = False) -> None:
    """List the subscribers, how far each has come, and what it failed with."""
    from ops.door_views import print_webhooks

    print_webhooks(settings_and_logs(), as_json=as_json)


@webhooks_app.command("remove")
def webhooks_remove(webhook_id: str) -> None:
    """Tell a subscriber nothing more, and forget it."""
    from ops.desk import opened
    from ops.webhooks import remove_webhook

    remove_webhook(opened(settings_and_logs()), webhook_id)
