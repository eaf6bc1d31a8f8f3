"""Databases for tests: SQLite and PostgreSQL, migrated once a session and copied for each test."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import psycopg
from sqlalchemy import Engine, delete

from ops.move import moving
from schemas.settings import Settings
from worker.database import engine_of
from worker.migrate import migrate

_numbers = itertools.count(1)


class Database(NamedTuple):
    """A migrated, empty database of one test: an engine, and the settings under which every part finds it."""

    engine: Engine
    settings: Settings


class Template(NamedTuple):
    """A migrated, empty database that is copied: the file of SQLite, or the server's URL of PostgreSQL."""

    dialect: str
    where: str


_TEMPLATE_NAME = "copytaster_template"


def sqlite_template(folder: Path) -> Template:
    """Migrate a new SQLite file."""
    engine = engine_of(Settings(home=folder))
    migrate(engine)
    engine.dispose()  # the last connection folds the write-ahead log into the file
    return Template("sqlite", str(folder / "copytaster.db"))


def postgres_template(url: str, folder: Path) -> Template:
    """Migrate a new database on the server."""
    _on_server(url, f"CREATE DATABASE {_TEMPLATE_NAME}", "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    engine = engine_of(Settings(home=folder, database_url=_named(url, _TEMPLATE_NAME)))
    migrate(engine)
    engine.dispose()
    return Template("postgresql", url)


@contextmanager
def copied(template: Template, settings: Settings) -> Iterator[Database]:
    """Yield a copy of the template, under the given settings but for their database."""
    if template.dialect == "sqlite":
        settings.home.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template.where, settings.home / "copytaster.db")
        engine = engine_of(settings)
        yield Database(engine, settings)
        engine.dispose()
        return
    name = f"copytaster_{os.getpid()}_{next(_numbers)}"
    _on_server(template.where, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE_NAME}")
    settings = settings.model_copy(update={"database_url": _named(template.where, name)})
    engine = engine_of(settings)
    yield Database(engine, settings)
    engine.dispose()
    _on_server(template.where, f"DROP DATABASE {name} WITH (FORCE)")


def empty(database: Database) -> None:
    """Remove every row that moves, so that the next order of arrival begins with nothing known."""
    with database.engine.begin() as connection:
        for table in moving():
            connection.execute(delete(table))


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _on_server(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
