"""What admins decide for the municipality: who writes, by what right, and how often."""

import pytest
from sqlalchemy import select

from planner.places.queries import municipality
from planner.staff.models import AuditEntry
from tests.places import make
from tests.staff.make import account, sign_in

PAGE = "/staff/settings/municipality"
FORM = {
    "sender_name": "Næstved Bibliotek og Borgerservice", "sender_email": "bibliotek@example.org",
    "phone": "+45 00 00 00 00", "phone_hours": "10-14", "legal_basis": "test", "dpo_contact": "dpo@example.org",
    "spoken_languages": ["da", "ar"], "cap_invitations": "2", "cap_window_days": "30", "cap_gap_days": "7",
}


@pytest.fixture
def town(session):
    found = make.municipality(session)
    found.spoken_languages = ["da", "ar"]
    session.commit()
    return found


@pytest.fixture
def admin(client, session, town):
    account(session, "admin").language = "en"
    session.commit()
    sign_in(client)
    return client


def trail(session):
    return session.scalars(select(AuditEntry.about).where(AuditEntry.act == "municipality changed")).all()


def test_the_way_to_the_settings_is_shown_to_admins_alone(app, client, session, town):
    menus = {}
    for role in ("admin", "planner", "approver", "desk"):
        account(session, role, email=f"{role}@example.org")
        browser = app.test_client()
        sign_in(browser, email=f"{role}@example.org")
        menus[role] = 'href="/staff/settings"' in browser.get("/staff/").text
    assert menus == {"admin": True, "planner": False, "approver": False, "desk": False}


def test_the_settings_say_how_things_stand(admin):
    text = admin.get("/staff/settings").text
    assert "At most 2 invitations to one person in 30 days, 7 days apart." in text
    assert f'href="{PAGE}"' in text


def test_what_is_saved_holds_and_leaves_its_name_in_the_trail(admin, session, town):
    answer = admin.post(PAGE, data=FORM | {"cap_invitations": "3", "respect_marketing_always": "1"})
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?saved=1")
    found = municipality(session)
    assert (found.cap_invitations, found.respect_marketing_always) == (3, True)
    changed = [f"municipality:{town.id} {column}" for column in ("respect_marketing_always", "cap_invitations")]
    assert trail(session) == changed


def test_the_page_tells_who_changed_what(admin):
    admin.post(PAGE, data=FORM | {"phone_hours": ""})
    assert "Ane Prøve changed the telephone hours." in admin.get(PAGE).text


def test_saving_it_as_it_is_changes_nothing(admin, session):
    assert admin.post(PAGE, data=FORM).status_code == 303
    assert trail(session) == []


@pytest.mark.parametrize(("field", "typed", "sentence"), [
    ("sender_name", " ", "Write the name citizens know you by."),
    ("sender_email", "bibliotek", "Write a whole mail address"),
    ("sender_email", "a@example.org\r\nBcc: b@example.org", "Write a whole mail address"),
    ("phone", "ring til os", "Write a telephone number"),
    ("legal_basis", "", "Write the law you write to citizens by."),
    ("legal_basis", "x" * 501, "Write at most 500 characters; these are 501."),
    ("dpo_contact", "", "Write how citizens reach the data protection officer."),
    ("legal_basis", "spørg efter 010155-1234", "It looks as if you have written a personal identity number."),
    ("spoken_languages", ["tlhx"], "Tick at least one language."),
    ("cap_invitations", "0", "Write a whole number from 1 to 50."),
    ("cap_window_days", "-3", "Write a whole number from 1 to 366."),
    ("cap_gap_days", "²", "Write a whole number from 0 to 366."),
])
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(admin, session, field, typed, sentence):
    answer = admin.post(PAGE, data=FORM | {"phone_hours": "8-22", field: typed})
    assert answer.status_code == 422
    assert f'id="{field}-error">{sentence}' in answer.text
    assert 'value="8-22"' in answer.text
    assert (municipality(session).phone_hours, trail(session)) == ("10-14", [])


def test_a_planner_may_not_change_how_often_people_are_written_to(client, session, town):
    account(session, "planner")
    sign_in(client)
    assert client.post(PAGE, data=FORM | {"cap_invitations": "9"}).status_code == 403
    assert municipality(session).cap_invitations == 2


def test_a_language_that_is_not_on_offer_stays_chosen(admin, session, town):
    town.spoken_languages = ["da", "fi"]
    session.commit()
    assert 'value="fi" checked' in admin.get(PAGE).text
