"""An evening in Glumsø, the people invited to it, and their answers."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.delivery.actions import NewLetter, post
from planner.delivery.models import ChannelName, Delivery, Kind, State, Stop
from planner.delivery.registry import Posting
from planner.events.models import Event
from planner.invitations.models import Campaign, CampaignStatus, Invitation, Wave
from planner.keys import fresh_id
from planner.replies import actions
from planner.replies.models import Reply
from planner.replies.rules import Answer
from planner.web import keys
from tests.events.make import published, town

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
YES, NO = Answer(True, 1), Answer(False)


def evening(session: Session, **changes: object) -> Event:
    """A published evening for new pensioners on 10 February 2027 at 17.00, 40 seats."""
    town(session)
    event = published(session, **changes)
    session.commit()
    return event


def campaign(session: Session, event: Event) -> Campaign:
    """An approved campaign for `event` with one wave launched."""
    made = Campaign(
        theme=event.theme, event=event, place=event.place, criteria={"age": {"min": 18}},
        status=CampaignStatus.APPROVED, created_at=NOW)
    made.waves.append(Wave(number=1, send_at=NOW, size=1, launched_at=NOW))
    session.add(made)
    session.flush()
    return made


def invite(
    session: Session, event: Event, name: str = "Inger", *, state: State = State.ACCEPTED, channel: str = "mail",
    language: str = "da",
) -> Invitation:
    """Someone invited to `event`, the letter in `state`. Committed."""
    found = session.scalar(select(Campaign).where(Campaign.event_id == event.id)) or campaign(session, event)
    person_id = fresh_id()
    subject, public_id = keys().subject(person_id), fresh_id()
    person = Citizen(
        person_id=person_id, subject=subject, given_name=name, family_name="Prøve", birth_date=date(1960, 3, 1),
        email=f"{person_id.lower()}@example.org".replace("_", "").replace("-", ""))
    invitation = Invitation(
        public_id=public_id, campaign=found, wave_id=found.waves[0].id, event_id=event.id, citizen=person,
        subject=subject, language=language, channel=channel, because=["Du når pensionsalderen i 2027."], created_at=NOW)
    session.add(invitation)
    session.flush()
    post(session, [NewLetter(
        what=found.mailing, whom=subject, kind=Kind.INVITATION, channel=ChannelName(channel), ref=public_id, due_at=NOW,
        mailing=found.mailing, topic=event.topic, scope=event.theme)], "example.org", NOW)
    session.scalars(select(Delivery).where(Delivery.ref == public_id)).one().state = state
    session.commit()
    return invitation


def say(session: Session, invitation: Invitation, answer: Answer = YES, now: datetime = NOW) -> Reply:
    """The answer of `invitation`, committed."""
    reply = actions.answer(session, invitation, answer, now)
    session.commit()
    return reply


def letters(session: Session, invitation: Invitation, *kinds: Kind) -> list[Delivery]:
    """What lies in the ledger for the person of `invitation` beside the invitation itself, oldest first."""
    wanted = kinds or tuple(kind for kind in Kind if kind is not Kind.INVITATION)
    asked = select(Delivery).where(Delivery.whom == invitation.subject, Delivery.kind.in_(wanted)).order_by(Delivery.id)
    return list(session.scalars(asked.execution_options(populate_existing=True)))


def posting(row: Delivery) -> Posting:
    """What a composer gets to know of `row`."""
    return Posting(
        row.id, 1, row.public_id, Kind(row.kind), row.channel, row.ref, row.whom, row.message_id, row.created_at)


def stops(session: Session, reason: str) -> list[Stop]:
    """The stops written for `reason`."""
    return list(session.scalars(select(Stop).where(Stop.reason == reason)))


def link(invitation: Invitation) -> str:
    """The address in the letter."""
    return f"/i/{keys().token('invitation', invitation.public_id)}"


def no_thanks_link(subject: str) -> str:
    """The way out in the letter."""
    return f"/u/{keys().token('unsubscribe', subject)}"
