"""Runs migrations on the application's own engine; SQLite gets batch operations."""

import logging
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


def run() -> None:
    """Upgrade or downgrade inside one transaction where the database can."""
    arguments = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata,
                          process_revision_directives=_drop_empty, **arguments)
        with context.begin_transaction():
            context.run_migrations()


run()
