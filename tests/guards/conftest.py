"""A small town in which every page has something to show."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from planner.audiences.actions import AudienceDraft, save_audience
from planner.delivery.models import Delivery
from planner.partners.queries import find_partner
from planner.register.models import ImportStatus, RegisterImport
from planner.staff.queries import find_account
from planner.web import keys
from tests.guards.routes import path_of, routes
from tests.guards.test_routes import ROLES
from tests.replies import make
from tests.segments.law import added_age
from tests.staff.make import account


@pytest.fixture
def clock():
    with time_machine.travel(make.LATER) as traveller:
        yield traveller


def taken_in(session):
    """An import that can still be undone."""
    now = datetime.now(UTC)
    one = RegisterImport(begun_at=now, ended_at=now, file_name="town.csv", status=ImportStatus.DONE, turn=1)
    session.add(one)
    session.flush()
    return one


@pytest.fixture
def samples(session, clock):
    """Values for the arguments of rules: a published evening, its campaign, and someone invited."""
    event = make.evening(session)
    invitation = make.invite(session, event)
    partner = find_partner(session, "aeldre-sagen")
    for role in ROLES:
        more = {"partner_id": partner.id} if role == "partner" else {}
        account(session, role, email=f"{role}@guards.example.org", **more)
    return {
        "age_id": added_age(session).id, "import_id": taken_in(session).id,
        "event_id": event.id, "slug": event.slug, "place_slug": "glumsoe", "theme": event.theme,
        "campaign_id": invitation.campaign.id, "audience_id": audience(session), "language": "da", "part": "text",
        "subject": invitation.subject, "public_id": session.scalars(select(Delivery.public_id)).one(),
        "invited": keys().token("invitation", invitation.public_id),
        "no_thanks": keys().token("unsubscribe", invitation.subject),
    }


def audience(session):
    """The number of a saved audience that has a last time to compare with."""
    maker = find_account(session, "planner@guards.example.org")
    draft = AudienceDraft(name="Nye pensionister", criteria={"age": {"min": 65}})
    return save_audience(session, "new-pensioners", draft, maker.id, make.LATER - timedelta(days=40)).id


@pytest.fixture
def paths(app, samples):
    """The address of every GET route, filled with samples."""
    found = {}
    for route in routes(app):
        if route.method == "GET":
            token = samples["no_thanks" if route.rule.startswith("/u/") else "invited"]
            slug = samples["theme" if route.rule.startswith("/staff/plan/") else "slug"]
            found[route.rule] = path_of(app, route, {**samples, "token": token, "slug": slug})
    return found
