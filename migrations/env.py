"""Runs migrations on the application's own engine; SQLite gets batch operations."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.config import fileConfig

from alembic import context
from flask import current_app

from planner.db import db

if context.config.config_file_name and not logging.getLogger().handlers:
    fileConfig(context.config.config_file_name, disable_existing_loggers=False)


def _drop_empty(_context, _revision, directives) -> None:
    """Write no migration when nothing changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


@contextmanager
def _tables_written_anew(connection) -> Iterator[None]:
    """Let SQLite write a table anew without a look at the rows that hang on it, and see afterwards that all still do.

    Dropping the old form would else fail, or take those rows along where they go with their parent.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    link = connection.connection.dbapi_connection
    link.execute("PRAGMA foreign_keys=OFF")  # SQLite hears it outside a transaction only
    try:
        yield
    finally:
        connection.rollback()
        link.execute("PRAGMA foreign_keys=ON")


def _nothing_hangs_loose(ctx, **_step) -> None:
    """Stop a step that has left a row without the one it hangs on; called before the step is committed."""
    if ctx.dialect.name == "sqlite" and (loose := ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
        raise RuntimeError(f"a migration left a row of {loose[0]} without its row of {loose[2]}")


def run() -> None:
    """Upgrade or downgrade inside one transaction where the database can."""
    arguments = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection, _tables_written_anew(connection):
        context.configure(connection=connection, target_metadata=db.metadata, on_version_apply=_nothing_hangs_loose,
                          process_revision_directives=_drop_empty, **arguments)
        with context.begin_transaction():
            context.run_migrations()


run()
