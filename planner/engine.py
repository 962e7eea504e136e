"""The clock: APScheduler inside the process ticks, and each tick does what is due. The rows are the truth."""

import logging

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from planner.delivery.worker import deliver_due

TICK_S = 1
log = logging.getLogger(__name__)


def start_clock(app: Flask) -> BackgroundScheduler:
    """Start the clock of this process and return it; call it after the server has forked, never before.

    Several processes may run one each: a wave is launched, and a letter claimed, by whoever is first.
    """
    clock = BackgroundScheduler(timezone="UTC")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a round longer than a tick is no news
    clock.add_job(
        deliver_due, "interval", args=[app], seconds=TICK_S, id="tick",
        coalesce=True, max_instances=1, misfire_grace_time=None,
    )
    clock.start()
    log.info("the clock runs")
    return clock
