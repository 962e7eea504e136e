"""Registers each feature's commands."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Flask
from flask_migrate.cli import db as migrations

from planner.citizens.commands import group as citizens
from planner.delivery.commands import group as deliveries
from planner.delivery.commands import work
from planner.demo import group as demo
from planner.events.commands import group as events
from planner.invitations.commands import group as campaigns
from planner.partners.commands import add as add_account
from planner.privacy.commands import erase_person
from planner.privacy.commands import group as privacy
from planner.register.commands import generate, import_file
from planner.segments.commands import group as segments
from planner.shell import told_in_one_line
from planner.staff.commands import group as staff
from planner.themes.commands import group as themes

COMMANDS = (demo, staff, citizens, segments, themes, campaigns, events, deliveries, work, privacy)


def _in_one_line(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def told(*args: Any, **kwargs: Any) -> Any:
        with told_in_one_line(click.get_current_context()):
            return callback(*args, **kwargs)
    return told


#: `flask db` is Flask-Migrate's and found before ours, so its commands are given our manners here, once.
for _command in migrations.commands.values():
    if _command.callback:
        _command.callback = _in_one_line(_command.callback)


def register(app: Flask) -> None:
    """Put every feature's commands on the application."""
    staff.add_command(add_account)
    citizens.add_command(generate)
    citizens.add_command(import_file)
    citizens.add_command(erase_person)
    for command in COMMANDS:
        app.cli.add_command(command)
