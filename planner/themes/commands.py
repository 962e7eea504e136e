"""The `flask themes` commands."""

import click

from planner.shell import CommandGroup

group = CommandGroup("themes", help="The theme packs in campaigns/.")
