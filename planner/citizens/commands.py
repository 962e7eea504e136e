"""The `flask citizens` commands: later features that do something to citizens add theirs."""

from planner.shell import CommandGroup

group = CommandGroup("citizens", help="The register of citizens.")
