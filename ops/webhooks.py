"""Webhooks: who is told at an address of their own. Added, listed, removed, and how far each has come."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from ops.signing import new_secret
from ops.telling import last_seq
from schemas.columns import table_of
from schemas.door_records import WebhookRecord
from schemas.errors import CopytasterError
from schemas.verdict import Verdict

_TABLE = table_of(WebhookRecord)


class WebhookTrouble(CopytasterError):
    """This webhook cannot be added or removed."""

    exit_code = 2


def add_webhook(engine: Engine, url: str, verdicts: Sequence[Verdict], *, after: int | None = None) -> WebhookRecord:
    """Add a subscriber and return it with its secret. `after` is the number to begin after; None: from now on."""
    _require_address(url)
    record = WebhookRecord(
        webhook_id=secrets.token_hex(6),
        url=url,
        secret=new_secret(),
        verdicts=[one.value for one in verdicts],
        cursor=last_seq(engine) if after is None else after,
        created_at=datetime.now(UTC),
    )
    with Session(engine, expire_on_commit=False) as session:
        session.add(record)
        session.commit()
    return record


def list_webhooks(engine: Engine) -> list[WebhookRecord]:
    """Return every subscriber, the oldest first."""
    with Session(engine) as session:
        return list(session.execute(select(WebhookRecord).order_by(_TABLE.c.created_at)).scalars())


def webhook_now(engine: Engine, webhook_id: str) -> WebhookRecord | None:
    """Return a subscriber as it is now; None when it is no longer told."""
    with Session(engine) as session:
        found = session.get(WebhookRecord, webhook_id)
    return None if found is None or found.ended_at is not None else found


def remove_webhook(engine: Engine, webhook_id: str) -> None:
    """Forget a subscriber. Raise WebhookTrouble when there is none of this id."""
    with engine.begin() as connection:
        if not connection.execute(delete(_TABLE).where(_TABLE.c.webhook_id == webhook_id)).rowcount:
            raise WebhookTrouble(f"there is no webhook {webhook_id}; `copytaster webhooks ls` lists them")


def note(engine: Engine, webhook_id: str, **values: Any) -> None:
    """Write down what a subscriber failed with, or that it wants no more."""
    with engine.begin() as connection:
        connection.execute(update(_TABLE).where(_TABLE.c.webhook_id == webhook_id).values(**values))


def advance(engine: Engine, webhook_id: str, cursor: int, **values: Any) -> None:
    """Write down that a subscriber has come to a number; never back: another process may have told it more."""
    further = (_TABLE.c.webhook_id == webhook_id) & (_TABLE.c.cursor < cursor)
    with engine.begin() as connection:
        connection.execute(update(_TABLE).where(further).values(cursor=cursor, **values))


def _require_address(url: str) -> None:
    parts = urlsplit(url)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme not in (("http", "https") if local else ("https",)) or not parts.hostname:
        raise WebhookTrouble(f"{url!r} is no https address; articles are sent in clear to this machine alone")
    if parts.username or parts.password:
        raise WebhookTrouble(
            "an address with a password in it would be logged and listed; deliveries are signed instead"
        )
