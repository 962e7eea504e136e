"""The pages of saved audiences: the list, one audience, archiving, and planning with one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from planner.audiences.actions import archive_audience
from planner.audiences.keeping import kept_counts
from planner.audiences.models import AudienceUse
from planner.invitations.actions import approve, submit
from planner.invitations.jobs import launch_due_wave
from planner.invitations.models import Campaign
from tests.audiences import make
from tests.invitations.desk import browser, page, refusal
from tests.segments.make import NOW, TODAY, citizen

PLAN = {"place": "glumsoe", "date": "2027-02-10", "time": "17.00", "minutes": "150", "seats": "40", "hosts": "Maja"}
EARLIER = NOW - timedelta(days=40)


@pytest.fixture
def eighteen(session, ane):
    """A saved audience that fits seven."""
    for number in range(7):
        citizen(session, f"SYN-{number}", birth_date=TODAY.replace(year=2008) + timedelta(60 + number))
    return make.saved(session, now=EARLIER)


def test_without_any_the_list_says_what_an_audience_is_and_where_to_begin(desk):
    text = page(desk, "/staff/audiences")
    assert "No audience is saved yet" in text
    assert 'href="/staff/audiences/new"' in text


def test_the_list_says_rule_number_change_and_use(desk, session, eighteen):
    text = page(desk, "/staff/audiences")
    assert "Everyone who turns 18 within 90 days and lives nearest to Glumsoe." in text
    assert "7 may be invited" in text
    assert "More than on 16 October 2026." not in text
    assert "7 more than on 16 October 2026." in text
    assert "Not used yet" in text


def test_a_number_under_five_stands_on_no_page(desk, session, ane):
    for number in range(3):
        citizen(session, f"SYN-{number}", birth_date=TODAY.replace(year=2008))
    saved = make.saved(session)
    for path in ("/staff/audiences", f"/staff/audiences/{saved.id}"):
        assert "under 5" in page(desk, path)
        assert ">3<" not in page(desk, path)


def test_many_audiences_can_be_searched_by_name_theme_and_note(desk, session, ane):
    for number in range(9):
        make.saved(session, name=f"Audience {number}", note="for Fuglebjerg" if number == 4 else "")
    assert 'role="search"' in page(desk, "/staff/audiences")
    assert page(desk, "/staff/audiences?q=fuglebJERG").count("<h2 ") == 1
    assert "No audience holds “&lt;b&gt;”." in page(desk, "/staff/audiences?q=<b>")


def test_an_audience_that_cannot_be_counted_says_why_and_breaks_nothing(desk, session, eighteen):
    eighteen.criteria = {"nearest_place": ["closed"]}
    for path in ("/staff/audiences", f"/staff/audiences/{eighteen.id}"):
        text = page(desk, path)
        assert "Cannot be counted" in text
        assert "we have no place called closed" in text


def test_archived_it_stands_in_no_list_and_can_be_put_back(desk, session, eighteen):
    path = f"/staff/audiences/{eighteen.id}"
    assert desk.post(f"{path}/archive").location == path
    assert eighteen.name not in page(desk, "/staff/audiences")
    assert eighteen.name in page(desk, "/staff/audiences?archived=1")
    assert "Put it back" in page(desk, path)
    desk.post(f"{path}/put-back")
    assert eighteen.name in page(desk, "/staff/audiences")


def test_todays_numbers_are_kept_by_a_button_and_by_no_look(desk, session, eighteen):
    path = f"/staff/audiences/{eighteen.id}"
    page(desk, path)
    assert len(kept_counts(session, eighteen, TODAY + timedelta(1))) == 1
    answer = desk.post(f"{path}/keep")
    assert "Kept 25 November 2026." in page(desk, answer.location)
    assert "Kept 25 November 2026." not in page(desk, f"{path}?kept=2026-11-24")
    assert [kept.day for kept in kept_counts(session, eighteen, TODAY + timedelta(1))] == [TODAY, EARLIER.date()]


def test_an_approver_may_look_and_not_change(app, session, eighteen, today):
    session.commit()
    approver = browser(app, session, "approver")
    text = page(approver, f"/staff/audiences/{eighteen.id}")
    assert "Archive" not in text
    assert "Plan an event" not in text
    for act in ("archive", "put-back", "keep"):
        assert approver.post(f"/staff/audiences/{eighteen.id}/{act}").status_code == 403


def planned(desk, session, theme, audience_id, **changes):
    answer = desk.post(f"/staff/plan/{theme}", data=PLAN | {"audience": str(audience_id)} | changes)
    return answer, session.scalar(select(Campaign).order_by(Campaign.id.desc()))


def test_an_event_can_be_planned_for_a_saved_audience(desk, session, eighteen):
    assert eighteen.name in page(desk, f"/staff/plan/turning-18?audience={eighteen.id}")
    answer, campaign = planned(desk, session, "turning-18", eighteen.id)
    assert answer.status_code == 303
    assert campaign.criteria == eighteen.criteria
    assert session.get(AudienceUse, campaign.mailing).audience_id == eighteen.id
    assert "Last used on 25 November 2026" in page(desk, "/staff/audiences")


def test_an_audience_of_another_theme_is_refused(desk, session, eighteen):
    text = refusal(desk, "/staff/plan/new-pensioners", **PLAN, audience=str(eighteen.id))
    assert "was saved for another theme" in text
    assert session.scalar(select(Campaign)) is None


def test_an_archived_audience_is_refused(desk, session, eighteen, ane):
    archive_audience(session, eighteen, ane, NOW)
    assert "is archived. Put it back" in refusal(desk, "/staff/plan/turning-18", **PLAN, audience=str(eighteen.id))


def test_the_numbers_before_a_wave_are_kept(desk, session, eighteen):
    _answer, campaign = planned(desk, session, "turning-18", eighteen.id)
    submit(session, campaign, campaign.work[0].account_id, NOW)
    approve(session, campaign, make.ane(session), NOW)
    leaves = campaign.waves[0].send_at
    assert launch_due_wave(session, leaves) == 1
    kept = kept_counts(session, eighteen, leaves.date() + timedelta(1))[0]
    assert (kept.day, kept.matching, kept.excluded) == (leaves.date(), 7, {})
