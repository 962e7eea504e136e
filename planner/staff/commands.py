"""The `flask staff` commands."""

import click

from planner.shell import CommandGroup

group = CommandGroup("staff", help="Accounts of those who sign in.")
