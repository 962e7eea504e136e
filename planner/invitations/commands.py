"""The `flask campaigns` commands."""

import click

from planner.shell import CommandGroup

group = CommandGroup("campaigns", help="Campaigns: plan, submit, approve, status.")
