"""What the settings show of the municipality and of the trail, in the reader's language."""

from collections.abc import Iterable
from datetime import datetime

from babel.dates import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from planner.localtime import to_local
from planner.places.queries import municipality
from planner.refusal import N_, NotFoundError
from planner.staff.queries import TrailLine
from planner.staff.settings import SettingsPage
from planner.web import page_language, settings

COLUMN_NAMES = {
    "sender_name": N_("the sender's name"),
    "sender_email": N_("the mail address"),
    "phone": N_("the telephone number"),
    "phone_hours": N_("the telephone hours"),
    "legal_basis": N_("the legal basis"),
    "dpo_contact": N_("the data protection officer"),
    "spoken_languages": N_("the languages spoken"),
    "respect_marketing_always": N_("how marketing protection is read"),
    "cap_invitations": N_("how many invitations one person gets"),
    "cap_window_days": N_("within how many days"),
    "cap_gap_days": N_("how many days apart"),
}


def moment(at: datetime) -> str:
    """Return day and time of `at` on the municipality's clock: 25 November 2026, 14.05."""
    pattern = "d MMMM y, HH:mm" if page_language() == "en" else "d. MMMM y, HH.mm"
    return format_datetime(to_local(at, settings().timezone), pattern, locale=page_language())


def municipality_page(session: Session, _now: datetime) -> SettingsPage:
    """Return what the settings say of the municipality."""
    href = "/staff/settings/municipality"
    try:
        town = municipality(session)
    except NotFoundError:
        return SettingsPage(_("Municipality"), _("No municipality is set up yet."), href, needs_a_look=True)
    how_often = _("%(name)s. At most %(invitations)s invitations to one person in %(window)s days, %(gap)s days apart.",
                  name=town.sender_name, invitations=town.cap_invitations, window=town.cap_window_days,
                  gap=town.cap_gap_days)
    return SettingsPage(_("Municipality"), how_often, href)


def changes_told(lines: Iterable[TrailLine]) -> list[tuple[str, str]]:
    """Return when and who changed what of the municipality: the newest first."""
    return [(moment(line.at), _("%(who)s changed %(what)s.", who=line.who or "–", what=_(COLUMN_NAMES[column])))
            for line in lines if (column := line.about.partition(" ")[2]) in COLUMN_NAMES]
