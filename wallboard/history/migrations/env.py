"""Runs migrations on the connection that `upgrade` passes; Alembic executes this file."""

from alembic import context

from wallboard.history.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
