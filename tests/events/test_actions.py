"""Planning, publishing, moving and cancelling, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, timedelta

import pytest
from sqlalchemy import func, select

from planner.db import db
from planner.delivery.models import Kind, Stop
from planner.events.actions import cancel_event, edit_event, move_event, plan_event, publish_event
from planner.events.models import Event, EventStatus
from planner.places.models import Room
from planner.refusal import NotFoundError, Refusal, Refusals
from planner.staff.models import AuditEntry
from tests.events.make import EVENING, NOW, plan, published

LATER = EVENING + timedelta(hours=1)


def test_a_plan_becomes_a_draft_with_local_time_and_its_instant(town):
    event = plan_event(town, plan(), None, NOW)
    town.commit()
    assert (event.status, event.starts_local, event.timezone) == (EventStatus.DRAFT, EVENING, "Europe/Copenhagen")
    assert event.starts_at == EVENING.replace(hour=16, tzinfo=UTC)
    assert event.uid.endswith("@post.example.org")
    assert [partner.name for partner in event.co_hosts] == ["Ældre Sagen"]


def test_at_a_school_the_school_is_where_people_go(town):
    event = plan_event(town, plan(venue_slug="ungdomsskolen"), None, NOW)
    assert (event.where.slug, event.place.slug) == ("ungdomsskolen", "glumsoe")
    assert event.slug == "new-pensioners-ungdomsskolen-2027-02-10"


def test_two_events_of_a_theme_on_a_day_get_two_addresses(town):
    first, second = plan_event(town, plan(), None, NOW), plan_event(town, plan(), None, NOW)
    assert (first.slug, second.slug) == ("new-pensioners-glumsoe-2027-02-10", "new-pensioners-glumsoe-2027-02-10-2")
    assert first.uid != second.uid


@pytest.mark.parametrize("change", [{"place_slug": "atlantis"}, {"venue_slug": "atlantis"}])
def test_an_unknown_place_is_refused_by_name(town, change):
    with pytest.raises(NotFoundError, match="atlantis"):
        plan_event(town, plan(**change), None, NOW)


def test_an_unknown_theme_is_refused_by_name(town):
    with pytest.raises(NotFoundError, match="wellness"):
        plan_event(town, plan(theme="wellness"), None, NOW)


def test_a_school_cannot_be_the_host(town):
    with pytest.raises(Refusal, match="Ungdomsskolen i Fensmark is not ours"):
        plan_event(town, plan(place_slug="ungdomsskolen"), None, NOW)


def test_an_unknown_partner_is_refused_together_with_the_rest(town):
    with pytest.raises(Refusals, match="nobody") as caught:
        plan_event(town, plan(co_host_slugs=("aeldre-sagen", "nobody"), capacity=0), None, NOW)
    assert [refusal.field for refusal in caught.value.refusals] == ["seats", "co_host"]


def test_a_room_is_one_of_the_place_and_large_enough(town):
    room = town.scalar(select(Room).where(Room.place.has(slug="glumsoe")))
    assert plan_event(town, plan(room_id=room.id, capacity=60), None, NOW).room is room
    with pytest.raises(Refusals, match="Salen has 60 seats"):
        plan_event(town, plan(room_id=room.id, capacity=61), None, NOW)
    with pytest.raises(Refusals, match="no such room"):
        plan_event(town, plan(room_id=room.id, place_slug="naestved"), None, NOW)
    with pytest.raises(Refusals, match="no such room"):
        plan_event(town, plan(room_id=2**40), None, NOW)


def test_a_draft_can_be_rewritten_and_a_published_event_cannot(town):
    event = plan_event(town, plan(), None, NOW)
    edit_event(town, event, plan(starts_local=EVENING + timedelta(days=7), capacity=20), None, NOW)
    assert (event.capacity, event.slug, event.sequence) == (20, "new-pensioners-glumsoe-2027-02-17", 0)
    publish_event(town, event, NOW)
    with pytest.raises(Refusal, match="Move it or cancel it"):
        edit_event(town, event, plan(), None, NOW)


def test_publishing_twice_is_publishing_once(town):
    event = published(town)
    publish_event(town, event, NOW + timedelta(hours=1))
    assert (event.status, event.changed_at) == (EventStatus.PUBLISHED, NOW)


def test_a_move_keeps_the_uid_and_raises_sequence_and_revision(town):
    event = published(town)
    uid = event.uid
    move_event(town, event, LATER, NOW + timedelta(hours=1))
    town.commit()
    assert (event.uid, event.sequence, event.revision, event.told_revision) == (uid, 1, 1, 0)
    assert (event.starts_local, event.starts_at) == (LATER, LATER.replace(hour=17, tzinfo=UTC))
    assert event.changed_at == NOW + timedelta(hours=1)


def test_a_draft_is_not_moved_behind_the_back_of_those_who_approve_it(town):
    event = plan_event(town, plan(), None, NOW)
    with pytest.raises(Refusal, match="where it is planned"):
        move_event(town, event, LATER, NOW)
    assert (event.starts_local, event.sequence, event.revision) == (EVENING, 0, 0)


@pytest.mark.parametrize(("starts", "why"), [
    (EVENING, "already"), (EVENING.replace(year=2026, month=1), "passed"),
    (EVENING.replace(month=3, day=28, hour=2), "does not exist"), (EVENING.replace(year=9999), "3 years ahead")])
def test_a_move_to_nowhere_is_refused_and_changes_nothing(town, starts, why):
    event = published(town)
    with pytest.raises((Refusal, Refusals), match=why):
        move_event(town, event, starts, NOW)
    assert (event.sequence, event.starts_local) == (0, EVENING)


def test_an_event_that_has_begun_is_neither_moved_nor_cancelled(town):
    event = published(town)
    with pytest.raises(Refusal, match="has begun"):
        move_event(town, event, LATER, event.starts_at)
    with pytest.raises(Refusal, match="has begun"):
        cancel_event(town, event, "Snestorm", event.starts_at)


def test_a_cancellation_stops_all_that_waits_except_its_own_word(town):
    event = published(town)
    cancel_event(town, event, " Vi har fået\nvand i kælderen. ", NOW)
    town.commit()
    assert (event.status, event.sequence, event.revision) == (EventStatus.CANCELLED, 1, 1)
    assert event.cancel_reason == "Vi har fået vand i kælderen."
    stopped = town.scalars(select(Stop.kind).where(Stop.topic == event.topic, Stop.reason == "event_cancelled"))
    assert set(stopped) == {kind.value for kind in Kind} - {"cancelled", "information"}


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "a\x00b"])
def test_a_cancellation_needs_a_reason_one_can_read(town, reason):
    event = published(town)
    with pytest.raises(Refusal) as caught:
        cancel_event(town, event, reason, NOW)
    assert (caught.value.field, event.status) == ("reason", EventStatus.PUBLISHED)


def test_what_is_cancelled_stays_cancelled(town):
    event = published(town)
    cancel_event(town, event, "Snestorm", NOW)
    for act in (lambda: cancel_event(town, event, "Igen", NOW), lambda: move_event(town, event, LATER, NOW)):
        with pytest.raises(Refusal, match="already cancelled"):
            act()
    with pytest.raises(Refusal, match="cannot be published again"):
        publish_event(town, event, NOW)


def test_every_act_leaves_a_line_in_the_trail(town):
    event = published(town)
    move_event(town, event, LATER, NOW)
    cancel_event(town, event, "Snestorm", NOW)
    acts = town.scalars(select(AuditEntry.act).where(AuditEntry.about == event.topic).order_by(AuditEntry.id)).all()
    assert acts == ["event planned", "event published", "event moved", "event cancelled"]


def test_of_many_who_move_an_event_at_once_each_counts_once_or_is_told(app, town):
    event_id = published(town).id
    town.commit()

    def move(minutes: int) -> bool:
        with app.app_context():
            try:
                move_event(db.session, db.session.get_one(Event, event_id), EVENING + timedelta(minutes=minutes), NOW)
                db.session.commit()
            except Refusal:
                return False
            return True

    with ThreadPoolExecutor(6) as crowd:
        moved = sum(crowd.map(move, range(1, 13)))
    assert moved >= 1
    assert town.scalar(select(Event.sequence).where(Event.id == event_id)) == moved
    assert town.scalar(select(func.count()).where(AuditEntry.act == "event moved")) == moved
