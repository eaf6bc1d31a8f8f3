"""Views: what the commands that show something print."""

import sys
from collections.abc import Sequence
from typing import Any

from ops import desk
from ops.embedded import require_redis
from ops.export import jsonl
from ops.printing import print_figures, print_json, print_table
from producer.enqueue import Door
from schemas.raw_article import received_now
from schemas.records import QuarantineRecord
from schemas.settings import Settings

_SHOWN_BYTES = 4096  # of a quarantined body on a terminal; --json gives all of it


def print_export(settings: Settings) -> None:
    """Write every record to standard output as JSON Lines."""
    engine = desk.opened(settings)
    for record in desk.records(engine):
        sys.stdout.buffer.write(jsonl(record))


def show_quarantine(settings: Settings, reason: str | None, wire: str | None, *, as_json: bool) -> int:
    """Print what lies in quarantine; 1 when something does."""
    engine = desk.opened(settings)
    held = desk.quarantine(engine, reason, wire)
    if as_json:
        print_json([_quarantine_fields(entry) for entry in held])
    else:
        rows = [(one.raw_id[:12], one.wire, one.name, one.reason, one.detail) for one in held]
        print_table(("raw_id", "wire", "name", "reason", "detail"), rows)
    return int(bool(held))


def show_quarantined(settings: Settings, raw_id: str, *, as_json: bool) -> int:
    """Print one quarantined article by its raw_id or the start of it; 1 when there is none."""
    engine = desk.opened(settings)
    held = [entry for entry in desk.quarantine(engine) if entry.raw_id.startswith(raw_id)]
    raw = desk.raw_article(engine, held[0].raw_id) if held else None
    if raw is None:
        print(f"copytaster: nothing in quarantine begins with {raw_id}", file=sys.stderr)  # noqa: T201
        return 1
    fields = [_quarantine_fields(entry) for entry in held if entry.raw_id == raw.raw_id]
    if as_json:
        print_json({"entries": fields, "bytes": len(raw.body), "body": raw.body.decode("utf-8", "backslashreplace")})
        return 0
    for entry in fields:
        print_figures(entry)
    shown = raw.body[:_SHOWN_BYTES].decode("utf-8", "backslashreplace")
    print("".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in shown))  # noqa: T201
    return 0


def release(
    settings: Settings, raw_ids: Sequence[str], reason: str | None, wire: str | None, *, dry_run: bool, as_json: bool
) -> int:
    """Enqueue quarantined articles again; 1 when none was found."""
    engine = desk.opened(settings)
    held = desk.quarantine(engine, reason, wire)
    chosen = sorted({one.raw_id for one in held if not raw_ids or one.raw_id.startswith(tuple(raw_ids))})
    if not dry_run and chosen:
        require_redis(settings)
        door = Door(settings)
        desk.mark_released(engine, chosen)
        found = (desk.raw_article(engine, raw_id) for raw_id in chosen)
        door.enqueue_many(raw.model_copy(update={"received_at": received_now()}) for raw in found if raw is not None)
    if as_json:
        print_json({"released": [] if dry_run else chosen, "would_release": chosen if dry_run else []})
    else:
        print(f"{'would release' if dry_run else 'released'} {len(chosen)}: {' '.join(chosen)}")  # noqa: T201
    return int(not chosen)


def _quarantine_fields(entry: QuarantineRecord) -> dict[str, Any]:
    names = ("raw_id", "name", "wire", "item", "stage", "reason", "detail", "attempts", "quarantined_at")
    return {name: getattr(entry, name) for name in names}
