"""Door views: what the commands about keys and webhooks print."""

from collections.abc import Sequence

import typer
from pydantic import TypeAdapter, ValidationError

from ops.desk import opened
from ops.keys import add_key, list_keys
from ops.printing import print_figures, print_json, print_table
from ops.telling import NEWS
from ops.webhooks import add_webhook, list_webhooks
from schemas.api_keys import Scope
from schemas.raw_article import Wire
from schemas.settings import Settings
from schemas.verdict import Verdict

_KEY_FIELDS = ("key_id", "name", "scopes", "wire", "rate", "created_at", "revoked_at")
_WEBHOOK_FIELDS = (
    "webhook_id", "url", "verdicts", "cursor", "created_at", "delivered_at", "failing_since", "failure", "ended_at",
)  # fmt: skip


def print_new_key(
    settings: Settings, name: str, scopes: Sequence[Scope], wire: str | None, rate: float, *, as_json: bool
) -> None:
    """Make a key and print it."""
    if wire is not None:
        try:
            TypeAdapter(Wire).validate_python(wire)
        except ValidationError as error:
            raise typer.BadParameter(f"{wire!r} is no wire: a-z, 0-9, dot, dash, underscore") from error
    if not 0 < len(name) <= 64 or not name.isprintable():
        raise typer.BadParameter("a name has 1 to 64 printable characters")
    key = add_key(opened(settings), name, scopes, wire=wire, rate=rate)
    if as_json:
        print_json({"name": name, "key": key, "scopes": list(scopes), "wire": wire, "rate": rate})
    else:
        print(key)  # noqa: T201 - it is what the command is for


def print_keys(settings: Settings, *, as_json: bool) -> None:
    """Print the keys, without what is secret."""
    rows = [{name: getattr(one, name) for name in _KEY_FIELDS} for one in list_keys(opened(settings))]
    if as_json:
        print_json(rows)
        return
    print_table(_KEY_FIELDS, ([_shown(row[name]) for name in _KEY_FIELDS] for row in rows))


def print_new_webhook(
    settings: Settings, url: str, verdicts: Sequence[Verdict], after: int | None, *, as_json: bool
) -> None:
    """Add a subscriber and print its id and secret."""
    record = add_webhook(opened(settings), url, verdicts or NEWS, after=after)
    figures = {"webhook_id": record.webhook_id, "secret": record.secret, "cursor": record.cursor}
    if as_json:
        print_json(figures)
    else:
        print_figures(figures)


def print_webhooks(settings: Settings, *, as_json: bool) -> None:
    """Print the subscribers, without their secrets."""
    rows = [{name: getattr(one, name) for name in _WEBHOOK_FIELDS} for one in list_webhooks(opened(settings))]
    if as_json:
        print_json(rows)
        return
    print_table(_WEBHOOK_FIELDS, ([_shown(row[name]) for name in _WEBHOOK_FIELDS] for row in rows))


def _shown(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
