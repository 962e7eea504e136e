"""The demo municipality."""

from planner.shell import CommandGroup

group = CommandGroup("demo", help="Demo data for an empty database.")
