"""What colleagues have typed that names somebody: notes and texts of ours, which people take out themselves."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from planner.audiences.models import SavedAudience
from planner.citizens.models import Citizen
from planner.events.models import Event
from planner.invitations.models import CampaignText, CampaignWork
from planner.places.models import Place

#: Where colleagues write as they like, and how what they write about is called: audience:3, campaign:7.
FREE_TEXTS: tuple[tuple[str, InstrumentedAttribute[int], tuple[InstrumentedAttribute[str], ...]], ...] = (
    ("audience", SavedAudience.id, (SavedAudience.name, SavedAudience.note)),
    ("campaign", CampaignWork.campaign_id, (CampaignWork.note,)),
    ("campaign", CampaignText.campaign_id, (CampaignText.subject, CampaignText.body)),
    ("event", Event.id, (Event.hosts, Event.cancel_reason)),
    ("place", Place.id, (Place.directions,)),
)
#: A shorter street or number stands in texts about anything.
SHORTEST = 8


def mentions_of(session: Session, citizen: Citizen) -> list[str]:
    """Return what names the person in our own texts, each once: audience:3, campaign:7.

    Found by the name, the mail address, the telephone number or the id. It may be a namesake, so nothing is changed.
    """
    names = _called(citizen)
    return list(dict.fromkeys(
        f"{kind}:{number}" for kind, row_id, columns in FREE_TEXTS
        for number, *texts in session.execute(select(row_id, *columns).order_by(row_id))
        if any(name in _plain(" ".join(texts)) for name in names)))


def _called(citizen: Citizen) -> list[str]:
    return [_plain(name) for name in _ways_to_call(citizen) if len(name) >= SHORTEST or " " in name.strip()]


def _ways_to_call(citizen: Citizen) -> Iterator[str]:
    given, family = citizen.given_name.split(), citizen.family_name
    if given and family:
        yield f"{citizen.given_name} {family}"
        yield f"{given[0]} {family}"
    yield from (citizen.email, citizen.phone, citizen.person_id)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
