"""What forbids a letter between the choosing of its reader and its leaving stops it; the true reason is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from planner.citizens.actions import give_consent, object_to, withdraw_consent
from planner.citizens.models import Purpose, Source
from planner.delivery.models import Delivery
from planner.delivery.worker import Worker
from planner.invitations import actions
from planner.invitations.jobs import launch_due_wave
from planner.web import settings
from tests.invitations import make
from tests.invitations.make import NOW
from tests.invitations.test_commercial import agree, priced

HAPPENED = {
    "dead": {"status": "dead"},
    "left": {"status": "left"},
    "too_young": {"birth_date": NOW.date().replace(year=2012)},
    "protected": {"name_address_protected": True, "street": "", "postcode": "", "town": ""},
    "no_channel": {"digital_post_exempt": True},
}

pytestmark = pytest.mark.usefixtures("today")


def launched(session, town, made):
    """The campaign with its letters queued, nothing handed over yet."""
    actions.submit(session, made, town.planner.id, NOW)
    actions.approve(session, made, town.approver.id, NOW)
    launch_due_wave(session, NOW)
    session.commit()
    return made


def outcome(session, person):
    """State and reason of the person's letter once a worker has done all that is due."""
    session.commit()
    Worker(settings()).work_until_idle()
    return session.execute(select(Delivery.state, Delivery.reason).where(Delivery.whom == person.subject)).one()


@pytest.mark.parametrize("reason", HAPPENED)
def test_what_the_register_says_at_hand_over_stops_the_letter(session, town, reason):
    launched(session, town, make.campaign(session, town.planner))
    for name, value in HAPPENED[reason].items():
        setattr(town.anna, name, value)
    assert outcome(session, town.anna) == ("skipped", reason)
    assert outcome(session, town.carl) == ("accepted", None)


def test_ordinary_protection_of_name_and_address_hinders_no_letter(session, town):
    launched(session, town, make.campaign(session, town.planner))
    town.anna.name_address_protected = True
    assert outcome(session, town.anna) == ("accepted", None)


@pytest.mark.parametrize("scope", [None, "new-pensioners"])
def test_an_objection_stops_the_letter(session, town, scope):
    launched(session, town, make.campaign(session, town.planner))
    object_to(session, town.anna.subject, Source.PHONE, NOW, scope=scope)
    assert outcome(session, town.anna) == ("skipped", "objected")


def test_a_consent_taken_back_stops_an_offer_and_one_that_holds_does_not(session, town):
    agree(session, town.anna)
    agree(session, town.carl)
    launched(session, town, priced(session, town))
    withdraw_consent(session, town.anna.subject, Purpose.PAID_OFFERS, NOW)
    assert outcome(session, town.anna) == ("skipped", "marketing_protected")
    assert outcome(session, town.carl) == ("accepted", None)


def test_a_mark_that_comes_in_between_is_respected_where_the_municipality_always_does(session, town):
    made = launched(session, town, make.campaign(session, town.planner))
    made.place.municipality.respect_marketing_always = True
    town.anna.marketing_protected = town.carl.marketing_protected = True
    give_consent(session, town.carl.subject, Purpose.PAID_OFFERS, Source.DESK, NOW - timedelta(hours=1))
    assert outcome(session, town.anna) == ("skipped", "marketing_protected")
    assert outcome(session, town.carl) == ("accepted", None)
