"""What people agree to: noted once, valid from then until it is withdrawn or runs out."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.citizens.actions import give_consent, withdraw_consent
from planner.citizens.models import Citizen, Consent, Purpose, Source
from planner.citizens.queries import has_consent
from tests.segments.make import citizen

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def agreed(session: Session, purpose: Purpose, at: datetime = NOW, *topics: str) -> list[str]:
    """The person ids of those who have agreed, by id."""
    asked = select(Citizen.person_id).where(has_consent(purpose, at, topics)).order_by(Citizen.person_id)
    return list(session.scalars(asked))


def test_a_consent_holds_from_when_it_was_given_until_it_is_withdrawn(session: Session) -> None:
    ane = citizen(session, "ane")
    citizen(session, "bo")
    assert give_consent(session, ane.subject, Purpose.PAID_OFFERS, Source.DESK, NOW)
    assert withdraw_consent(session, ane.subject, Purpose.PAID_OFFERS, NOW + DAY)
    moments = (NOW - DAY, NOW, NOW + DAY - timedelta(seconds=1), NOW + DAY)
    assert [agreed(session, Purpose.PAID_OFFERS, at) for at in moments] == [[], ["ane"], ["ane"], []]
    assert not withdraw_consent(session, ane.subject, Purpose.PAID_OFFERS, NOW + 2 * DAY)


def test_a_consent_that_runs_out_holds_no_longer_and_can_be_given_anew(session: Session) -> None:
    ane = citizen(session, "ane")
    give_consent(session, ane.subject, Purpose.WRITE_AGAIN, Source.WEB, NOW, expires_at=NOW + DAY)
    assert agreed(session, Purpose.WRITE_AGAIN, NOW + DAY) == []
    assert give_consent(session, ane.subject, Purpose.WRITE_AGAIN, Source.WEB, NOW + DAY)
    assert agreed(session, Purpose.WRITE_AGAIN, NOW + DAY) == ["ane"]


def test_the_same_consent_again_is_not_written_again_but_a_longer_one_is(session: Session) -> None:
    given = [
        give_consent(session, "ane", Purpose.PAID_OFFERS, Source.PHONE, NOW, expires_at=expires)
        for expires in (NOW + DAY, NOW + DAY, NOW + 2 * DAY, None, NOW + DAY)
    ]
    assert given == [True, False, True, True, False]
    assert session.scalar(select(func.count(Consent.id))) == 3
    withdraw_consent(session, "ane", Purpose.PAID_OFFERS, NOW)
    assert session.scalar(select(func.count(Consent.id)).where(Consent.withdrawn_at.is_(None))) == 0


def test_an_interest_is_in_a_topic_and_only_that_is_withdrawn(session: Session) -> None:
    ane = citizen(session, "ane")
    for topic in ("it-help", "travel"):
        give_consent(session, ane.subject, Purpose.INTEREST, Source.DESK, NOW, topic=topic)
    withdraw_consent(session, ane.subject, Purpose.INTEREST, NOW, topic="it-help")
    found = {topic: agreed(session, Purpose.INTEREST, NOW, topic) for topic in ("it-help", "travel")}
    assert found == {"it-help": [], "travel": ["ane"]}
    assert agreed(session, Purpose.PAID_OFFERS) == []


def test_who_noted_it_and_which_way_it_came_are_kept(session: Session) -> None:
    give_consent(session, "ane", Purpose.PAID_OFFERS, Source.PAPER, NOW)
    kept = session.scalars(select(Consent)).one()
    assert (kept.source, kept.given_at, kept.withdrawn_at, kept.noted_by) == ("paper", NOW, None, None)
