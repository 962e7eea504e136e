"""Many answers at the same moment, each on its own connection: threads, real transactions, both databases."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.db import db
from planner.delivery.models import Kind
from planner.events.models import Event
from planner.invitations.models import Invitation
from planner.replies import actions
from planner.replies.models import Reply, Standing
from planner.replies.rules import Answer
from tests.replies.make import LATER, NO, NOW, YES, evening, invite, letters, say

AT_ONCE = 20
Act = Callable[[Session], object]


def all_at_once(app: Flask, settings: Settings, acts: Sequence[Act]) -> None:
    """Run `acts`, twenty at a time, each in a transaction on a connection of its own; raises what any of them does."""
    db.session.rollback()
    engine = create_engine(settings.database_url, pool_size=AT_ONCE, pool_timeout=60)
    start = Barrier(min(AT_ONCE, len(acts)))

    def run(numbered: tuple[int, Act]) -> None:
        if numbered[0] < start.parties:
            start.wait()
        with app.app_context(), Session(engine) as session:
            numbered[1](session)
            session.commit()

    with ThreadPoolExecutor(AT_ONCE) as people:
        list(people.map(run, enumerate(acts)))
    engine.dispose()


def answering(invitation: Invitation, answer: Answer = YES) -> Act:
    """A press of the button by whoever holds `invitation`."""
    invitation_id = invitation.id

    def press(session: Session) -> None:
        actions.answer(session, session.get_one(Invitation, invitation_id), answer, LATER)
    return press


def careless(invitation: Invitation, all_read: Barrier) -> Act:
    """A press of the button that reads whether there is room, and writes what it read a moment later."""
    invitation_id, event_id = invitation.id, invitation.event_id

    def press(session: Session) -> None:
        event = session.get_one(Event, event_id)
        standing = Standing.COMING if event.seats_taken < event.capacity else Standing.WAITING
        session.rollback()
        all_read.wait()
        session.add(Reply(
            invitation_id=invitation_id, event_id=event_id, standing=standing, seats=1, answered_at=NOW))
    return press


def standings(session: Session) -> Counter[str]:
    session.rollback()
    return Counter(session.scalars(select(Reply.standing)))


def test_sixty_people_answer_at_once_for_five_seats(app: Flask, settings: Settings, session: Session) -> None:
    event = evening(session, capacity=5)
    people = [invite(session, event, f"Gæst {number}") for number in range(60)]
    all_at_once(app, settings, [answering(person) for person in people])
    assert standings(session) == {Standing.COMING: 5, Standing.WAITING: 55}
    assert (event.seats_taken, event.seats_waiting) == (5, 55)
    assert sum(len(letters(session, person, Kind.CONFIRMATION)) for person in people) == 60


def test_households_of_many_sizes_never_overfill_the_room(app: Flask, settings: Settings, session: Session) -> None:
    event = evening(session, capacity=7)
    people = [invite(session, event, f"Gæst {number}") for number in range(30)]
    all_at_once(app, settings, [answering(person, Answer(True, 1 + at % 3)) for at, person in enumerate(people)])
    session.rollback()
    coming = session.scalars(select(Reply.seats).where(Reply.standing == Standing.COMING)).all()
    assert sum(coming) == event.seats_taken == 7


def test_reading_first_and_writing_after_would_oversell(app: Flask, settings: Settings, session: Session) -> None:
    """The negative control: the same crowd and the same measure, and a careless way to take a seat fails it."""
    event = evening(session, capacity=5)
    people = [invite(session, event, f"Gæst {number}") for number in range(AT_ONCE)]
    all_read = Barrier(AT_ONCE)
    all_at_once(app, settings, [careless(person, all_read) for person in people])
    assert standings(session)[Standing.COMING] > event.capacity


def test_the_one_statement_decides_even_without_the_lock(app: Flask, settings: Settings, session: Session) -> None:
    event = evening(session, capacity=5)
    event_id, taken = event.id, []

    def take(session: Session) -> None:
        taken.append(actions.take_seats(session, session.get_one(Event, event_id), 1))

    all_at_once(app, settings, [take] * 40)
    session.refresh(event)
    assert (sum(taken), event.seats_taken) == (5, 5)


def test_a_button_pressed_twenty_times_at_once_is_one_answer(app: Flask, settings: Settings, session: Session) -> None:
    event = evening(session, capacity=5)
    inger = invite(session, event)
    all_at_once(app, settings, [answering(inger, Answer(True, 2))] * 20)
    assert standings(session) == {Standing.COMING: 1}
    assert (event.seats_taken, len(letters(session, inger, Kind.CONFIRMATION))) == (2, 1)


def test_yes_on_one_device_and_no_on_another_leave_one_true_state(
    app: Flask, settings: Settings, session: Session,
) -> None:
    event = evening(session, capacity=5)
    inger = invite(session, event)
    all_at_once(app, settings, [answering(inger, YES if number % 2 else NO) for number in range(20)])
    assert event.seats_taken == standings(session)[Standing.COMING]


def test_seats_given_up_while_others_ask_go_to_those_who_waited(
    app: Flask, settings: Settings, session: Session,
) -> None:
    event = evening(session, capacity=10)
    coming, waiting, late = ([invite(session, event, f"{group} {at}") for at in range(10)] for group in "ABC")
    for person in coming + waiting:
        say(session, person)
    pairs = zip(coming, late, strict=True)
    all_at_once(app, settings, [act for a, c in pairs for act in (answering(a, NO), answering(c))])
    session.rollback()
    now_coming = set(session.scalars(select(Reply.invitation_id).where(Reply.standing == Standing.COMING)))
    assert now_coming == {person.id for person in waiting}
    assert (event.seats_taken, event.seats_waiting) == (10, 10)
    assert {len(letters(session, person, Kind.CONFIRMATION)) for person in waiting} == {2}
