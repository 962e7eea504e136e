"""The outbox: every mail as the citizen sees it, nobody's name in the list, and nothing foreign in the frame."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.delivery import actions
from planner.delivery.models import Delivery, Kind
from planner.delivery.registry import composers
from planner.delivery.worker import Worker
from planner.partners.models import Partner
from planner.staff.models import RoleName
from tests.conftest import make_settings
from tests.delivery.make import NOW, posted, row_of
from tests.staff.make import account, sign_in

LONG_AGO = NOW - timedelta(days=3000)


@pytest.fixture
def settings(migrated_file: Path, tmp_path: Path) -> Settings:
    """One database is enough here: a page reads the same from both."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


@pytest.fixture
def sent(session: Session, settings: Settings) -> Delivery:
    """An invitation that lies in the Maildir."""
    posted(session, "ane", due_at=LONG_AGO)
    Worker(settings, clock=lambda: NOW).work_until_idle()
    return row_of(session)


@pytest.fixture
def staff(client: FlaskClient, session: Session) -> FlaskClient:
    """A browser in which a planner has signed in; pages in English."""
    someone = account(session, RoleName.PLANNER)
    someone.language = "en"
    session.commit()
    sign_in(client, someone.email)
    return client


def test_before_anything_is_sent_the_page_says_what_will_be_here(staff: FlaskClient) -> None:
    assert "No mail has been sent yet" in staff.get("/staff/outbox").text


def test_the_list_labels_by_row_and_names_nobody(staff: FlaskClient, sent: Delivery) -> None:
    page = staff.get("/staff/outbox").text
    assert f"Citizen {sent.id}" in page
    assert "Handed over" in page
    assert "Åse" not in page
    assert "example.org" not in page.partition("<main")[2]


def test_an_open_mail_tells_from_to_sent_and_state(staff: FlaskClient, sent: Delivery) -> None:
    page = staff.get(f"/staff/outbox/{sent.public_id}").text
    for fact in (
        "Snart pensionist? Kom og få svar",
        "Næstved Bibliotek",
        "ane@example.org",
        "Tuesday 19 January 2027 at 10:00",
        "Handed over",
        "Kære Åse ane",
    ):
        assert fact in page


def test_the_html_part_stands_in_a_frame_that_may_do_nothing(staff: FlaskClient, sent: Delivery) -> None:
    page = staff.get(f"/staff/outbox/{sent.public_id}?part=html").text
    assert '<iframe class="frame" sandbox title="The mail as the citizen sees it"' in page
    assert f'src="/staff/outbox/{sent.public_id}/html"' in page
    framed = staff.get(f"/staff/outbox/{sent.public_id}/html")
    assert "<p>Kære Åse ane</p>" in framed.text
    assert "script-src" not in framed.headers["Content-Security-Policy"]
    assert framed.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in framed.headers["Content-Security-Policy"]


def test_the_calendar_part_is_told_as_facts_and_as_a_file(staff: FlaskClient, sent: Delivery) -> None:
    page = staff.get(f"/staff/outbox/{sent.public_id}?part=calendar").text
    for fact in (
        "Wednesday 10 February 2027, 17:00 to 19:30",
        "Glumsø Bibliotek, Biblioteksvej 1",
        "REQUEST, SEQUENCE 0",
        "BEGIN:VCALENDAR",
    ):
        assert fact in page


def test_a_mail_that_lies_there_is_shown_as_it_left_not_as_it_would_be_written_now(
    staff: FlaskClient,
    sent: Delivery,
    settings: Settings,
) -> None:
    (file,) = Path(settings.instance / "outbox/new").iterdir()
    file.write_bytes(file.read_bytes().replace(b"Glums", b"Fensm"))
    assert "Fensm" in staff.get(f"/staff/outbox/{sent.public_id}").text


def test_a_mail_that_has_not_left_is_written_for_the_reader(staff: FlaskClient, session: Session) -> None:
    posted(session, "ane", due_at=NOW + timedelta(days=365))
    page = staff.get(f"/staff/outbox/{row_of(session).public_id}").text
    assert "Kære Åse ane" in page
    assert "at the earliest" in page


def test_a_mail_nobody_can_write_any_more_says_so(staff: FlaskClient, session: Session) -> None:
    composers[Kind.INVITATION] = lambda _session, _postings: {}
    posted(session, "ane")
    assert "This mail cannot be shown" in staff.get(f"/staff/outbox/{row_of(session).public_id}").text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"state": "uncertain", "due_at": NOW}, "It is tried once more at 10:00."),
        ({"state": "uncertain", "tried_again": True}, "The mail server did not answer, twice."),
        ({"state": "skipped", "reason": "event_cancelled"}, "The event was cancelled."),
        ({"state": "failed", "reply": "550 no such user"}, "550 no such user"),
    ],
)
def test_a_state_says_what_it_means(
    staff: FlaskClient, session: Session, changes: dict[str, object], says: str
) -> None:
    posted(session, "ane")
    session.execute(update(Delivery).values(**changes))
    assert says in staff.get(f"/staff/outbox/{row_of_committed(session)}").text


def row_of_committed(session: Session) -> str:
    session.commit()
    return row_of(session).public_id


def test_the_list_can_be_narrowed_and_continued(staff: FlaskClient, session: Session) -> None:
    posted(session, *(f"citizen-{number}" for number in range(60)))
    posted(session, "bo", kind=Kind.REMINDER)
    actions.stop(session, reason="objected", source="test", now=NOW, whom="bo")
    page = staff.get("/staff/outbox?kind=invitation").text
    assert page.count('<li><a href="/staff/outbox/') == 50
    older = page.partition('href="/staff/outbox?before=')[2].partition('"')[0].replace("&amp;", "&")
    assert staff.get(f"/staff/outbox?before={older}").text.count('<li><a href="/staff/outbox/') == 10
    assert staff.get("/staff/outbox?state=skipped").text.count('<li><a href="/staff/outbox/') == 1
    assert "No mail is like that" in staff.get("/staff/outbox?state=failed").text


@pytest.mark.parametrize("odd", ["state=odd", "kind=odd", "before=x", "before=99999999999999999999", "part=odd"])
def test_odd_addresses_show_the_whole_list(staff: FlaskClient, sent: Delivery, odd: str) -> None:
    assert staff.get(f"/staff/outbox?{odd}").status_code == 200
    assert staff.get(f"/staff/outbox/{sent.public_id}?{odd}").status_code == 200


def test_an_unknown_mail_is_not_found(staff: FlaskClient) -> None:
    assert staff.get("/staff/outbox/no-such-mail").status_code == 404
    assert staff.get("/staff/outbox/no-such-mail/html").status_code == 404


@pytest.mark.parametrize("path", ["", "/{0}", "/{0}/html"])
def test_partners_and_strangers_see_no_mail(client: FlaskClient, session: Session, sent: Delivery, path: str) -> None:
    address = f"/staff/outbox{path.format(sent.public_id)}"
    assert client.get(address).status_code in (302, 401)
    host = Partner(slug="aeldre-sagen", name="Ældre Sagen")
    session.add(host)
    session.flush()
    sign_in(client, account(session, RoleName.PARTNER, partner_id=host.id).email)
    assert client.get(address).status_code == 403
