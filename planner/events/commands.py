"""The `flask events` commands."""

import click

from planner.shell import CommandGroup

group = CommandGroup("events", help="Events: move, cancel.")
