"""The README's examples for other services, each run as it stands there, where its runtime is at hand."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ops.generated import README
from producer.enqueue import Door
from schemas.settings import Settings
from tests.support.http import serving
from worker.database import engine_of
from worker.migrate import migrate

_EXAMPLE = re.compile(r"<!-- example: (\w+) -->\n```\w+\n(.*?)```", re.DOTALL)
EXAMPLES = dict(_EXAMPLE.findall(README.read_text(encoding="utf8")))
RUN = {
    "curl": ("curl", ["bash", "example.sh"], "example.sh", 1),
    "python": (sys.executable, [sys.executable, "example.py"], "example.py", 2),
    "javascript": ("node", ["node", "example.mjs"], "example.mjs", 1),
    "go": ("go", ["go", "run", "example.go"], "example.go", 1),
}


@pytest.mark.parametrize("language", sorted(RUN))
def test_an_example_of_the_readme_sends_articles(settings: Settings, tmp_path: Path, language: str) -> None:
    """It ends well, and what it sent is in the ledger."""
    runtime, command, name, articles = RUN[language]
    if shutil.which(runtime) is None:
        pytest.skip(f"{runtime} is not here")
    migrate(engine_of(settings, pooled=False))
    (tmp_path / name).write_text(EXAMPLES[language], encoding="utf8")
    root = str(README.parent)
    with serving(settings) as address:
        environ = {**os.environ, "DESK": address, "PYTHONPATH": root}
        done = subprocess.run(
            command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert articles == Door(settings).ledger.pending()[0]
