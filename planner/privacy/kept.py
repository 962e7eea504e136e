"""How long each kind of data of a campaign is kept, as people say it, with the periods the municipality has chosen."""

from collections.abc import Mapping

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from planner.events.models import Event
from planner.privacy.processed import NAMES, DataKind
from planner.privacy.rules import BY_KIND, YEAR, Kept, Since
from planner.refusal import N_
from planner.themes.pack import SignUp, Theme

AFTER = {
    Since.EVENT: N_("%(long)s after the event"),
    Since.SENT: N_("%(long)s after it was sent"),
    Since.NOTED: N_("%(long)s after it was noted"),
    Since.ENDED: N_("%(long)s after it ended"),
    Since.STATUS: N_("%(long)s after the register says that they died or moved away"),
}


def names_go_by(theme: Theme, event: Event | None) -> tuple[Kept, ...]:
    """Return the rules by which the ways from a campaign's rows to people go."""
    if event is None:
        return (Kept.INFORMATION,)
    return (Kept.RECIPIENTS, Kept.SIGN_UPS) if theme.sign_up is SignUp.NAMED else (Kept.NO_NAMES,)


def kept_of(kind: DataKind, names: tuple[Kept, ...], days: Mapping[Kept, int]) -> str:
    """Return how long a kind is kept in a campaign whose ways to people go by `names`."""
    rules = names if kind.kept == NAMES else kind.kept
    said = [_one(rule, days, named=len(rules) > 1) for rule in rules]
    whole = "; ".join([_(kind.kept_as), *said] if kind.kept_as else said)
    return f"{whole[:1].upper()}{whole[1:]}."


def _one(rule: Kept, days: Mapping[Kept, int], *, named: bool) -> str:
    said = _after(rule, days[rule])
    return f"{_(BY_KIND[rule].title)}: {said}" if named else said


def _after(rule: Kept, days: int) -> str:
    if days == 0:
        return str(_("until the night after the event"))
    return str(_(AFTER[BY_KIND[rule].since], long=_long(days)))


def _long(days: int) -> str:
    """Return a period as people say it."""
    if days % YEAR == 0:
        return str(ngettext("%(num)d year", "%(num)d years", days // YEAR))
    return str(ngettext("%(number)s day", "%(number)s days", days, number=format_decimal(days)))
