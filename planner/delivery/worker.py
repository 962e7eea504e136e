"""Does what is due: the features' chores, then the letters. The clock and `flask work` both use it."""

import logging
import time
from datetime import UTC, datetime, timedelta
from threading import Event

from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.db import db
from planner.delivery.channels import open_channel
from planner.delivery.channels.contract import Channel, ChannelDownError
from planner.delivery.counter import CHORES_EVERY_S, ChannelCounter, Clock, cause
from planner.delivery.ledger import Key, Ledger, Outcome
from planner.delivery.registry import chores, composers

NAP_S = 1.0
NAP_FOR_OTHERS_S = 0.2
FIRST_PATIENCE_S, LONGEST_PATIENCE_S = 5.0, 60.0
log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """Return the time by this machine's clock."""
    return datetime.now(UTC)


class Worker:
    """One worker; needs the application's context. Several may work on one database, in any number of processes."""

    def __init__(
        self, settings: Settings, *, clock: Clock = utc_now, channel: Channel | None = None,
        ledger: Ledger | None = None, chores_every_s: float = CHORES_EVERY_S,
    ) -> None:
        """Make a worker on what `settings` name; raises SettingError when MAIL_URL cannot be understood."""
        hold, lease = timedelta(seconds=settings.hold_s), timedelta(seconds=settings.lease_s)
        self._channel = channel or open_channel(settings)
        self._clock = clock
        self._ledger = ledger or Ledger(db.engine, hold, lease)
        self._chores_every_s = chores_every_s
        self._unsettled: dict[Key, Outcome] = {}
        self._patience_s = FIRST_PATIENCE_S
        self._patient_until_s = 0.0
        self.stopped = Event()

    def do_due(self) -> int:
        """Do all that is due and return how much was done or tried; raises ChannelDownError, its letters given back."""
        done = self._do_chores()
        self._ledger.sweep(self._clock())
        counter = ChannelCounter(
            self._ledger, db.engine, composers, self._clock, self.stopped,
            unsettled=self._unsettled, do_chores=self._do_chores, chores_every_s=self._chores_every_s)
        try:
            self._channel.deliver(counter)
        finally:
            counter.close()
        return done + counter.done

    def _do_chores(self) -> int:
        """Run each feature's chore in a transaction of its own; one that fails is logged and holds up no other."""
        done = 0
        for chore in chores:
            try:
                with Session(db.engine) as session:
                    done += chore(session, self._clock())
                    session.commit()
            except Exception as error:
                log.warning("%s failed: %s", chore.__name__, cause(error))
        return done

    def do_due_patiently(self) -> int:
        """Do what is due; when mail cannot leave, say so once in a while and try again later. Never raises."""
        if time.monotonic() < self._patient_until_s:
            return self._do_chores()
        try:
            done = self.do_due()
        except ChannelDownError as error:
            self._be_patient(str(error))
            return 0
        except OperationalError as error:
            self._be_patient(f"The database cannot be used: {cause(error)}")
            return 0
        if self._patience_s > FIRST_PATIENCE_S:
            log.warning("Mail leaves again")
        self._patience_s, self._patient_until_s = FIRST_PATIENCE_S, 0.0
        return done

    def _be_patient(self, why: str) -> None:
        log.warning("%s. Nothing is lost; tried again in %.0f s", why, self._patience_s)
        self._patient_until_s = time.monotonic() + self._patience_s
        self._patience_s = min(2 * self._patience_s, LONGEST_PATIENCE_S)

    def work_until_stopped(self) -> None:
        """Do what is due, second after second, until `stopped` is set; what is in flight then is finished first."""
        while not self.stopped.is_set():
            self.do_due_patiently()
            self.stopped.wait(NAP_S)

    def work_until_idle(self) -> int:
        """Do everything due now, wait for other workers' live leases, and return how much was done.

        What is held, due later, or a letter to be printed does not keep it. Raises ChannelDownError.
        """
        done = 0
        while not self.stopped.is_set():
            this_round = self.do_due()
            done += this_round
            if this_round:
                continue
            if not self._ledger.someone_works():
                break
            self.stopped.wait(NAP_FOR_OTHERS_S)
        return done


def deliver_due(app: Flask) -> int:
    """Do what is due in this process, chores before letters, and return how much; the clock calls it each second."""
    with app.app_context():
        worker = app.extensions.get("planner.worker")
        if worker is None:
            worker = app.extensions["planner.worker"] = Worker(app.extensions["planner.settings"])
        done: int = worker.do_due_patiently()
        return done


def finish_delivering(app: Flask) -> None:
    """Let this process finish what is in flight and take nothing new; call it before the clock is shut down."""
    worker = app.extensions.get("planner.worker")
    if worker is not None:
        worker.stopped.set()
