"""The register's pages: hand a file in, look at what it would change, say yes, undo; for admins alone."""

import io
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from planner.citizens.models import Citizen
from planner.register import actions
from planner.register.jobs import ImportWorker
from planner.register.models import RegisterImport
from planner.staff.models import AuditEntry
from tests.places import make as places
from tests.register.make import BO, EVA, citizen, file
from tests.staff.make import account, sign_in

PAGE = "/staff/register"
NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
ODD = {**EVA, "person_id": "P-3", "birth_date": "yesterday"}


@pytest.fixture
def admin(client, session):
    places.municipality(session)
    account(session, "admin").language = "en"
    session.commit()
    with time_machine.travel(NOW, tick=False):
        sign_in(client)
        yield client


def hand_in(client, content, kind="day"):
    data = {"file": (io.BytesIO(content), "town.csv"), "kind": kind}
    answer = client.post(PAGE, data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return answer.location


def work(session, now=NOW):
    """All that a worker does until nothing waits."""
    session.commit()
    worker = ImportWorker()
    while worker.import_registers(session, now):
        pass
    session.commit()


def taken_in(client, session, content, kind="day"):
    page = hand_in(client, content, kind)
    work(session)
    assert client.post(f"{page}/confirm", data={"many_left": "1"}).status_code == 303
    work(session)
    return page


def people(session):
    return session.scalar(select(func.count()).select_from(Citizen))


def test_a_file_is_read_shown_and_changes_nothing_before_the_yes(admin, session):
    page = hand_in(admin, file(BO, EVA))
    assert "The file is being read and checked." in admin.get(page).text
    work(session)
    text = admin.get(page).text
    assert "Nothing has changed yet." in text
    assert '<th scope="row">New people</th><td class="num">2</td>' in text
    assert people(session) == 0


def test_the_yes_takes_it_in_and_the_page_says_what_came_of_it(admin, session):
    page = taken_in(admin, session, file(BO, EVA))
    assert people(session) == 2
    assert "2 added, 0 changed." in admin.get(page).text
    assert "The register was last brought up to date on 25 November 2026, 12:00." in admin.get(PAGE).text


def test_what_changes_is_told_by_column_and_names_nobody(admin, session):
    taken_in(admin, session, file(BO, EVA))
    page = hand_in(admin, file({**BO, "street": "Nyvej 9"}, EVA))
    work(session)
    text = admin.get(page).text
    assert '<th scope="row">Street</th><td class="num">1</td>' in text
    assert not any(word in text for word in ("Nyvej", "Bo<", "P-1", "example.org</"))


def test_an_import_that_is_undone_leaves_the_register_as_it_was(admin, session):
    taken_in(admin, session, file(BO))
    page = taken_in(admin, session, file({**BO, "street": "Nyvej 9"}, EVA))
    asked = admin.get(f"{page}/undo").text
    assert "1 person who was added is taken out again." in asked
    assert admin.post(f"{page}/undo").status_code == 303
    work(session)
    session.expire_all()
    assert (people(session), citizen(session, "P-1").street) == (1, "Vej 4")
    assert "The register is as it was before." in admin.get(page).text


def test_only_the_last_import_can_be_undone(admin, session):
    first = taken_in(admin, session, file(BO))
    taken_in(admin, session, file(EVA))
    assert admin.get(f"{first}/undo").status_code == 409
    assert admin.post(f"{first}/undo").status_code == 409
    assert "Undo this import" not in admin.get(first).text
    assert people(session) == 2


def test_a_full_extract_with_many_missing_asks_for_a_tick_of_its_own(admin, session):
    taken_in(admin, session, file(BO, EVA))
    page = hand_in(admin, file(BO), "full")
    work(session)
    assert "more than one in five. Is the file whole?" in admin.get(page).text
    refused = admin.post(f"{page}/confirm")
    assert refused.status_code == 422
    assert 'id="many_left-error">Tick that so many have left, or throw the file away.' in refused.text
    assert refused.text.count("1 of 2 residents") == 1
    work(session)
    assert citizen(session, "P-2").status == "resident"
    admin.post(f"{page}/confirm", data={"many_left": "1"})
    work(session)
    session.expire_all()
    assert citizen(session, "P-2").status == "left"


def test_rows_that_cannot_be_taken_are_listed_and_come_as_a_file_to_mend(admin, session):
    page = hand_in(admin, file(BO, ODD))
    work(session)
    text = admin.get(page).text
    assert '<td role="cell" data-head="Line">3</td>' in text
    assert '<bdi class="raw">birth_date</bdi>' in text
    assert "yesterday" not in text
    answer = admin.get(f"{page}/rejected.csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="import-{page.rpartition("/")[2]}.csv"'
    mended = answer.data.replace(b"yesterday", b"1951-01-01")
    admin.post(f"{page}/confirm")
    work(session)
    taken_in(admin, session, mended)
    assert people(session) == 2


def test_a_file_that_is_refused_says_why_and_leaves_nothing(admin, session):
    page = hand_in(admin, file(BO, folkekirke="ja"))
    work(session)
    text = admin.get(page).text
    assert "folkekirke" in text
    assert "Hand in another file" in text
    assert people(session) == 0


def test_a_file_that_is_thrown_away_makes_room_for_the_next(admin, session):
    page = hand_in(admin, file(BO))
    assert 'type="file"' not in admin.get(PAGE).text
    second = {"file": (io.BytesIO(file(EVA)), "b.csv"), "kind": "day"}
    assert admin.post(PAGE, data=second, content_type="multipart/form-data").status_code == 422
    assert admin.post(f"{page}/discard").status_code == 303
    assert 'type="file"' in admin.get(PAGE).text
    hand_in(admin, file(EVA))


@pytest.mark.parametrize("is_field_there", [True, False])
def test_without_a_file_one_is_asked_for(admin, session, is_field_there):
    data = {"kind": "day"} | ({"file": (io.BytesIO(b""), "")} if is_field_there else {})
    answer = admin.post(PAGE, data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert 'id="file-error">Choose the file first.' in answer.text
    assert session.scalar(select(func.count()).select_from(RegisterImport)) == 0


def test_a_file_that_is_too_large_is_met_with_a_kind_page(admin, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST_UPLOAD", 1000)
    data = {"file": (io.BytesIO(b"x" * 2000), "town.csv"), "kind": "day"}
    answer = admin.post(PAGE, data=data, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "Send the changes alone, or ask those who run the server" in answer.text


def test_nobody_but_an_admin_may_send_us_so_much(app, session):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    account(session, "planner")
    browser = app.test_client()
    sign_in(browser)
    data = {"file": (io.BytesIO(b"x" * 2000), "town.csv"), "kind": "day"}
    assert browser.post(PAGE, data=data, content_type="multipart/form-data").status_code in (403, 413)


def test_what_admins_do_with_a_file_stands_in_the_trail_by_number(admin, session):
    page = taken_in(admin, session, file(BO))
    number = page.rpartition("/")[2]
    told = session.execute(select(AuditEntry.act, AuditEntry.about).where(AuditEntry.about == f"import:{number}"))
    assert [act for act, _ in told] == [
        "register file handed in", "register import confirmed", "register import taken in"]


@contextmanager
def today_at(client, moment, email="ane@example.org"):
    """The first page of the day, at another time."""
    with time_machine.travel(moment, tick=False):
        sign_in(client, email=email)
        yield client.get("/staff/?lang=en").text


def test_today_asks_admins_for_a_file_when_the_register_is_old(app, admin, session):
    account(session, "desk", email="maja@example.org")
    assert "The register needs a new file" in admin.get("/staff/").text
    taken_in(admin, session, file(BO))
    for days, who, asked in ((35, "ane", False), (36, "ane", True), (36, "maja", False)):
        with today_at(app.test_client(), NOW + timedelta(days=days), f"{who}@example.org") as text:
            assert ("The register needs a new file" in text) == asked


def test_today_points_to_a_file_that_waits_for_a_yes(admin, session):
    page = hand_in(admin, file(BO))
    assert "A register file waits for your yes" not in admin.get("/staff/").text
    work(session)
    assert f'<a href="{page}">A register file waits for your yes</a>' in admin.get("/staff/").text


def test_without_script_the_page_can_be_loaded_again(admin):
    page = hand_in(admin, file(BO))
    text = admin.get(page).text
    assert 'hx-trigger="every 2s"' in text
    assert f'<a href="{page}">See how far it is</a>' in text
