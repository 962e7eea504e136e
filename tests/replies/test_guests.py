"""Who is coming, as staff see it: names only where names were asked for, and never a protected one."""

import pytest
import time_machine

from planner.replies.rules import Answer
from tests.browser import DESK, PHONE, axe_violations, no_sideways_scroll, shot
from tests.replies.make import LATER, NO, evening, invite, say
from tests.staff.make import PASSWORD, account, sign_in


@pytest.fixture(autouse=True)
def _later():
    with time_machine.travel(LATER):
        yield


@pytest.fixture
def desk(session, client):
    """A browser in which someone at the desk has signed in."""
    account(session, "desk")
    sign_in(client)
    return client


def seen(client, event):
    """The page in English."""
    answer = client.get(f"/staff/events/{event.id}/guests?lang=en")
    assert answer.status_code == 200
    return answer.text


def test_named_themes_show_who_comes_how_many_they_are_and_what_they_need(desk, session, event):
    say(session, invite(session, event), Answer(True, 2, "a hearing loop", "We come by bus."))
    say(session, invite(session, event, "Kim"), Answer(True, 3))
    say(session, invite(session, event, "Liv"), NO)
    page = seen(desk, event)
    assert "1 household, 2 seats" in page and "1 household, 3 seats" in page and "<dd>1 household</dd>" in page
    assert "Inger Prøve" in page and "a hearing loop" in page and "We come by bus." in page
    assert page.index("Inger Prøve") < page.index("They wait") < page.index("Kim Prøve") and "Liv" not in page


def test_those_who_wait_stand_in_the_order_of_the_line_and_those_who_come_in_that_of_the_alphabet(desk, session):
    event = evening(session, capacity=2)
    for name in ("Åse", "Øjvind", "Zoe", "Bo"):
        say(session, invite(session, event, name))
    page = seen(desk, event)
    assert page.index("Øjvind") < page.index("Åse") < page.index("Zoe") < page.index("Bo Prøve")


def test_protected_guests_stand_on_no_list(desk, session, event):
    invitation = invite(session, event, "Signe")
    invitation.citizen.name_address_protected = True
    say(session, invitation, Answer(True, 1, "a seat near the door"))
    page = seen(desk, event)
    assert "Protected person" in page and "a seat near the door" in page
    assert not any(name in page.partition("<main")[2] for name in ("Signe", "Prøve"))
    assert "Signe" not in page


def test_a_guest_whose_record_is_deleted_still_has_a_chair(desk, session, event):
    reply = say(session, invite(session, event))
    session.delete(reply.invitation.citizen)
    session.commit()
    assert "Name no longer kept" in seen(desk, event)


def test_a_yes_to_the_old_time_is_marked_until_it_is_said_again(desk, session, event):
    invitation = invite(session, event)
    say(session, invitation)
    event.revision += 1
    assert "Yes to the old time" in seen(desk, event)
    say(session, invitation, Answer(True, 2))
    assert "Yes to the old time" not in seen(desk, event)


def test_themes_that_count_show_needs_but_nobody(desk, session):
    event = evening(session, theme="newcomers")
    reply = say(session, invite(session, event), Answer(True, 2))
    reply.needs, reply.note = "an interpreter", "I am Inger"
    page = seen(desk, event)
    assert "1 household, 2 seats" in page and "an interpreter" in page
    assert "Inger" not in page and "<table" not in page


def test_themes_handed_on_by_partners_have_no_list_and_hide_small_numbers(desk, session):
    event = evening(session, theme="low-vision")
    replies = [say(session, invite(session, event), Answer(True, 2)) for _ in range(4)]
    replies[0].needs = "a guide dog"
    page = seen(desk, event)
    assert "under 5 households, 8 seats" in page and "4 households" not in page
    assert "Inger" not in page and "guide dog" not in page and "<table" not in page


def test_where_nobody_signs_up_the_page_says_so(desk, session):
    assert "Nobody signs up" in seen(desk, evening(session, theme="digital-help"))


def test_before_the_first_answer_the_page_says_what_will_be_here(desk, session, event):
    page = seen(desk, event)
    assert "Nobody has answered yet" in page and "As soon as someone answers" in page


@pytest.mark.parametrize(("role", "status"), [
    ("admin", 200), ("planner", 200), ("desk", 200), ("approver", 403), ("partner", 403)])
def test_only_planners_and_the_desk_see_who_is_coming(client, session, event, role, status):
    partner = {"partner_id": event.co_hosts[0].id} if role == "partner" else {}
    account(session, role, **partner)
    sign_in(client)
    assert client.get(f"/staff/events/{event.id}/guests").status_code == status


@pytest.mark.parametrize(("role", "linked"), [("planner", True), ("desk", True), ("approver", False)])
def test_the_page_of_the_event_leads_there_for_those_who_may(client, session, event, role, linked):
    account(session, role)
    sign_in(client)
    assert (f"/staff/events/{event.id}/guests" in client.get(f"/staff/events/{event.id}").text) is linked


@pytest.mark.browser
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_list_passes_axe_and_fits_its_window(new_page, session, event, width):
    account(session, "desk")
    long = "Jeg bruger kørestol og vil gerne sidde tæt på døren, helst ved siden af min søster Karen. " * 3
    say(session, invite(session, event), Answer(True, 2, "Teleslynge", long))
    say(session, invite(session, event, "سميرة"), Answer(True, 1))
    event.revision += 1
    say(session, invite(session, event, "Kim"), Answer(True, 3, "Tolk til arabisk"))
    address = f"/staff/events/{event.id}/guests"
    session.rollback()
    page = new_page(width=width)
    page.goto("/staff/sign-in")
    page.locator("[name=email]").fill("ane@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/")
    page.goto(address)
    shot(page, f"guests-{width}")
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)
    page.emulate_media(media="print")
    shot(page, f"guests-print-{width}")
    assert no_sideways_scroll(page) and page.get_by_text("Inger Prøve").is_visible()
