"""What staff did about one person, in words: when, what, by which role and where, and why; never by whom.

The names of colleagues are their data too, and whoever asks has no right to them as such: the Court of Justice,
C-579/21, 22 June 2023. When and why a colleague looked is told; a name only after a weighing, by a person.
"""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.places.models import Place
from planner.refusal import N_
from planner.segments.phrases import all_of
from planner.staff.models import Account, AuditEntry, RoleName

#: How staff made sure who asks, as the trail keeps it. A protected name and address are shown for such a reason alone.
CHECKED_HOW = {
    "showed_proof": N_("They showed a proof of identity"),
    "called_back": N_("We called back on the number we know"),
    "wrote_from_address": N_("They wrote from the address we know"),
}
#: Which way a yes or a no reached us.
SOURCES = {
    "code": N_("The code of a letter"), "phone": N_("Telephone"), "desk": N_("The desk"), "paper": N_("A letter to us"),
    "web": N_("The web"), "link": N_("The link in a mail"), "file": N_("A file"), "erasure": N_("An erasure"),
}
#: Every act of the trail that is about a person, without the way a word reached us.
ACTS = {
    "person looked up": N_("Looked you up"), "hidden name shown": N_("Saw your hidden name and address"),
    "consent noted": N_("Noted a yes"), "consent withdrawn": N_("Noted that you took a yes back"),
    "no noted": N_("Noted a no"), "no taken back": N_("Noted that you took a no back"),
    "data shown": N_("Showed everything held on you"), "person erased": N_("Erased what was held on you"),
    "erasure lifted": N_("Let the register bring you back after an erasure"),
}
#: Whom one meets, not who: the roles an account holds now.
ROLES = {
    RoleName.DESK: N_("the desk"), RoleName.PLANNER: N_("a planner"), RoleName.APPROVER: N_("an approver"),
    RoleName.ADMIN: N_("an administrator"), RoleName.PARTNER: N_("a partner"),
}


def acts_about(session: Session, subject: str) -> list[Mapping[str, object]]:
    """Return the acts about `subject`, oldest first, as rows of at, act, by and reason in the reader's language."""
    found = (
        select(AuditEntry, Account, Place.name)
        .outerjoin(Account, Account.id == AuditEntry.account_id).outerjoin(Place, Place.id == Account.place_id)
        .where(AuditEntry.about.contains(subject, autoescape=True)).order_by(AuditEntry.at, AuditEntry.id))
    return [{"at": entry.at, "act": _act(entry.act), "by": _by(account, place), "reason": _why(entry)}
            for entry, account, place in session.execute(found)]


def _act(act: str) -> str:
    """Return an act in words; what follows its colon is the way the word reached us."""
    head, _colon, source = act.partition(": ")
    words, way = ACTS.get(head, head), SOURCES.get(source, source)
    return f"{_(words)}: {_(way)}" if way else str(_(words))


def _by(account: Account | None, place: str | None) -> str:
    """Return the roles of an account and its place; without an account it was the one who runs the server."""
    if account is None:
        return str(_("whoever runs the server"))
    roles = all_of(_roles([role.name for role in account.roles]))
    return f"{roles}, {place}" if place else roles


def _roles(held: Sequence[str]) -> list[str]:
    return [str(_(name)) for role, name in ROLES.items() if role in held]


def _why(entry: AuditEntry) -> str:
    """Return what a colleague wrote, or how they knew who asked; empty where the act asks for neither."""
    how = CHECKED_HOW.get(entry.about.partition(" ")[2])
    return str(_(how)) if how else entry.reason
