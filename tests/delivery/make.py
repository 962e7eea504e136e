"""Letters for tests: queued in the real ledger, and a composer that writes them with the real template."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.delivery import actions
from planner.delivery.actions import NewLetter
from planner.delivery.mime import Draft, MailTemplate, Personal, place
from planner.delivery.models import ChannelName, Delivery, Kind
from planner.delivery.registry import Composed, Envelope, Posting

NOW = datetime(2027, 1, 19, 9, 0, tzinfo=UTC)
HOLD = timedelta(minutes=15)
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//planner//tests//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    b"UID:event-3@example.org\r\nSEQUENCE:0\r\nDTSTAMP:20270119T090000Z\r\n"
    b"DTSTART;TZID=Europe/Copenhagen:20270210T170000\r\nDTEND;TZID=Europe/Copenhagen:20270210T193000\r\n"
    b"SUMMARY:Snart pensionist? Kom og f\xc3\xa5 svar\r\nLOCATION:Glums\xc3\xb8 Bibliotek\\, Biblioteksvej 1\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)
TEMPLATE = MailTemplate(
    Draft(
        subject="Snart pensionist? Kom og få svar",
        text=f"Kære {place('name')}\n\nKom til en aften på Glumsø Bibliotek.\n" * 20,
        html=f'<!doctype html><html lang="da"><title>Mail</title><body><p>Kære {place("name")}</p></body></html>',
        language="da",
        sender_name="Næstved Bibliotek",
        sender_email="kom@example.org",
    )
)


def letter(whom: str, **changes: object) -> NewLetter:
    """An invitation to `whom`, due since NOW."""
    plain = NewLetter(
        what="campaign:7",
        whom=whom,
        kind=Kind.INVITATION,
        channel=ChannelName.MAIL,
        ref=f"7:{whom}",
        due_at=NOW,
        mailing="campaign:7",
        topic="event:3",
        scope="new-pensioners",
        address=f"at-{whom}",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def posted(session: Session, *whom: str, **changes: object) -> None:
    """Commit such invitations to the ledger."""
    actions.post(session, [letter(one, **changes) for one in whom], "example.org", NOW)
    session.commit()


def write(_session: Session, postings: Sequence[Posting]) -> dict[int, Composed]:
    """Compose the mails of `postings`; the recipient is whom@example.org."""
    return {
        posting.id: Envelope(
            f"{posting.whom}@example.org",
            TEMPLATE.write(
                Personal(
                    to_name="Åse",
                    to_email=f"{posting.whom}@example.org",
                    message_id=posting.message_id,
                    date=posting.created_at,
                    seed=posting.public_id,
                    values={"name": f"Åse {posting.whom}"},
                    unsubscribe_url="https://example.org/u/1.abc",
                    calendar=CALENDAR,
                    method="REQUEST",
                )
            ),
        )
        for posting in postings
    }


def states(session: Session) -> dict[str, str]:
    """The state of each message, by whom it is for; ends the transaction, which on SQLite would hold the write lock."""
    session.rollback()
    found = dict(session.execute(select(Delivery.whom, Delivery.state)).all())
    session.rollback()
    return found


def row_of(session: Session, whom: str = "ane") -> Delivery:
    """The one message to `whom`, as a value that outlives its transaction."""
    session.rollback()
    row = session.scalars(select(Delivery).where(Delivery.whom == whom)).one()
    session.expunge(row)
    session.rollback()
    return row
