"""Migrate: bring the schema up to date, or say that it is behind."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from schemas.errors import DatabaseUnavailable, SchemaBehind
from schemas.settings import masked


def migrate(engine: Engine) -> str:
    """Apply what is missing, one process at a time, and return the revision. Raise DatabaseUnavailable."""
    with _reach(engine).connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1129270868)")  # one migration at a time
            # An index over all articles takes minutes.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return revision(engine) or ""


def require_schema(engine: Engine) -> None:
    """Raise SchemaBehind when the database does not have this release's schema, DatabaseUnavailable without one."""
    found, needed = revision(_reach(engine)), ScriptDirectory.from_config(_config()).get_current_head()
    if found != needed:
        raise SchemaBehind(
            f"the database has revision {found or 'none'}, this release needs {needed}: copytaster migrate"
        )


def revision(engine: Engine) -> str | None:
    """Return the revision of the database's schema, None for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _reach(engine: Engine) -> Engine:
    try:
        with engine.connect():
            return engine
    except DBAPIError as error:
        where = masked(engine.url.render_as_string(hide_password=True))
        raise DatabaseUnavailable(f"the database {where} does not answer: {str(error.orig).strip()}") from error


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
