"""The contract, asked in ten thousand ways: Schemathesis against the OpenAPI document of a served application.

`python -m benchmarks.contract [--cases 10000] [--seed 1] [--database sqlite|postgresql]` prints the cases by operation,
and every finding with what reproduces it; exit 1 when there is one.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from ops.contracts import contracts
from schemas.logging_setup import configure_logging
from schemas.settings import Settings
from tests.support.databases import Database
from tests.support.schema_cases import Examined, examined, examples_for
from tests.support.servers import running_postgres, running_redis, short_folder
from worker.database import engine_of
from worker.migrate import migrate

_PATIENCE_S = 3600.0


def main() -> int:
    """Ask, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="at least so many in all")
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    chosen = parser.parse_args()
    configure_logging("ERROR", "json")  # a refusal is what most cases are for
    examples = examples_for(chosen.cases, contracts()["openapi.json"])
    began = time.monotonic()
    with _database(chosen.database) as database:
        found = examined(database, examples=examples, seed=chosen.seed, timeout_s=_PATIENCE_S)
    Console().print(_table(found))
    verdict = "no finding" if found.fine else "FINDINGS:"
    total, took = sum(found.cases.values()), time.monotonic() - began
    print(f"{total:,} cases on {chosen.database}, seed {chosen.seed}, all checks, {took:.0f} s: {verdict}")
    if not found.fine:
        print(found.report)
    return 0 if found.fine else 1


@contextmanager
def _database(kind: str) -> Iterator[Database]:
    with short_folder("contract") as home:
        settings = Settings(home=home)
        if kind == "sqlite":
            with running_redis(settings):
                yield _migrated(settings)
            return
        with running_postgres() as url, running_redis(settings):
            yield _migrated(settings.model_copy(update={"database_url": url}))


def _migrated(settings: Settings) -> Database:
    engine = engine_of(settings)
    migrate(engine)
    return Database(engine, settings)


def _table(found: Examined) -> Table:
    table = Table("operation", "cases")
    for operation, count in sorted(found.cases.items()):
        table.add_row(operation, f"{count:,}")
    return table


if __name__ == "__main__":
    sys.exit(main())
