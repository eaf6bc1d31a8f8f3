"""What tests share: settings in a folder of their own, a real Redis, both databases, and the lines that were logged."""

import logging
import os
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import redis
import structlog
from structlog.contextvars import clear_contextvars, merge_contextvars
from structlog.testing import capture_logs

from producer.enqueue import Door
from producer.ledger import connect
from schemas.settings import PREFIX, Settings
from tests.support.databases import Database, Template, copied, postgres_template, sqlite_template
from tests.support.servers import running_postgres, running_redis, short_folder
from tests.support.watched import Watched

# Two cores shared by many tests: a single example may wait long for its turn, which says nothing about the code.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")

SettingsOf = Callable[..., Settings]


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test without the settings of whoever runs it."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _logging_as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Undo what a test configures. Loggers are not cached: a cached one would outlive its test's configuration."""
    configure = structlog.configure
    monkeypatch.setattr(structlog, "configure", lambda **to: configure(**{**to, "cache_logger_on_first_use": False}))
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    clear_contextvars()


@pytest.fixture
def log_lines() -> Iterator[list[MutableMapping[str, Any]]]:
    """The lines logged so far, by any thread of this process: `event`, `log_level` and the fields of each."""
    with capture_logs(processors=[merge_contextvars]) as lines:
        yield lines


@pytest.fixture(scope="session")
def _redis_server() -> Iterator[str]:
    """The URL of a real redis-server with an append-only file, one for the session."""
    with short_folder("redis") as folder:
        settings = Settings(home=folder)
        with running_redis(settings):
            settings.redis_socket.chmod(0o777)  # tests of permissions are run as another user
            yield settings.redis_location


@pytest.fixture
def redis_url(_redis_server: str) -> str:
    """The URL of a real, empty Redis that answers now."""
    with redis.Redis.from_url(_redis_server) as client:
        client.flushall()
    return _redis_server


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of everything that a service in this test keeps."""
    return tmp_path / "home"


@pytest.fixture
def settings_of(home: Path, redis_url: str) -> SettingsOf:
    """A factory of settings: HOME in the test's folder, the session's Redis, and whatever the test chooses."""

    def of(**chosen: Any) -> Settings:
        return Settings(**{"home": home, "redis_url": redis_url, **chosen})

    return of


@pytest.fixture
def settings(settings_of: SettingsOf) -> Settings:
    """Settings with HOME in the test's folder, the session's Redis and SQLite."""
    return settings_of()


@pytest.fixture
def redis_client(settings: Settings) -> "Iterator[redis.Redis]":
    """A client of the test's Redis, to look at what was written."""
    with connect(settings) as client:
        yield client


@pytest.fixture
def door(settings: Settings) -> Door:
    """The door of the test's service."""
    return Door(settings)


@pytest.fixture(scope="session")
def _sqlite(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def _postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    with running_postgres() as url:
        yield postgres_template(url, tmp_path_factory.mktemp("template"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Database]:
    """An empty, migrated database, and the settings that name it: the test runs on SQLite and on PostgreSQL."""
    template = request.getfixturevalue("_sqlite" if request.param == "sqlite" else "_postgres")
    with copied(template, settings) as found:
        yield found


@pytest.fixture
def watched_of(settings_of: SettingsOf) -> Callable[..., Watched]:
    """A factory of watched folders in which files settle and empty ones are spiked at the second look."""

    def of(**chosen: Any) -> Watched:
        return Watched(settings_of(**{"settle_s": 0, "empty_wait_s": 0, "scan_interval_s": 0.1, **chosen}))

    return of


@pytest.fixture
def watched(watched_of: Callable[..., Watched]) -> Watched:
    """A watched folder in which files settle, and empty ones are spiked, at the second look."""
    return watched_of()
