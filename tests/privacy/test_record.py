"""The record of processing tells what a controller must be able to show, and invites nobody to guess who is meant."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.db import db
from planner.delivery.channels import channels
from planner.invitations.models import Act, Campaign, CampaignWork
from planner.partners.actions import add_partner
from planner.privacy.chapters import as_markdown
from planner.privacy.holdings import HOLDINGS
from planner.privacy.models import RetentionPeriod
from planner.privacy.processed import KINDS, told_columns
from planner.privacy.receivers import PROVIDERS
from planner.privacy.record import READS, record_of
from planner.segments.leaves import LEAVES
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


@pytest.fixture
def facts(session, settings):
    """Each fact of a campaign's record by its name."""
    return lambda campaign: {name: value for one in record_of(session, campaign, "en", settings)
                             for name, value in one.facts}


@pytest.fixture
def kinds(session, settings):
    """Each row of the table of a campaign's record by its first cell."""
    return lambda campaign: {row[0]: row[1:] for one in record_of(session, campaign, "en", settings) if one.table
                             for row in one.table.rows}


@pytest.fixture
def whole(session, settings):
    """The record of a campaign as one text; settings may differ."""
    return lambda campaign, **changes: as_markdown(
        "Record", "Made now.", record_of(session, campaign, "en", replace(settings, **changes)))


def test_every_criterion_says_which_field_it_reads():
    assert set(LEAVES) == set(READS)


def test_every_kind_of_data_that_an_access_request_tells_stands_in_it():
    of_files_alone = {"register_change", "register_rejection", "erasure"}  # no campaign uses them
    told = {f"{one.table.name}.{name}" for one in HOLDINGS if one.table.name not in of_files_alone
            for name in one.names if name in one.table.c}
    assert told_columns(KINDS) == told


def test_it_answers_to_every_letter_of_article_30(session, event, app, settings):
    with app.test_request_context("/staff/?lang=en"):
        chapters = record_of(session, campaign_of(session, event), "en", settings)
    assert [one.letter for one in chapters if one.letter] == list("abcdefg")
    assert all(one.facts for one in chapters)


def test_each_kind_says_whose_what_for_where_from_and_how_long(session, event, app, kinds):
    session.add(RetentionPeriod(kind="sign_ups", days=60))
    with app.test_request_context("/staff/?lang=en"):
        told = kinds(campaign_of(session, event))
    assert len(told) == len(KINDS) and all(cell for row in told.values() for cell in row)
    assert "60 days after the event" in told["Answer: yes, no or waiting, how many seats, and when"][-1]
    assert told["What they write of their needs, and notes"][-1] == "Until the night after the event."
    assert told["Objections (a no): to what, which way, when"][-1].startswith("No time limit")


def test_news_without_an_event_names_no_answers_and_goes_by_its_own_time(session, event, app, kinds):
    campaign = campaign_of(session, event)
    campaign.event = None
    with app.test_request_context("/staff/?lang=en"):
        told = kinds(campaign)
    assert not any(name.startswith("Answer") or "needs" in name for name in told)
    assert told["Invitation: to what, when, in which language, by mail or letter, and why they got it"][-1] == (
        "14 days after it was sent.")


def test_a_campaign_that_sells_stands_on_consent(session, event, app, facts):
    campaign = campaign_of(session, event)
    with app.test_request_context("/staff/?lang=en"):
        assert "6(1)(e)" in facts(campaign)["In GDPR"]
        event.sponsor = "Sparekassen"
        assert facts(campaign)["In GDPR"].startswith("Article 6(1)(a)") and "Sparekassen" in facts(campaign)["In GDPR"]


def test_it_names_each_partner_what_it_sees_and_until_when(session, event, app, facts):
    event.co_hosts = [add_partner(session, slug="skolen", name="Skolen", kind="school")]
    with app.test_request_context("/staff/?lang=en"):
        seen = facts(campaign_of(session, event))["Skolen"]
    last = event.starts_local + timedelta(days=30)
    assert "Counts only" in seen and f"{last:%d %B %Y}; never a name" in seen


def test_it_names_the_mail_server_whether_it_is_spoken_to_in_the_open_and_never_the_password(
        session, event, app, whole):
    campaign, server = campaign_of(session, event), "smtp://ane:hemmeligt@mail.example.org:25"
    with app.test_request_context("/staff/?lang=en"):
        assert "nothing has left it" in whole(campaign)
        told = whole(campaign, mail_url=f"{server}?tls=starttls")
        assert "mail.example.org carries them" in told and "Where mail.example.org stands" in told
        assert "over TLS" in told and "hemmeligt" not in told
        assert "without TLS" in whole(campaign, mail_url="smtp://mail.example.org:25")


def test_every_way_to_send_mail_says_who_carries_it():
    assert set(PROVIDERS) == set(channels)


@pytest.mark.parametrize(("language", "words"), [("da", "Slags data"), ("nb", "Slag data"), ("en", "Kind of data")])
def test_it_comes_in_the_language_of_the_reader(session, event, client, language, words):
    campaign = campaign_of(session, event)
    staff(session, "planner", email="planner@example.org").language = language
    sign_in(client, email="planner@example.org")
    page = client.get(f"/staff/campaigns/{campaign.id}/record").text
    assert words in page and f'lang="{language}"' in page


def test_it_names_the_controller_the_law_the_officer_and_the_rule(session, event, app, facts):
    with app.test_request_context("/staff/?lang=en"):
        told = facts(campaign_of(session, event))
    town = event.place.municipality
    assert town.name in told["Controller"] and told["Legal basis"] == town.legal_basis
    assert told["Data protection officer"] == town.dpo_contact
    assert "18" in told["People"] and told["Fields the rule reads"] == "date of birth"


def test_counts_under_five_are_not_told(session, event, app, facts):
    with app.test_request_context("/staff/?lang=en"):
        assert facts(campaign_of(session, event, matching=4, invitable=600))["Fit the rule"] == "under 5"


def test_an_assessment_is_called_for_by_many_people_or_several_fields(session, event, app, whole):
    two = {"all": [{"age": {"min": 18}}, {"postcode": ["4171"]}]}
    with app.test_request_context("/staff/?lang=en"):
        one = campaign_of(session, event, matching=5_000)
        assert "nothing calls for one" in whole(one)
        assert "more than 5,000 people" in whole(campaign_of(session, event, matching=5_001))
        assert "more than one field" in whole(campaign_of(session, event, criteria=two))


def test_it_says_who_approved_and_when(session, event, app, facts, whole):
    campaign = campaign_of(session, event)
    with app.test_request_context("/staff/?lang=en"):
        assert "Not approved yet" in whole(campaign)
        who = account(session, "ane@example.org", "approver")
        db.session.add(CampaignWork(campaign_id=campaign.id, account_id=who.id, act=Act.APPROVED, at=make.NOW))
        session.commit()
        session.refresh(campaign)
        assert "Ane" in facts(campaign)["Approved"]


def test_what_was_typed_is_no_markup_in_the_document(session, event, app, whole):
    event.place.municipality.legal_basis = "# <b>Lov</b> [x](http://evil.example)"
    session.commit()
    with app.test_request_context("/staff/?lang=en"):
        assert "\\# \\<b\\>Lov" in whole(campaign_of(session, event))


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
