"""Which tables hold something of a person and under which names, and which hold nothing: a test knows no third kind.

A table or a column that is new must be entered here, or the guard fails: else nobody who asks would be told of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Consent, Contact
from planner.db import Model
from planner.delivery.models import Delivery, Stop
from planner.invitations.models import Invitation
from planner.privacy.acts import acts_about
from planner.privacy.models import Erasure
from planner.privacy.staged import rejected_of
from planner.refusal import N_
from planner.register.models import RegisterChange, RegisterRejection
from planner.replies.models import Reply
from planner.staff.models import AuditEntry

Row = Mapping[str, object]


@dataclass(frozen=True)
class Asked:
    """Whom an access request is about."""

    subject: str
    person_id: str


@dataclass(frozen=True)
class Holding:
    """One table that may hold something of a person: whose rows, and what each column is called.

    `inner` are the columns of the machinery: numbers, leases and keys that say nothing of anybody. `told_by` returns
    the rows in words where the columns alone would not say it; they are shown as a table.
    """

    title: str
    why: str
    table: Table
    whose: Callable[[Asked], ColumnElement[bool]]
    names: Mapping[str, str]
    inner: frozenset[str]
    told_by: Callable[[Session, Asked], list[Row]] | None = None


def _table(model: type[Model]) -> Table:
    return cast(Table, model.__table__)


REGISTER_NAMES = {
    "person_id": N_("Number in the register"), "given_name": N_("Given name"), "family_name": N_("Family name"),
    "birth_date": N_("Date of birth"), "street": N_("Street"), "postcode": N_("Postcode"), "town": N_("Town"),
    "municipality_code": N_("Municipality code"), "language": N_("Language"), "email": N_("Mail address"),
    "phone": N_("Telephone"), "moved_in_on": N_("Moved in"), "moved_from_abroad": N_("Moved in from abroad"),
    "digital_post_exempt": N_("Exempt from Digital Post"), "name_address_protected": N_("Name and address protected"),
    "marketing_protected": N_("Protected from advertising"), "status": N_("Status"), "status_on": N_("Status since"),
}
_mine = select(Invitation.id)
HOLDINGS = (
    Holding(N_("What the register says"), N_("To find those an event is meant for. From the civil register."),
            _table(Citizen), lambda who: Citizen.subject == who.subject,
            REGISTER_NAMES | {"chose_mail": N_("Has asked us for mail")}, frozenset({"id", "subject"})),
    Holding(N_("Invitations"), N_("To invite, and to say why."), _table(Invitation),
            lambda who: Invitation.subject == who.subject,
            {"event_id": N_("Event"), "created_at": N_("Written"), "language": N_("Language"), "channel": N_("Sent by"),
             "because": N_("Why you got it")},
            frozenset({"id", "public_id", "campaign_id", "wave_id", "citizen_id", "subject", "answers"})),
    Holding(N_("Answers"), N_("To keep the seats and to meet what is needed."), _table(Reply),
            lambda who: Reply.invitation_id.in_(_mine.where(Invitation.subject == who.subject)),
            {"event_id": N_("Event"), "standing": N_("Answer"), "seats": N_("Seats"), "needs": N_("Needs"),
             "note": N_("Note"), "answered_at": N_("Answered"), "waiting_since": N_("On the waiting list since")},
            frozenset({"id", "invitation_id", "event_revision"})),
    Holding(N_("Messages"), N_("To know what was sent, and that nothing is sent twice."), _table(Delivery),
            lambda who: Delivery.whom == who.subject,
            {"kind": N_("Message"), "channel": N_("Sent by"), "scope": N_("Theme"), "state": N_("What became of it"),
             "reason": N_("Reason"), "created_at": N_("Written"), "handed_over_at": N_("Handed over")},
            frozenset({"id", "public_id", "mailing", "topic", "what", "whom", "address", "ref", "message_id",
                       "attempts", "tried_again", "due_at", "expires_at", "fence", "lease_until",
                       "settled_at", "reply"})),
    Holding(N_("Invited, or came"), N_("To invite nobody too often."), _table(Contact),
            lambda who: Contact.citizen_id.in_(select(Citizen.id).where(Citizen.subject == who.subject)),
            {"kind": N_("What"), "theme": N_("Theme"), "at": N_("When")}, frozenset({"id", "citizen_id"})),
    Holding(N_("What you have said no to"), N_("To respect it."), _table(Stop), lambda who: Stop.whom == who.subject,
            {"reason": N_("Reason"), "kind": N_("Message"), "scope": N_("Theme"), "channel": N_("Way"),
             "source": N_("Told us by"), "at": N_("When")}, frozenset({"id", "whom", "address", "topic", "noted_by"})),
    Holding(N_("What you have said yes to"), N_("To be able to show it."), _table(Consent),
            lambda who: Consent.whom == who.subject,
            {"purpose": N_("Purpose"), "topic": N_("Topic"), "source": N_("Told us by"), "given_at": N_("Given"),
             "withdrawn_at": N_("Withdrawn"), "expires_at": N_("Expires")}, frozenset({"id", "whom", "noted_by"})),
    Holding(N_("In register files on their way in"), N_("To check a file before it changes anything, and to undo it."),
            _table(RegisterChange), lambda who: RegisterChange.person_id == who.person_id,
            REGISTER_NAMES | {"what": N_("What")}, frozenset({"import_id", "number", "subject"})),
    Holding(N_("Rows of a register file that were not taken"), N_("So that the file can be mended, for a short time."),
            _table(RegisterRejection),
            lambda who: rejected_of(who.subject),
            {"reason": N_("Reason"), "cells": N_("The row")},
            frozenset({"import_id", "line", "earlier_line", "column", "subjects"})),
    Holding(N_("What our staff have done about you"),
            N_("To be able to account for it. You see in which role someone acted; the names of colleagues are not "
               "given here. Ask if you need one to use your rights, and we weigh it."), _table(AuditEntry),
            lambda who: AuditEntry.about.contains(who.subject, autoescape=True),
            {"at": N_("When"), "act": N_("What"), "by": N_("By"), "reason": N_("Why")},
            frozenset({"id", "account_id", "about"}), lambda session, who: acts_about(session, who.subject)),
    Holding(N_("Erasing under way"), N_("To finish it."), _table(Erasure), lambda who: Erasure.whom == who.subject,
            {"at": N_("When")}, frozenset({"whom", "searched"})),
)
#: Tables without anything of a citizen, and why that is so.
HOLD_NOTHING = {
    "municipality": "the sender", "place": "our addresses", "room": "our rooms", "postcode": "a public list",
    "legal_age": "law", "milestone": "law", "partner": "organisations",
    "account": "staff and partners, who see it themselves",
    "role": "names of roles", "account_role": "who of the staff has which role", "event": "what we plan",
    "event_co_host": "which organisation hosts with us", "campaign": "a rule and counts", "campaign_text": "our words",
    "campaign_work": "what staff did", "wave": "how many and when", "hold": "which campaign waits",
    "saved_audience": "a rule", "audience_use": "which campaign used which rule", "kept_count": "counts",
    "register_import": "a file's name and counts", "register_piece": "an unread file, gone as soon as it is read",
    "retention_period": "days", "retention_run": "counts",
}
