"""How often one person is invited, across all campaigns: counted in turn, shown, and looked at again at hand-over."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Connection, event, func, select
from sqlalchemy.orm import Session

from planner.db import db
from planner.delivery.models import Delivery
from planner.delivery.worker import Worker
from planner.invitations import actions, jobs
from planner.invitations.crowding import LATE, Sent, is_crowded_out
from planner.invitations.leaving import deferred
from planner.invitations.models import Campaign, Invitation, Wave
from planner.segments.outcome import House
from tests.invitations import make
from tests.invitations.conftest import Town
from tests.invitations.make import NOW

DAY, HOUSE = timedelta(days=1), House()
FREE_AGAIN = "They were invited lately, and may be invited again from Wednesday 9 December 2026."


def approved(session: Session, town: Town, now: datetime = NOW) -> Campaign:
    """A campaign to everyone from 60, whatever they were invited to before, approved and due."""
    campaign = actions.plan_campaign(session, make.plan(criteria={"age": {"min": 60}}), town.planner.id, now)
    actions.submit(session, campaign, town.planner.id, now)
    actions.approve(session, campaign, town.approver.id, now)
    session.commit()
    return campaign


class BothHaveChosen:
    """Lets a launch that has chosen its people wait, for a second at most, until another has chosen too."""

    def __init__(self) -> None:
        self._barrier = threading.Barrier(2)
        self._mine = threading.local()

    def __call__(self, _link: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if "citizen.language" in statement and not hasattr(self._mine, "chosen"):
            self._mine.chosen = True
            with suppress(threading.BrokenBarrierError):
                self._barrier.wait(timeout=1)


@contextmanager
def at_the_same_moment() -> Iterator[None]:
    """Whoever chooses people waits for the other."""
    hook = BothHaveChosen()
    event.listen(db.engine, "after_cursor_execute", hook)
    yield
    event.remove(db.engine, "after_cursor_execute", hook)


def launched_at_once(app: Flask, session: Session) -> Counter[int]:
    """Launch all waves at the same moment, each by a worker of its own; return how many have how many invitations."""
    engine, wave_ids = db.engine, session.scalars(select(Wave.id)).all()
    session.rollback()

    def launch(wave_id: int) -> int:
        with app.app_context(), Session(engine) as own:
            launched = jobs.launch_wave(own, own.get_one(Wave, wave_id), NOW)
            own.commit()
            return launched

    with at_the_same_moment(), ThreadPoolExecutor(2) as workers:
        assert sum(workers.map(launch, wave_ids)) == len(wave_ids) == 2
    session.rollback()
    return Counter(session.scalars(select(func.count()).select_from(Invitation).group_by(Invitation.subject)))


@pytest.fixture
def two_campaigns(session: Session, town: Town) -> None:
    """Two campaigns that both mean the same nine people, due at the same moment."""
    for number in range(6):
        make.citizen(session, f"one-of-many-{number}")
    approved(session, town)
    approved(session, town)


def test_two_campaigns_launched_at_once_never_write_to_one_person_twice(
    app: Flask, session: Session, two_campaigns: None,
) -> None:
    assert launched_at_once(app, session) == {1: 9}


def test_without_taking_turns_they_would(
    app: Flask, session: Session, two_campaigns: None, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The negative control: SQLite's one writer takes turns anyway."""
    monkeypatch.setattr(jobs, "take_turns", lambda _session: None)
    assert launched_at_once(app, session) == ({1: 9} if db.engine.dialect.name == "sqlite" else {2: 9})


def test_those_who_wait_are_counted_with_the_day_they_are_free_again(session: Session, town: Town) -> None:
    for number in range(6):
        make.citizen(session, f"one-of-many-{number}")
    first, second = approved(session, town), approved(session, town)
    for number, campaign in enumerate((first, second)):
        jobs.launch_wave(session, campaign.waves[0], NOW + number * DAY)
    assert [(wave.capped, wave.capped_until) for wave in (*first.waves, *second.waves)] == [
        (0, None), (9, NOW + 7 * DAY)]


@pytest.mark.parametrize(("people", "said"), [
    (0, []), (4, [f"Wave 1: a few wait. {FREE_AGAIN}"]), (5, [f"Wave 1: 5 wait. {FREE_AGAIN}"])])
def test_how_many_wait_is_said_and_a_handful_is_not_counted(
    app: Flask, session: Session, town: Town, people: int, said: list[str],
) -> None:
    campaign = approved(session, town)
    campaign.waves[0].capped, campaign.waves[0].capped_until = people, NOW + 7 * DAY if people else None
    with app.test_request_context("/?lang=en"):
        assert [str(line) for line in deferred(campaign)] == said


def states(session: Session, campaign: Campaign) -> set[tuple[str, str | None]]:
    """What became of the mails of a campaign."""
    session.rollback()
    mails = Delivery.mailing == campaign.mailing, Delivery.channel == "mail"
    return set(session.execute(select(Delivery.state, Delivery.reason).where(*mails)).all())


def work(app: Flask, moment: datetime) -> None:
    """Let a worker do all that is due at `moment`."""
    db.session.commit()
    with time_machine.travel(moment, tick=False):
        Worker(app.extensions["planner.settings"]).work_until_idle()


def test_a_campaign_that_was_paused_does_not_write_to_those_who_had_another_meanwhile(
    app: Flask, session: Session, town: Town,
) -> None:
    paused = approved(session, town)
    jobs.launch_due_wave(session, NOW)
    actions.pause(session, paused, town.planner.id, NOW)
    other = approved(session, town, NOW + 8 * DAY)
    work(app, NOW + 8 * DAY)
    actions.resume(session, paused, town.planner.id, NOW + 9 * DAY)
    work(app, NOW + 9 * DAY)
    assert states(session, other) == {("accepted", None)}
    assert states(session, paused) == {("skipped", "capped")}


def test_when_both_leave_together_after_an_outage_the_later_choice_goes(
    app: Flask, session: Session, town: Town,
) -> None:
    first = approved(session, town)
    jobs.launch_due_wave(session, NOW)
    second = approved(session, town, NOW + 8 * DAY)
    work(app, NOW + 8 * DAY)
    assert (states(session, first), states(session, second)) == ({("skipped", "capped")}, {("accepted", None)})


def test_what_never_left_counts_for_nobody(session: Session, town: Town) -> None:
    called_off = approved(session, town)
    jobs.launch_due_wave(session, NOW)
    actions.cancel_campaign(session, called_off, town.planner.id, NOW)
    assert make.campaign(session, town.planner).invitable == 3


def sent(number: int, chosen: timedelta, left: timedelta | None) -> Sent:
    """An invitation chosen and handed over so long ago."""
    return Sent(number, "anna", NOW - chosen, None if left is None else NOW - left)


MINUTE, THIS = timedelta(minutes=1), 1


@pytest.mark.parametrize(("others", "crowded"), [
    ([], False), ([sent(2, 7 * DAY, 7 * DAY - MINUTE)], False), ([sent(2, 20 * DAY, 6 * DAY)], True),
    ([sent(2, 20 * DAY, 8 * DAY)], False), ([sent(2, 20 * DAY, None)], False), ([sent(2, MINUTE, None)], True),
    ([sent(2, 40 * DAY, 29 * DAY), sent(3, 40 * DAY, 8 * DAY)], True)])
def test_a_late_letter_yields_to_what_came_or_was_chosen_later(others: list[Sent], crowded: bool) -> None:
    this = sent(THIS, 10 * DAY, None)
    assert is_crowded_out(THIS, [this, *others], HOUSE, NOW) is crowded


def test_what_has_left_already_is_not_judged_again() -> None:
    assert not is_crowded_out(THIS, [sent(THIS, 10 * DAY, MINUTE), sent(2, DAY, DAY)], HOUSE, NOW)
    assert HOUSE.cap_gap > LATE
