"""The embedded clock."""

import logging

from flask import Flask

from planner.engine import start_clock


def test_a_round_longer_than_a_tick_is_not_complained_of_every_second(app: Flask) -> None:
    clock = start_clock(app)
    clock.shutdown(wait=True)
    assert not logging.getLogger("apscheduler.scheduler").isEnabledFor(logging.WARNING)
    assert logging.getLogger("apscheduler.scheduler").isEnabledFor(logging.ERROR)
