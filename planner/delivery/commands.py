"""The `flask deliveries` commands."""

import click

from planner.shell import CommandGroup

group = CommandGroup("deliveries", help="The ledger of the post office.")
