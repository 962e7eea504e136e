"""The clock: APScheduler inside the process."""

from flask import Flask


def init_engine(app: Flask) -> None:
    """Make the engine known to the application; `start` sets it going."""
