"""What may forbid an invitation between the choosing of its reader and the hand-over. Pure."""

from dataclasses import dataclass
from datetime import date

from planner.citizens.models import Citizen, Status
from planner.citizens.naming import has_special_protection
from planner.delivery.models import SkipReason
from planner.segments.ages import YOUNGEST, born_by

GONE = {Status.DEAD: SkipReason.DEAD, Status.LEFT: SkipReason.LEFT}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a campaign asks of its readers: an age, and consent where it sells or the municipality respects the mark."""

    youngest: int = YOUNGEST
    consent_only: bool = False
    respects_mark: bool = False

    def need_consent_of(self, citizen: Citizen) -> bool:
        """Return whether nothing but their own yes lets `citizen` be written to."""
        return self.consent_only or (self.respects_mark and citizen.marketing_protected)


def kept_from(citizen: Citizen, terms: Terms, on: date, *, agrees: bool) -> SkipReason | None:
    """Return why the register forbids the letter now, whatever it said when the audience was chosen on the day `on`.

    `agrees` is whether the person's consent to paid offers holds. The order is that of the count.
    """
    if citizen.status in GONE:
        return GONE[Status(citizen.status)]
    if citizen.birth_date > born_by(terms.youngest, on):
        return SkipReason.TOO_YOUNG
    if has_special_protection(citizen):
        return SkipReason.PROTECTED
    if terms.need_consent_of(citizen) and not agrees:
        return SkipReason.MARKETING_PROTECTED
    return SkipReason.NO_CHANNEL if citizen.digital_post_exempt and not citizen.chose_mail else None
