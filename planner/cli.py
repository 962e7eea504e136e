"""Registers each feature's commands."""

from flask import Flask

from planner.citizens.commands import group as citizens
from planner.delivery.commands import group as deliveries
from planner.demo import group as demo
from planner.events.commands import group as events
from planner.invitations.commands import group as campaigns
from planner.segments.commands import group as segments
from planner.staff.commands import group as staff
from planner.themes.commands import group as themes

COMMANDS = (demo, staff, citizens, segments, themes, campaigns, events, deliveries)


def register(app: Flask) -> None:
    """Put every feature's commands on the application."""
    for command in COMMANDS:
        app.cli.add_command(command)
