"""The `flask citizens` commands."""

import click

from planner.shell import CommandGroup

group = CommandGroup("citizens", help="The register of citizens.")
