"""Queued: a stream through the whole service, and the stories that the database holds in the end."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import orjson

_COMMAND = [sys.executable, "-m", "ops.cli"]


def stories_through_queue(stream: Path, ids: Sequence[str]) -> list[int]:
    """Feed a stream of JSON Lines to `copytaster once` in an empty HOME; return the story of each id, numbered.

    An article that was refused is a story of its own. COPYTASTER_ settings of the environment hold, so that
    COPYTASTER_DATABASE_URL chooses the database. Raise CalledProcessError when the service fails.
    """
    with tempfile.TemporaryDirectory(prefix="ct") as home:
        environ = {"COPYTASTER_LOG_LEVEL": "ERROR", **os.environ, "COPYTASTER_HOME": home}
        once = subprocess.run(
            [*_COMMAND, "once", str(stream), "--json"], env=environ, stdout=subprocess.PIPE, check=False
        )
        if once.returncode not in (0, 1):  # 1: something was refused, which the caller sees
            raise subprocess.CalledProcessError(once.returncode, once.args)
        lines = subprocess.run(
            [*_COMMAND, "export"], env=environ, stdout=subprocess.PIPE, check=True
        ).stdout.splitlines()
    story_of = {row["guid"]: row["story_id"] for row in map(orjson.loads, lines)}
    numbers: dict[str, int] = {}
    return [numbers.setdefault(story_of.get(one, f"refused {one}"), len(numbers)) for one in ids]
