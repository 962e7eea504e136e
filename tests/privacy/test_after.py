"""After people were erased or had their time every page still opens, and counts say what they said before."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from planner.audiences.actions import AudienceDraft, save_audience
from planner.citizens.actions import record_reveal
from planner.citizens.models import Citizen
from planner.delivery.models import Delivery, State
from planner.invitations.queries import state_counts, way
from planner.privacy.clearing import clear_due
from planner.privacy.jobs import erase_at_once
from planner.privacy.mentions import mentions_of
from planner.register.models import ImportStatus, RegisterChange, RegisterImport, RegisterRejection, What
from planner.replies.rules import Answer
from planner.staff.models import AuditEntry
from planner.web import keys
from tests.privacy.make import MARKS, PERSON, comes, found_in_files, found_in_tables, person, quintilia
from tests.privacy.test_erasing import send
from tests.replies import make
from tests.staff.make import account, sign_in

MUCH_LATER = make.datetime(2027, 2, 10, 16, tzinfo=make.UTC) + timedelta(days=60)
REASON = "Quintilia stands here herself"


@pytest.fixture
def admin(session):
    someone = account(session, "admin", "planner", "desk", email="admin@example.org")
    someone.language = "en"
    return someone


@pytest.fixture
def audience(session, admin, event):
    """A saved audience whose note names her."""
    draft = AudienceDraft(name="Voksne", criteria={"age": {"min": 18}}, note="Efter ønske fra  QUINTILIA XYLOFONSEN")
    return save_audience(session, "new-pensioners", draft, admin.id, make.NOW - timedelta(days=40))


def answered(session, event):
    """Quintilia comes, Bo does not, Ane has not answered, Eva's letter failed. Return the campaign."""
    comes(session, quintilia(session, event))
    make.say(session, make.invite(session, event, "Bo"), Answer(coming=False))
    make.invite(session, event, "Ane")
    return make.invite(session, event, "Eva", state=State.FAILED).campaign


def pages(session, event, campaign, audience, subject):
    """What staff look at, and what must stand there."""
    one = f"/staff/campaigns/{campaign.id}"
    public_id = session.scalars(select(Delivery.public_id).order_by(Delivery.id)).first()
    return ["/staff/", "/staff/campaigns", one, f"{one}/record", f"/staff/events/{event.id}",
            f"/staff/events/{event.id}/guests", "/staff/outbox", f"/staff/outbox/{public_id}",
            f"/staff/citizens/{subject}", "/staff/audiences", f"/staff/audiences/{audience.id}", event_page(event)]


def event_page(event):
    return f"/events/{event.slug}"


def counted(session, event, campaign):
    session.refresh(event)
    return event.seats_taken, way(session, campaign), state_counts(session, campaign.mailing)


@pytest.mark.parametrize("how", ["erased", "cleared"])
def test_every_page_opens_and_counts_as_before(client, session, settings, event, admin, audience, time_machine, how):
    campaign = answered(session, event)
    before, subject = counted(session, event, campaign), person(session).subject
    time_machine.move_to(MUCH_LATER if how == "cleared" else make.LATER)
    if how == "cleared":
        clear_due(session, settings, MUCH_LATER, clock_is_right=True)
    else:
        erase_at_once(session, PERSON, by=None, now=make.LATER)
    sign_in(client, email="admin@example.org")
    opened = {page: client.get(page) for page in pages(session, event, campaign, audience, subject)}
    assert {page: answer.status_code for page, answer in opened.items() if answer.status_code != 200} == {}
    assert counted(session, event, campaign) == before
    guests = opened[f"/staff/events/{event.id}/guests"].text
    assert "Name no longer kept" in guests and "1 household, 2 seats" in guests
    assert MARKS["street"] not in "".join(answer.text for answer in opened.values() if how == "erased")


def test_all_that_lies_about_of_somebody_erased_is_found(client, session, settings, event, admin, audience):
    comes(session, quintilia(session, event, state=State.QUEUED))
    send(settings)
    record_reveal(session, admin.id, person(session).subject, REASON, make.NOW)
    files = RegisterImport(begun_at=make.NOW, file_name="dagens.csv", status=ImportStatus.DONE)
    session.add(files)
    session.flush()
    subject = keys().subject(PERSON)
    row = {"import_id": files.id, "number": 1, "person_id": PERSON, "email": MARKS["email"], "subject": subject}
    session.add(RegisterChange(what=What.ADD, **row))
    session.add(RegisterRejection(
        import_id=files.id, line=2, reason="?", cells=[PERSON, MARKS["email"]], subjects=subject))
    read = (settings.instance / "outbox" / "cur").joinpath
    for copy in (settings.instance / "outbox" / "new").iterdir():
        copy.rename(read(f"{copy.name}:2,S"))
    session.commit()
    erased, finished = erase_at_once(session, PERSON, by=None, now=make.LATER)
    assert (finished, erased.staged, erased.reasons, erased.mentioned) == (True, 2, 1, (f"audience:{audience.id}",))
    assert found_in_tables(session, (REASON,)) + found_in_files(settings.instance, (REASON,)) == []


def test_the_page_says_what_becomes_of_the_seats_and_which_texts_to_look_at(client, session, event, admin, audience):
    comes(session, quintilia(session, event))
    sign_in(client, email="admin@example.org")
    address = f"/staff/citizens/{person(session).subject}/erase"
    before = client.get(address).text
    assert "2 seats" in before and f"/staff/audiences/{audience.id}" in before and 'name="free_seats"' in before
    after = client.post(address, data={"checked": "1"}).text
    assert "stand without a name" in after and f"/staff/audiences/{audience.id}" in after


def test_a_namesake_is_told_of_and_a_part_of_a_name_is_not(session, event, audience):
    quintilia(session, event)
    assert mentions_of(session, person(session)) == [f"audience:{audience.id}"]
    audience.note = "Xylofonsen er et navn, og Quintilia er et andet"
    session.commit()
    assert mentions_of(session, person(session)) == []


def test_acts_and_reasons_stand_on_the_page_in_words(client, session, event, admin):
    subject = quintilia(session, event).subject
    session.scalars(select(Citizen).where(Citizen.subject == subject)).one().language = "uk"
    record_reveal(session, admin.id, subject, REASON, make.NOW)
    session.add(AuditEntry(at=make.NOW, act="no noted: phone", about=f"person:{subject}", account_id=admin.id))
    session.commit()
    sign_in(client, email="admin@example.org")
    data = {"language": "da", "checked_how": "showed_proof", "as": "page"}
    page = client.post(f"/staff/citizens/{subject}/access", data=data).text
    for words in (REASON, "Så dit skjulte navn", "Noterede et nej: Telefon", "Viste alt, hvad vi har om dig",
                  'lang="uk"', "Попросіть нас"):
        assert words in page
    assert "hidden name shown" not in page and "no noted" not in page
