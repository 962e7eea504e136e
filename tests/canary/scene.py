"""Protected test people set into a full scene, and how to find them again in whatever comes out."""

import quopri
from dataclasses import dataclass
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

from sqlalchemy import select

from planner.citizens.models import Citizen
from planner.delivery.models import Delivery, Kind, State
from planner.events.actions import cancel_event, move_event
from planner.invitations.models import Invitation
from planner.register.models import RegisterChange, RegisterRejection, What
from planner.replies.rules import Answer
from tests.replies import make

#: Each marker stands in every field of one person, and nowhere else in the world.
HIDDEN, SPECIAL, DEAD, LEFT, YOUNG = MARKERS = ("zqhidden", "zqspecial", "zqdead", "zqleft", "zqyoung")
FACTS = {
    HIDDEN: {"name_address_protected": True},
    SPECIAL: {"name_address_protected": True, "street": "", "postcode": "", "town": ""},
    DEAD: {"status": "dead"},
    LEFT: {"status": "left"},
    YOUNG: {"birth_date": date(2012, 11, 1)},
}


@dataclass(frozen=True)
class Scene:
    """The invitations of the canaries who were invited before they were protected, died or left."""

    invitations: dict[str, Invitation]
    people: dict[str, Citizen]


def fields(marker):
    """Every field of a person, marked."""
    return {
        "given_name": marker.capitalize(), "family_name": f"{marker}sen", "street": f"{marker}vej 1",
        "postcode": "4171", "town": f"{marker}by", "email": f"{marker}@example.org", "phone": f"+45 {marker}",
    }


def scene(session, event):
    """The canaries: all but the child were invited and said yes; then what sets them apart happened."""
    invitations = {marker: make.invite(session, event, marker.capitalize(), state=State.QUEUED)
                   for marker in MARKERS if marker != YOUNG}
    people = {marker: one.citizen for marker, one in invitations.items()}
    people[YOUNG] = Citizen(person_id="SYN-YOUNG", subject="subject-young", birth_date=date(2012, 11, 1))
    session.add(people[YOUNG])
    for marker, person in people.items():
        for name, value in fields(marker).items():
            setattr(person, name, value)
    for invitation in invitations.values():
        make.say(session, invitation, Answer(True, 2, "A seat near the door", "By bus"))
    return Scene(invitations, people)


def happen(session, found):
    """Let each become what its marker says."""
    for marker, person in found.people.items():
        for name, value in FACTS[marker].items():
            setattr(person, name, value)
    session.commit()


def move(session, event):
    """Move the event, so that all who booked are told."""
    move_event(session, event, event.starts_local + timedelta(days=1), make.LATER)
    session.commit()


def cancel(session, event):
    """Cancel the event, so that all who booked are told."""
    cancel_event(session, event, "Sygdom", make.LATER)
    session.commit()


def staged(session, import_id):
    """What a register file under way would change, and a row of it that was not taken: both full of a canary."""
    facts = fields(HIDDEN)
    session.add_all([
        RegisterChange(import_id=import_id, what=What.BEFORE, number=1, person_id="SYN-STAGED", **facts,
                       name_address_protected=True),
        RegisterRejection(import_id=import_id, line=2, column="birth_date", reason="It is no date.",
                          cells=[*facts.values()])])
    session.commit()


def deliveries_of(session, invitation):
    """The public ids of all that was posted to one person."""
    return list(session.scalars(select(Delivery.public_id).where(Delivery.whom == invitation.subject)))


def markers_in(text):
    """The markers that stand in `text`, however it writes large and small letters or packs them for mail."""
    plain = text if isinstance(text, bytes) else text.encode()
    unpacked = (plain + quopri.decodestring(plain)).decode("utf-8", "replace").casefold()
    return {marker for marker in MARKERS if marker in unpacked}


def said_by_mail(raw):
    """All that a mail says, its headers and parts unpacked, and whom it is to."""
    mail = message_from_bytes(raw, policy=default)
    parts = [part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart()]
    return "\n".join([*map(str, mail.values()), *parts]), mail["To"].addresses[0].addr_spec, Kind(
        str(mail["Message-ID"])[1:].partition(".")[0])
