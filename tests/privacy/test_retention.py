"""What has had its time goes, and only that; what is counted stays; a clock that jumped deletes nothing."""

import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from planner.citizens.actions import give_consent, record_reveal, withdraw_consent
from planner.citizens.models import Citizen, Consent, Contact, Purpose, Source
from planner.delivery.actions import stop
from planner.delivery.models import Delivery, Kind, State, Stop
from planner.delivery.worker import Worker
from planner.invitations.models import Invitation
from planner.invitations.queries import state_counts, way
from planner.privacy.clearing import clear_due, clear_nightly, count_due
from planner.privacy.models import RetentionPeriod, RetentionRun
from planner.privacy.rules import ClockJumpedError, Kept
from planner.refusal import Refusal
from planner.register.actions import begin_import, confirm_import, undo_import
from planner.register.jobs import ImportWorker, forget_old_imports
from planner.register.models import RegisterRejection
from planner.register.queries import why_not_undone
from planner.replies.models import Reply
from planner.replies.rules import Answer
from planner.segments.audience import Audience
from planner.segments.criteria import parse_criteria
from planner.segments.queries import count_audience
from planner.staff.models import AuditEntry
from tests.privacy.make import NEEDS, comes, quintilia
from tests.register.make import BO, EVA, file, take_in
from tests.replies import make
from tests.staff.make import account

NOW, DAY = make.NOW, timedelta(days=1)
#: The evening is on 10 February 2027 at 17.00.
EVENING = make.datetime(2027, 2, 10, 16, tzinfo=make.UTC)


def clear(session, settings, now):
    return {kind: number for kind, number in clear_due(session, settings, now, clock_is_right=True).items() if number}


def named(session):
    return session.scalar(select(func.count()).where(Invitation.citizen_id.is_not(None)))


def test_needs_go_the_night_after_and_the_seats_stay(session, settings, event):
    comes(session, quintilia(session, event))
    assert clear(session, settings, EVENING + timedelta(hours=5)) == {}
    assert clear(session, settings, EVENING + DAY) == {Kept.FREE_TEXT: 1}
    reply = session.scalars(select(Reply)).one()
    assert (reply.needs, reply.note, reply.seats, event.seats_taken) == ("", "", 2, 2)


def test_who_did_not_sign_up_is_forgotten_after_a_fortnight_who_did_after_a_month(session, settings, event):
    comes(session, quintilia(session, event))
    make.say(session, make.invite(session, event, "Bo"), Answer(coming=False))
    make.invite(session, event, "Ane")
    clear(session, settings, EVENING + 14 * DAY)
    assert named(session) == 3
    assert clear(session, settings, EVENING + 15 * DAY) == {Kept.RECIPIENTS: 2}
    assert clear(session, settings, EVENING + 31 * DAY)[Kept.SIGN_UPS] == 1
    assert (named(session), session.scalar(select(func.count()).where(Delivery.whom.not_like("gone:%")))) == (0, 0)


def test_the_counts_of_the_campaign_are_the_same_afterwards(session, settings, event):
    comes(session, quintilia(session, event))
    campaign = make.invite(session, event, "Bo", state=State.FAILED).campaign
    before = way(session, campaign), state_counts(session, campaign.mailing)
    clear(session, settings, EVENING + 60 * DAY)
    assert (way(session, campaign), state_counts(session, campaign.mailing)) == before


def test_an_event_that_promised_no_names_forgets_them_the_night_after(session, settings):
    event = make.evening(session, theme="travel")
    make.invite(session, event)
    assert clear(session, settings, EVENING + DAY) == {Kept.NO_NAMES: 1}


def test_a_letter_that_was_never_printed_is_too_late_and_names_nobody(session, settings, event):
    invitation = make.invite(session, event, state=State.QUEUED, channel="letter")
    clear(session, settings, EVENING + 15 * DAY)
    row = session.scalars(select(Delivery).where(Delivery.ref == invitation.public_id)).one()
    assert (row.state, row.reason, row.whom) == ("skipped", "too_late", f"gone:{row.id}")


def test_an_invitation_that_never_left_counts_no_more_afterwards_than_before(session, settings, event):
    invitation = quintilia(session, event, state=State.FAILED)
    asked = Audience(criterion=parse_criteria({"invited_to": {"theme": event.theme, "within_days": 365}}),
                     on=(EVENING + 20 * DAY).date())
    assert count_audience(session, asked, EVENING).matching == 0
    clear(session, settings, EVENING + 20 * DAY)
    assert invitation.citizen_id is None
    assert count_audience(session, asked, EVENING).matching == 0


def test_an_invitation_that_left_is_still_known_to_the_rules_afterwards(session, settings, event):
    quintilia(session, event)
    asked = Audience(criterion=parse_criteria({"invited_to": {"theme": event.theme, "within_days": 365}}),
                     on=(EVENING + 20 * DAY).date())
    clear(session, settings, EVENING + 20 * DAY)
    assert count_audience(session, asked, EVENING).matching == 1


def test_people_who_left_or_died_go_after_their_time_but_not_before_their_event(session, settings, event):
    citizen = quintilia(session, event).citizen
    citizen.status, citizen.status_on = "left", NOW.date()
    session.commit()
    clear(session, settings, NOW + 91 * DAY - timedelta(days=20))
    assert session.scalar(select(func.count(Citizen.id))) == 1
    cleared = clear(session, settings, NOW + 91 * DAY)
    assert cleared[Kept.GONE_PEOPLE] == 1
    assert [session.scalar(select(func.count()).select_from(what)) for what in (Citizen, Contact, Consent)] == [0, 0, 0]


def test_an_old_no_outlives_the_register_row_and_still_holds_when_they_move_back(session, settings, event):
    citizen = quintilia(session, event).citizen
    subject = citizen.subject
    stop(session, reason="objected", source="desk", whom=subject, now=NOW - 6 * 366 * DAY)
    stop(session, reason="no_channel", source="bounce:x", address="address", now=NOW)
    citizen.status, citizen.status_on = "left", NOW.date()
    session.commit()
    for days in (91, 120, 12 * 366):
        clear(session, settings, NOW + days * DAY)
    assert session.scalar(select(func.count(Citizen.id))) == 0
    assert session.scalars(select(Stop.whom)).all() == [subject]


def test_the_proof_of_a_consent_is_kept_two_years_after_its_end(session, settings, event):
    for whom in ("ane", "bo"):
        give_consent(session, whom, Purpose.PAID_OFFERS, Source.DESK, NOW)
    withdraw_consent(session, "ane", Purpose.PAID_OFFERS, NOW)
    session.commit()
    clear(session, settings, NOW + 700 * DAY)
    assert session.scalar(select(func.count(Consent.id))) == 2
    clear(session, settings, NOW + 731 * DAY)
    assert session.scalars(select(Consent.whom)).all() == ["bo"]


def test_copies_of_mails_go_and_the_ledger_stays(session, settings, event):
    invitation = quintilia(session, event, state=State.QUEUED)
    Worker(settings, clock=lambda: make.LATER).work_until_idle()
    folder = settings.instance / "outbox" / "new"
    clear(session, settings, NOW + 13 * DAY)
    assert len(list(folder.iterdir())) == 1
    assert clear(session, settings, NOW + 15 * DAY) == {Kept.COPIES: 1}
    assert list(folder.iterdir()) == []
    assert session.scalar(select(Delivery.state).where(Delivery.ref == invitation.public_id)) == "accepted"


def an_import(session, admin):
    """An import that changed Bo's address and refused a row, as the clock leaves it a moment later. Committed."""
    take_in(session, file(BO))
    upload = io.BytesIO(file(BO | {"street": "Vej 9"}, EVA | {"birth_date": ""}))
    one = begin_import(session, upload, name="a.csv", full=False, account_id=admin.id, now=NOW)
    session.commit()
    worker = ImportWorker()
    worker.import_registers(session, NOW)
    confirm_import(session, one, admin.id, NOW)
    session.commit()
    worker.import_registers(session, NOW)
    forget_old_imports(session, NOW)
    return one


def test_what_imports_leave_behind_goes_when_its_period_is_over_and_nothing_else_takes_it(session, settings, app):
    admin = account(session, "admin")
    one = an_import(session, admin)
    forget_old_imports(session, NOW + 13 * DAY)
    assert session.scalar(select(func.count()).select_from(RegisterRejection)) == 1
    assert clear(session, settings, NOW + 2 * DAY) == {Kept.REFUSED_ROWS: 1}
    assert why_not_undone(session, one, NOW + 13 * DAY) is None
    assert clear(session, settings, NOW + 15 * DAY)[Kept.BEFORE_VALUES] == 1
    session.refresh(one)
    assert (one.holds, str(why_not_undone(session, one, NOW + 13 * DAY))) == (
        "", "What people looked like before has had its time and is cleared.")


def test_a_shorter_period_chosen_here_ends_the_undoing_sooner(session, settings, app):
    admin = account(session, "admin")
    one = an_import(session, admin)
    session.add(RetentionPeriod(kind=Kept.BEFORE_VALUES, days=3))
    session.commit()
    clear(session, settings, NOW + 4 * DAY)
    session.refresh(one)
    with pytest.raises(Refusal, match="has had its time"):
        undo_import(session, one, admin.id, NOW + 4 * DAY)


def test_the_reason_to_see_a_hidden_name_goes_with_its_line_of_the_trail(session, settings, event):
    record_reveal(session, account(session, "desk").id, quintilia(session, event).subject, "She stands here", NOW)
    session.commit()
    clear(session, settings, NOW + 5 * 365 * DAY - DAY)
    reasons = select(func.count()).where(AuditEntry.reason != "")
    assert session.scalar(reasons) == 1
    clear(session, settings, NOW + 5 * 365 * DAY + DAY)
    assert session.scalar(reasons) == 0


def test_counting_changes_nothing_and_tells_what_clearing_does(session, settings, event):
    comes(session, quintilia(session, event))
    later = EVENING + 40 * DAY
    due = {kind: number for kind, number in count_due(session, settings, later).items() if number}
    assert due == {Kept.FREE_TEXT: 1, Kept.SIGN_UPS: 1}
    assert named(session) == 1
    assert clear(session, settings, later) == due
    assert clear(session, settings, later) == {}


def test_a_period_chosen_here_is_kept_to(session, settings, event):
    make.invite(session, event)
    session.add(RetentionPeriod(kind=Kept.RECIPIENTS, days=60))
    session.commit()
    assert clear(session, settings, EVENING + 50 * DAY) == {}
    assert clear(session, settings, EVENING + 61 * DAY) == {Kept.RECIPIENTS: 1}


def test_a_clock_that_jumped_clears_nothing_and_says_so_once(session, settings, event):
    comes(session, quintilia(session, event))
    assert clear_nightly(session, NOW) == 0
    for seconds in (0, 1, 2):
        assert clear_nightly(session, NOW + 5 * 365 * DAY + timedelta(seconds=seconds)) == 0
    assert session.scalars(select(Reply.needs)).all() == [NEEDS]
    assert session.scalar(select(func.count()).where(AuditEntry.act == "clearing refused")) == 1
    with pytest.raises(ClockJumpedError):
        clear_due(session, settings, NOW + 5 * 365 * DAY)


def test_it_runs_once_a_night(session, settings, event):
    nights = [NOW + day * DAY for day in range(3)]
    for now in nights:
        clear_nightly(session, now)
        clear_nightly(session, now + timedelta(hours=3))
    session.commit()
    assert session.scalars(select(RetentionRun.at).order_by(RetentionRun.at)).all() == nights
    assert session.scalar(select(func.count()).where(AuditEntry.act == "data cleared")) == 2


def test_the_command_counts_refuses_and_clears(app, session, event, time_machine):
    comes(session, quintilia(session, event))
    run = app.test_cli_runner()

    def say(*options):
        return run.invoke(args=["privacy", "retention", *options])
    time_machine.move_to(EVENING + 2 * DAY)
    trial = json.loads(say("--dry-run", "--json").stdout)
    assert (trial["dry_run"], trial["counts"]["free_text"], session.scalar(select(Reply.needs))) == (True, 1, NEEDS)
    session.commit()
    assert json.loads(say("--json").stdout)["counts"]["free_text"] == 1
    time_machine.move_to(EVENING + 900 * DAY)
    refused = say()
    assert (refused.exit_code, refused.stdout) == (2, "") and "clock" in refused.stderr
    assert say("--clock-is-right").exit_code == 0
    assert Kind.INVITATION in session.scalars(select(Delivery.kind)).all()
