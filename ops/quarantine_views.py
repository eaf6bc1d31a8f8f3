"""Quarantine views: what the commands about quarantine print."""

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ops import desk, refused
from ops.embedded import require_redis
from ops.printing import print_figures, print_json, print_table
from schemas.records import QuarantineRecord
from schemas.settings import Settings

_SHOWN_BYTES = 4096  # of a quarantined body on a terminal; --json gives all of it


def show_quarantine(settings: Settings, reason: str | None, wire: str | None, *, as_json: bool) -> int:
    """Print what lies in quarantine, then how much of each reason and wire; 1 when something does."""
    engine = desk.opened(settings)
    held = desk.quarantine(engine, reason, wire)
    if as_json:
        print_json([_fields(entry) for entry in held])
        return int(bool(held))
    rows = [(one.raw_id[:12], one.wire, one.name, one.reason, one.detail) for one in held]
    print_table(("raw_id", "wire", "name", "reason", "detail"), rows)
    counts = Counter((one.reason, one.wire) for one in held)
    print_figures({f"{reason}, {wire}": count for (reason, wire), count in counts.most_common()})
    return int(bool(held))


def show_quarantined(settings: Settings, raw_id: str, *, as_json: bool) -> int:
    """Print one quarantined article by its raw_id or the start of it; 1 when there is none."""
    engine = desk.opened(settings)
    held = [entry for entry in desk.quarantine(engine) if entry.raw_id.startswith(raw_id)]
    raw = desk.raw_article(engine, held[0].raw_id) if held else None
    if raw is None:
        print(f"copytaster: nothing in quarantine begins with {raw_id}", file=sys.stderr)  # noqa: T201
        return 1
    fields = [_fields(entry) for entry in held if entry.raw_id == raw.raw_id]
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
    chosen = refused.chosen(engine, raw_ids, reason, wire)
    if not dry_run and chosen:
        require_redis(settings)
        chosen = refused.release(settings, engine, chosen)
    return _told("release", chosen, dry_run=dry_run, as_json=as_json)


def discard(
    settings: Settings, raw_ids: Sequence[str], reason: str | None, wire: str | None, *, dry_run: bool, as_json: bool
) -> int:
    """Delete quarantined articles with their bytes; 1 when none was found."""
    engine = desk.opened(settings)
    chosen = refused.chosen(engine, raw_ids, reason, wire)
    if not dry_run:
        chosen = refused.discard(engine, chosen)
    return _told("discard", chosen, dry_run=dry_run, as_json=as_json)


def _told(verb: str, raw_ids: Sequence[str], *, dry_run: bool, as_json: bool) -> int:
    done = f"{verb.removesuffix('e')}ed"
    if as_json:
        print_json({done: [] if dry_run else raw_ids, f"would_{verb}": raw_ids if dry_run else []})
    else:
        said = f"would {verb}" if dry_run else done
        print(f"{said} {len(raw_ids)}: {' '.join(raw_ids)}")  # noqa: T201 - it is what the command is for
    return int(not raw_ids)


def _fields(entry: QuarantineRecord) -> dict[str, Any]:
    names = ("raw_id", "name", "wire", "item", "stage", "reason", "detail", "attempts", "quarantined_at")
    return {name: getattr(entry, name) for name in names}
