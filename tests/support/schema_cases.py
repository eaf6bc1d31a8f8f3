"""Cases of the OpenAPI document: Schemathesis asks a served application whatever the document allows or forbids.

Every check of it is on. A store with articles, stories and a quarantine is behind the application, so that what is
asked for may be there.
"""

import math
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from ops.keys import add_key
from schemas.api_keys import Scope
from tests.support.databases import Database
from tests.support.door import ORIGINAL, OTHER, TEXT, capped, taste
from tests.support.http import client_of, serving

CONFIG = Path(__file__).with_name("schemathesis.toml")
_PHASES = "examples,coverage,fuzzing"
_WAIT_S = 0.05  # what `Prefer: wait` may hold an answer: no worker is there, and most cases ask for it


class Examined(NamedTuple):
    """How many cases each operation had, and what Schemathesis said in the end; `fine` when it found nothing."""

    cases: Mapping[str, int]
    report: str
    fine: bool


def examined(database: Database, *, examples: int, seed: int, timeout_s: float) -> Examined:
    """Ask so many generated cases of each operation, beside those at the limits of every parameter."""
    settings = capped(database.settings, high_water=10_000_000, api_wait_s=_WAIT_S)
    settings.inbox_folder.mkdir(parents=True, exist_ok=True)  # without it the service is not ready
    _fill(database)
    key = add_key(database.engine, "schemathesis", list(Scope))
    with serving(settings) as address, tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            [*_command(address, key, examples, seed), "--report", "ndjson", "--report-dir", folder],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        cases = _counted(next(Path(folder).glob("*.ndjson")))
    return Examined(cases, ended.stdout + ended.stderr, ended.returncode == 0)


def examples_for(cases: int, document: Mapping[str, Any]) -> int:
    """Return how many examples of each operation make up so many cases at least: one that asks nothing has few."""
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    return math.ceil(cases / sum("parameters" in one or "requestBody" in one for one in operations))


def _fill(database: Database) -> None:
    with client_of(database.settings) as client:
        for wire, body in (("afp", ORIGINAL), ("dpa", OTHER)):
            client.post(f"/v1/articles?wire={wire}", content=body, headers=TEXT)
        client.post("/v1/articles", content=b"<nitf>", headers={"Content-Type": "application/nitf+xml"})
    taste(database)


def _command(address: str, key: str, examples: int, seed: int) -> list[str]:
    program = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(CONFIG), "run"]
    generated = ["--max-examples", str(examples), "--seed", str(seed), "--phases", _PHASES, "--checks", "all"]
    plain = ["--no-color", "--continue-on-failure", "--generation-database", "none", "--request-timeout", "10"]
    return [*program, f"{address}/openapi.json", "-H", f"Authorization: Bearer {key}", *generated, *plain]


def _counted(report: Path) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for line in report.read_bytes().splitlines():
        ended = orjson.loads(line).get("ScenarioFinished")
        if ended is not None:
            found[ended["recorder"]["label"]] += len(ended["recorder"].get("cases", ()))
    return found
