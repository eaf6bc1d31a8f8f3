"""Views: what the command `export` prints."""

import sys

from ops import desk
from ops.export import jsonl
from schemas.settings import Settings


def print_export(settings: Settings) -> None:
    """Write every record to standard output as JSON Lines."""
    engine = desk.opened(settings)
    for record in desk.records(engine):
        sys.stdout.buffer.write(jsonl(record))
