"""How staff are told who someone is: by name, or by the word for why there is none. The one place that decides."""

from flask_babel import gettext as _

from planner.citizens.models import Citizen


def may_be_named(citizen: Citizen, *, revealed: bool = False) -> bool:
    """Return whether name, address, mail and phone of `citizen` may be shown to staff.

    Name-and-address protection hides all four, unless someone with the right has had them revealed.
    """
    return revealed or not citizen.name_address_protected


def name_for_staff(citizen: Citizen | None, *, revealed: bool = False) -> str:
    """Return what pages, lists and commands call someone; None is a person whose record is gone."""
    if citizen is None:
        return str(_("Name no longer kept"))
    if not may_be_named(citizen, revealed=revealed):
        return str(_("Protected person"))
    return f"{citizen.given_name} {citizen.family_name}".strip() or str(_("Without a name"))


def has_special_protection(citizen: Citizen) -> bool:
    """Return whether someone is threatened: registered here without any address. Source: CPR act par. 6.6."""
    return citizen.name_address_protected and not (citizen.street or citizen.postcode or citizen.town)
