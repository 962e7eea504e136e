"""One person is erased everywhere: rows, pages, log, outbox; what is counted stays, and nothing is written to them."""

import json
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.delivery.models import Delivery, Kind, State
from planner.delivery.worker import Worker
from planner.events.models import Event
from planner.invitations.models import Invitation
from planner.privacy import erasing
from planner.privacy.access import held_on
from planner.privacy.holdings import Asked
from planner.privacy.jobs import erase_at_once, finish_erasures
from planner.privacy.models import Erasure
from planner.refusal import NotFoundError
from planner.register.models import ImportStatus, RegisterChange, RegisterImport, RegisterRejection, What
from planner.replies.models import Reply, Standing
from planner.replies.queries import addressees
from planner.replies.rules import Answer
from planner.segments.audience import Audience
from planner.segments.criteria import parse_criteria
from planner.segments.queries import count_audience
from planner.staff.models import AuditEntry
from planner.web import keys
from tests.events.make import published
from tests.privacy.make import MARKS, PERSON, comes, found_in_files, found_in_tables, person, quintilia
from tests.replies import make

NOW, LATER = make.NOW, make.LATER
#: The limit on invitations holds nobody back any more.
LONG_AFTER = NOW + timedelta(days=60)


def send(settings: Settings) -> None:
    Worker(settings, clock=lambda: LATER).work_until_idle()


def erase(session: Session, **how: object):
    return erase_at_once(session, PERSON, by=None, now=LATER, **how)[0]


def counts(session: Session, event: Event) -> tuple[object, ...]:
    """What statistics are made of."""
    session.refresh(event)
    states = session.execute(select(Delivery.kind, Delivery.state, func.count()).group_by(
        Delivery.kind, Delivery.state).order_by(Delivery.kind, Delivery.state)).all()
    replies = session.execute(select(Reply.standing, func.sum(Reply.seats)).group_by(Reply.standing)).all()
    return event.seats_taken, [tuple(row) for row in states], [tuple(row) for row in replies], session.scalar(
        select(func.count(Invitation.id)))


def test_nothing_of_an_erased_person_is_left_in_any_file_or_table(session, settings, event):
    comes(session, quintilia(session, event))
    send(settings)
    where = {mark.split(" in ")[1] for mark in found_in_tables(session)}
    assert where == {"citizen", "reply"} and found_in_files(settings.instance) != []
    erase(session)
    hashes = keys().address(MARKS["email"]),
    assert found_in_tables(session, hashes) == []
    assert found_in_files(settings.instance, hashes) == []


def test_counts_seats_and_states_stay_as_they_were(session, settings, event):
    comes(session, quintilia(session, event))
    make.invite(session, event, "Bo")
    send(settings)
    before = counts(session, event)
    erased = erase(session)
    assert counts(session, event) == before
    assert (erased.register, erased.invitations, erased.answers, erased.messages, erased.seats_kept) == (1, 1, 1, 2, 2)


def test_what_waits_in_the_post_is_skipped_as_erased(session, settings, event):
    invitation = quintilia(session, event, state=State.QUEUED)
    assert erase(session).skipped == 1
    send(settings)
    row = session.scalars(select(Delivery).where(Delivery.ref == invitation.public_id)).one()
    assert (row.state, row.reason, row.address) == ("skipped", "erased", None)


def test_a_message_that_a_worker_has_leased_does_not_leave_any_more(session, settings, event):
    invitation = quintilia(session, event, state=State.LEASED)
    row = session.scalars(select(Delivery).where(Delivery.ref == invitation.public_id)).one()
    row.fence, row.lease_until = 7, LATER + timedelta(minutes=1)
    session.commit()
    erased, finished = erase_at_once(session, PERSON, by=None, now=LATER)
    assert (erased.skipped, finished) == (1, True)
    assert (row.state, row.reason, row.fence) == ("skipped", "erased", None)


def test_a_message_under_way_settles_first_and_then_loses_its_address(session, settings, event):
    invitation = quintilia(session, event, state=State.HANDING_OVER)
    erased, finished = erase_at_once(session, PERSON, by=None, now=LATER)
    row = session.scalars(select(Delivery).where(Delivery.ref == invitation.public_id)).one()
    assert erased.under_way and not finished and row.address is not None
    row.state = State.ACCEPTED
    session.commit()
    assert finish_erasures(session, LATER) == 1
    assert (row.state, row.address, row.whom) == ("accepted", None, f"gone:{row.id}")
    assert session.scalars(select(Erasure)).all() == []


def test_an_uncertain_invitation_of_an_erased_person_is_not_tried_again(session, settings, event):
    invitation = quintilia(session, event, state=State.UNCERTAIN)
    erase(session)
    send(settings)
    row = session.scalars(select(Delivery).where(Delivery.ref == invitation.public_id)).one()
    assert (row.state, row.tried_again) == ("uncertain", True)


def test_an_erased_person_who_comes_back_with_a_file_is_not_written_to(session, event):
    quintilia(session, event)
    everyone = Audience(criterion=parse_criteria({"age": {"min": 18}}), on=LONG_AFTER.date())
    assert count_audience(session, everyone, LONG_AFTER).invitable == 1
    erase(session)
    quintilia(session, event)
    counted = count_audience(session, everyone, LONG_AFTER)
    assert (counted.matching, counted.invitable) == (1, 0)


def test_old_rows_do_not_lead_to_someone_who_comes_back(session, settings, event):
    old = quintilia(session, event)
    erase(session)
    quintilia(session, published(session, starts_local=datetime(2027, 3, 10, 17)))
    found = session.scalars(select(Delivery.ref).where(Delivery.whom == keys().subject(PERSON))).all()
    assert old.public_id not in found and len(found) == 1


def test_erasing_twice_finds_nothing_and_says_so(session, event):
    quintilia(session, event)
    erase(session)
    again = erase(session)
    assert again.already and (again.register, again.messages, again.skipped) == (0, 0, 0)


def test_someone_unknown_is_refused_by_name(session, event):
    with pytest.raises(NotFoundError) as refused:
        erase_at_once(session, "SYN-NOBODY", by=None, now=LATER)
    assert "SYN-NOBODY" in str(refused.value)


def test_a_seat_is_given_back_when_asked_and_the_next_in_the_queue_gets_it(session, settings):
    event = make.evening(session, capacity=2)
    comes(session, quintilia(session, event), seats=2)
    bo = make.invite(session, event, "Bo")
    waits = make.say(session, bo, Answer(coming=True, seats=1))
    assert erase(session, free_seats=True).seats_freed == 2
    session.refresh(event)
    assert (event.seats_taken, event.seats_waiting, waits.standing) == (1, 0, Standing.COMING)


def test_a_place_on_the_waiting_list_is_given_up_for_nobody_could_be_told(session):
    event = make.evening(session, capacity=1)
    make.say(session, make.invite(session, event, "Bo"))
    comes(session, quintilia(session, event), seats=1)
    assert event.seats_waiting == 1
    erase(session)
    session.refresh(event)
    assert (event.seats_waiting, event.seats_taken) == (0, 1)


def test_nobody_hears_of_a_change_through_an_erased_booking(session, event):
    comes(session, quintilia(session, event))
    erase(session)
    assert addressees(session, event) == []


def test_the_link_in_an_old_letter_still_gives_the_seat_back_and_names_nobody(client, session, event, time_machine):
    time_machine.move_to(LATER)
    invitation = quintilia(session, event)
    comes(session, invitation)
    erase(session)
    assert MARKS["given_name"] not in client.get(make.link(invitation)).text
    assert client.post(make.link(invitation), data={"answer": "no"}).status_code == 303
    session.refresh(event)
    assert event.seats_taken == 0


def test_no_thanks_still_works_for_somebody_erased(client, session, event):
    subject = quintilia(session, event).subject
    erase(session)
    assert client.post(make.no_thanks_link(subject)).status_code == 200


def test_what_a_register_file_on_its_way_in_says_of_them_goes_too(session, settings, event):
    quintilia(session, event)
    files = RegisterImport(begun_at=NOW, file_name="dagens.csv", status=ImportStatus.DONE)
    session.add(files)
    session.flush()
    row = {"import_id": files.id, "number": 1, "subject": keys().subject(PERSON), **MARKS}
    session.add_all([RegisterChange(what=What.BEFORE, **row), RegisterChange(what=What.ADD, **row)])
    session.add(RegisterRejection(
        import_id=files.id, line=2, reason="?", cells=[PERSON, MARKS["street"]], subjects=keys().subject(PERSON)))
    session.commit()
    assert erase(session).staged == 3
    assert found_in_tables(session) + found_in_files(settings.instance) == []


def test_an_erasure_waits_for_a_file_that_is_being_read_by_whatever_way_it_came(session, event):
    quintilia(session, event)
    files = RegisterImport(begun_at=NOW, file_name="dagens.csv", worker="a command", status=ImportStatus.READING)
    session.add(files)
    session.commit()
    assert erase_at_once(session, PERSON, by=None, now=LATER)[1] is False
    row = RegisterRejection(
        import_id=files.id, line=2, reason="?", cells=[PERSON, MARKS["street"]], subjects=keys().subject(PERSON))
    session.add(row)
    files.status = ImportStatus.READY
    session.commit()
    assert finish_erasures(session, LATER) == 1
    assert found_in_tables(session) == []


def test_the_trail_names_the_keyed_hash_alone(session, event):
    quintilia(session, event)
    erase(session)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "person erased")).one()
    assert entry.about == f"person:{keys().subject(PERSON)}"


def test_a_process_that_dies_after_the_first_commit_leaves_the_rest_to_the_clock(session, settings, event):
    comes(session, quintilia(session, event))
    send(settings)
    erasing.erase(session, keys(), PERSON, by=None, now=LATER)
    session.commit()
    assert [found for found in found_in_files(settings.instance) if found.endswith(".planner")] != []
    assert finish_erasures(session, LATER) == 1
    assert found_in_files(settings.instance) == []


def test_the_command_says_what_went_and_exits_2_for_nobody(app: Flask, session, event):
    comes(session, quintilia(session, event))
    run = app.test_cli_runner()
    told = json.loads(run.invoke(args=["citizens", "erase", PERSON, "--json"]).stdout)
    assert (told["register"], told["answers"], told["finished"], told["already"]) == (1, 1, True, False)
    assert json.loads(run.invoke(args=["citizens", "erase", PERSON, "--json"]).stdout)["already"] is True
    refused = run.invoke(args=["citizens", "erase", "SYN-NOBODY"])
    assert (refused.exit_code, refused.stdout) == (2, "") and "SYN-NOBODY" in refused.stderr
    assert person(session) is None
    assert session.scalars(select(Delivery.kind).order_by(Delivery.id)).all() == [Kind.INVITATION, Kind.CONFIRMATION]


def test_of_all_kinds_of_data_only_the_hash_of_the_no_and_the_trail_are_left(app, session, event):
    comes(session, quintilia(session, event))
    erase(session)
    with app.test_request_context("/staff/"):
        left = held_on(session, Asked(keys().subject(PERSON), PERSON))
    assert [holding.table.name for holding, rows in left if rows] == ["stop", "audit_entry"]
