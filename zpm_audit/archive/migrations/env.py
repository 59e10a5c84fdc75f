"""Alembic starts here: it migrates on the connection that it is handed, in the transaction that runs on it."""

from alembic import context

from zpm_audit.archive.tables import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"], version_table=VERSION_TABLE, transactional_ddl=True
)
context.run_migrations()
