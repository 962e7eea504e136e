"""Whatever sells turns a campaign into one for those alone who have agreed to paid offers, and says why."""

from datetime import timedelta

import pytest

from planner.citizens.actions import give_consent, withdraw_consent
from planner.citizens.models import Purpose, Source
from planner.invitations import actions
from planner.invitations.actions import set_text, set_time_and_place
from planner.invitations.commercial import Sale, consent_only_words, sales_of
from planner.invitations.jobs import launch_due_wave
from planner.invitations.models import CampaignStatus
from planner.partners.actions import add_partner
from planner.refusal import Refusal
from tests.invitations import desk as desks
from tests.invitations import make
from tests.invitations.make import NOW

BODY = "Kom og hør.\n\n{{dato}} {{tid}} {{sted}} {{link}}"
PRICED = {"price": 50_00}


def agree(session, person):
    """The person's yes to paid offers."""
    give_consent(session, person.subject, Purpose.PAID_OFFERS, Source.DESK, NOW - timedelta(days=1))


def priced(session, town, **changes):
    """A draft of Birk's with a price, in words that do not promise otherwise."""
    made = make.campaign(session, town.planner, event=make.event_plan(**(PRICED | changes)))
    for language in ("da", "nb", "en"):
        set_text(session, made, language, "Kom og hør", BODY, town.planner.id, NOW)
    return made


def approved(session, town, campaign):
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    return campaign


@pytest.mark.parametrize(("changes", "found"), [
    ({}, []), ({"price": 1}, [Sale.PRICE]), ({"sponsor": "Banken"}, [Sale.SPONSOR]),
    ({"co_host_slugs": ("kiosken",)}, [Sale.CO_HOST]), ({"co_host_slugs": ("klubben",)}, []),
])
def test_a_price_a_sponsor_or_a_selling_co_host_makes_an_invitation_an_offer(session, town, changes, found):
    add_partner(session, slug="kiosken", name="Kiosken", commercial=True)
    add_partner(session, slug="klubben", name="Klubben")
    made = make.campaign(session, town.planner, event=make.event_plan(**changes))
    assert sales_of(made.theme, made.event) == found
    assert made.invitable == (0 if found else 3)


def test_an_offer_goes_to_those_who_agreed_also_where_the_register_marks_them(session, town):
    town.carl.marketing_protected = town.erik.marketing_protected = True
    agree(session, town.carl)
    assert priced(session, town).invitable == 1
    assert make.campaign(session, town.planner).invitable == 3


def test_a_municipality_that_respects_the_mark_always_leaves_the_marked_out_unless_they_agreed(session, town):
    town.carl.marketing_protected = town.erik.marketing_protected = True
    made = make.campaign(session, town.planner)
    made.place.municipality.respect_marketing_always = True
    agree(session, town.carl)
    assert actions.arrange_waves(session, made, NOW).excluded["marketing_protected"] == 1


def test_a_yes_taken_back_or_run_out_is_none(session, town):
    agree(session, town.anna)
    withdraw_consent(session, town.anna.subject, Purpose.PAID_OFFERS, NOW)
    give_consent(session, town.carl.subject, Purpose.PAID_OFFERS, Source.CODE, NOW - timedelta(days=9),
                 expires_at=NOW - timedelta(days=1))
    assert priced(session, town).invitable == 0


def test_staff_read_why_on_the_audience_page_and_before_they_approve(session, desk, town):
    agree(session, town.anna)
    made = priced(session, town, sponsor="Banken")
    session.commit()
    for step in ("audience", "submit"):
        shown = desks.page(desk, desks.ways(made)[step])
        assert "Consent only, because it costs 50 kr. per person and Banken is a sponsor." in shown


def test_a_campaign_that_sells_nothing_has_nothing_to_explain(session, town):
    assert consent_only_words(make.campaign(session, town.planner)) == ""


def test_words_that_promise_it_is_free_are_not_handed_in_with_a_price(session, town):
    agree(session, town.anna)
    made = make.campaign(session, town.planner, event=make.event_plan(**PRICED))
    with pytest.raises(Refusal, match=r"It costs 50 kr., but the invitation says it is free: Dansk"):
        actions.submit(session, made, town.planner.id, NOW)


@pytest.mark.parametrize("changes", [{"price": 60_00}, {"sponsor": "Banken"}])
def test_another_price_or_sponsor_voids_the_approval_of_a_published_event(session, town, changes):
    agree(session, town.anna)
    made = approved(session, town, priced(session, town))
    set_time_and_place(session, made, make.event_plan(**(PRICED | changes)), town.planner.id, NOW)
    assert (made.status, made.approved_hash) == (CampaignStatus.DRAFT, None)
    assert launch_due_wave(session, NOW) == 0


def test_a_co_host_that_begins_to_sell_after_the_approval_stops_the_wave(session, town):
    host = add_partner(session, slug="klubben", name="Klubben")
    plan = make.event_plan(co_host_slugs=("klubben",))
    made = approved(session, town, make.campaign(session, town.planner, event=plan))
    host.commercial = True
    session.flush()
    launch_due_wave(session, NOW)
    assert made.waves[0].dropped == "changed"
