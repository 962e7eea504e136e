"""The `flask segments` commands."""

import click

from planner.shell import CommandGroup

group = CommandGroup("segments", help="Audiences by rule.")
