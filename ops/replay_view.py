"""Replay view: prints what a replay would change, or has changed."""

from ops import desk
from ops.embedded import require_redis
from ops.printing import print_figures, print_json, print_table
from ops.replay import Source, replay
from ops.rereading import Outcome, Report
from schemas.settings import Settings


def show_replay(settings: Settings, source: Source, *, write: bool, as_json: bool) -> int:
    """Replay and print the report; 1 when nothing was found or, without `write`, when something would change.

    Raise DatabaseUnavailable, SchemaBehind, and with `write` RedisUnavailable.
    """
    engine = desk.opened(settings)
    if write:
        require_redis(settings)
    found = replay(settings, engine, source, write=write)
    if as_json:
        print_json(found.as_json())
    else:
        _print(found)
    return int(not found.documents or (found.differs and not write))


def _print(found: Report) -> None:
    counts = {outcome.value: found.outcomes.get(outcome, 0) for outcome in Outcome}
    left = {"left out (killed their worker)": found.left_out, "unfit to enqueue": found.refused_at_the_door}
    print_figures({"documents": found.documents, **counts, **{name: count for name, count in left.items() if count}})
    print_figures({f"  {field}": count for field, count in found.fields.items()})
    rows = [
        (one.raw_id[:12], one.name, one.outcome.value, one.detail or ", ".join(one.fields)) for one in found.examples
    ]
    if rows:
        print_table(("raw_id", "name", "outcome", "what differs"), rows)
    if found.applied:
        print(f"applied; {found.enqueued} enqueued. Then: copytaster rematch --since ...")  # noqa: T201
    elif found.differs:
        print("nothing was written; add --apply to write it")  # noqa: T201 - it is what the command is for
