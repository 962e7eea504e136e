"""At the event staff tick who came; the tick can be undone, counts for `came_to`, and is never made without names."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from planner.citizens.models import CAME, Contact
from planner.delivery.models import Delivery
from planner.refusal import Refusal
from planner.replies.actions import free_seats
from planner.replies.attendance import came_to, takes_ticks, tick
from planner.replies.models import Standing
from planner.replies.rules import Answer
from tests.replies.make import NOW, evening, invite, say
from tests.staff.make import account, sign_in


@pytest.fixture
def doors(event):
    """A moment when the doors are open."""
    return event.starts_at - timedelta(minutes=30)


def ticks(session):
    return session.execute(select(Contact.citizen_id, Contact.theme, Contact.at).where(Contact.kind == CAME)).all()


def test_a_tick_says_who_came_to_which_theme_and_when_and_twice_is_once(session, event, doors):
    reply = say(session, invite(session, event))
    for _again in range(2):
        tick(session, event.id, reply.id, doors, came=True)
    assert ticks(session) == [(reply.invitation.citizen_id, event.theme, event.starts_at)]


def test_a_tick_can_be_taken_back(session, event, doors):
    reply = say(session, invite(session, event))
    tick(session, event.id, reply.id, doors, came=True)
    tick(session, event.id, reply.id, doors, came=False)
    assert ticks(session) == [] and came_to(session, event) == set()


def test_nobody_has_come_before_the_doors_open(session, event):
    reply = say(session, invite(session, event))
    with pytest.raises(Refusal, match="from an hour before"):
        tick(session, event.id, reply.id, event.starts_at - timedelta(minutes=61), came=True)


@pytest.mark.parametrize("theme", ["low-vision", "fresh-start"])
def test_themes_without_names_are_never_ticked(session, theme):
    event = evening(session, theme=theme)
    assert not takes_ticks(event, event.starts_at)


def test_the_desk_ticks_on_the_list_and_undoes_it_there(session, client, event, doors):
    account(session, "desk")
    reply = say(session, invite(session, event))
    with time_machine.travel(doors):
        sign_in(client)
        path = f"/staff/events/{event.id}/guests/{reply.id}/came"
        shown = [client.post(path, data={"came": came}, follow_redirects=True).text for came in ("1", "0")]
    assert ["Fortryd" in page for page in shown] == [True, False]


def test_someone_who_died_keeps_the_seats_until_staff_free_them_and_hears_nothing(session, client, event):
    account(session, "desk")
    reply = say(session, invite(session, event), Answer(True, 2))
    reply.invitation.citizen.status = "dead"
    session.commit()
    sign_in(client)
    assert "Er død" in client.get(f"/staff/events/{event.id}/guests").text
    assert event.seats_taken == 2
    letters = len(session.scalars(select(Delivery)).all())
    client.post(f"/staff/events/{event.id}/guests/{reply.id}/free")
    session.expire_all()
    assert (event.seats_taken, reply.standing) == (0, Standing.DECLINED)
    assert len(session.scalars(select(Delivery)).all()) == letters


def test_the_seats_of_a_living_guest_are_not_given_away(session, event):
    reply = say(session, invite(session, event))
    free_seats(session, event.id, reply.id, NOW)
    assert (event.seats_taken, reply.standing) == (1, Standing.COMING)


def test_seats_that_come_free_pass_over_someone_who_died_while_waiting(session):
    event = evening(session, capacity=1)
    first, dead, next_in_line = (say(session, invite(session, event, name)) for name in ("Ane", "Bo", "Carl"))
    dead.invitation.citizen.status = first.invitation.citizen.status = "dead"
    session.commit()
    free_seats(session, event.id, first.id, NOW)
    assert (dead.standing, next_in_line.standing) == (Standing.WAITING, Standing.COMING)
