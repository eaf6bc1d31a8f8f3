"""Alembic's environment: migrations run on the connection that `worker.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

import schemas.records  # noqa: F401 - defines the tables in SQLModel.metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
