"""The record of processing tells what a controller must be able to show, and invites nobody to guess who is meant."""

import json

from planner.db import db
from planner.invitations.models import Act, Campaign, CampaignWork
from planner.privacy.record import READS, as_markdown, record_of
from planner.segments.leaves import Leaf
from tests.invitations.make import account
from tests.replies import make
from tests.staff.make import account as staff
from tests.staff.make import sign_in


def campaign_of(session, event, **changes) -> Campaign:
    campaign = make.invite(session, event).campaign
    for name, value in changes.items():
        setattr(campaign, name, value)
    session.commit()
    return campaign


def facts(session, campaign) -> dict[str, str]:
    return {name: value for one in record_of(session, campaign, "en", "a server") for name, value in one.facts}


def whole(session, campaign) -> str:
    return as_markdown("Record", "Made now.", record_of(session, campaign, "en", "a server"))


def test_every_criterion_says_which_field_it_reads():
    assert {leaf.key for leaf in Leaf.__subclasses__()} == set(READS)


def test_it_names_the_controller_the_law_the_officer_and_the_rule(session, event, app):
    with app.test_request_context("/staff/?lang=en"):
        told = facts(session, campaign_of(session, event))
    town = event.place.municipality
    assert town.name in told["Controller"] and told["Legal basis"] == town.legal_basis
    assert told["Data protection officer"] == town.dpo_contact
    assert "18" in told["People"] and told["Fields the rule reads"] == "date of birth"


def test_counts_under_five_are_not_told(session, event, app):
    with app.test_request_context("/staff/?lang=en"):
        assert facts(session, campaign_of(session, event, matching=4, invitable=600))["Fit the rule"] == "under 5"


def test_an_assessment_is_called_for_by_many_people_or_several_fields(session, event, app):
    two = {"all": [{"age": {"min": 18}}, {"postcode": ["4171"]}]}
    with app.test_request_context("/staff/?lang=en"):
        one = campaign_of(session, event, matching=5_000)
        assert "nothing calls for one" in whole(session, one)
        assert "more than 5,000 people" in whole(session, campaign_of(session, event, matching=5_001))
        assert "more than one field" in whole(session, campaign_of(session, event, criteria=two))


def test_it_says_who_approved_and_when(session, event, app):
    campaign = campaign_of(session, event)
    with app.test_request_context("/staff/?lang=en"):
        assert "Not approved yet" in whole(session, campaign)
        who = account(session, "ane@example.org", "approver")
        db.session.add(CampaignWork(campaign_id=campaign.id, account_id=who.id, act=Act.APPROVED, at=make.NOW))
        session.commit()
        session.refresh(campaign)
        assert "Ane" in facts(session, campaign)["Approved"]


def test_what_was_typed_is_no_markup_in_the_document(session, event, app):
    event.place.municipality.legal_basis = "# <b>Lov</b> [x](http://evil.example)"
    session.commit()
    with app.test_request_context("/staff/?lang=en"):
        assert "\\# \\<b\\>Lov" in whole(session, campaign_of(session, event))


def test_page_and_files_tell_the_same(session, event, client):
    campaign = campaign_of(session, event)
    staff(session, "planner", email="planner@example.org")
    sign_in(client, email="planner@example.org")
    law = event.place.municipality.legal_basis
    page, text, data = (client.get(f"/staff/campaigns/{campaign.id}/record{form}") for form in ("", ".md", ".json"))
    assert law in page.text and law in text.text
    assert law in json.dumps(json.loads(data.text), ensure_ascii=False)
    assert all("attachment" in one.headers["Content-Disposition"] for one in (text, data))
    assert f"/staff/campaigns/{campaign.id}/record" in client.get(f"/staff/campaigns/{campaign.id}").text
