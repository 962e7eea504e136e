"""What staff may look up and write down about one person. Pure."""

import unicodedata

from planner.national_numbers import refused_numbers
from planner.refusal import N_, Refusal

#: A reason says at least so much; one word is a click, not a thought.
FEWEST_WORDS, LONGEST_REASON = 3, 160


def fits_name(typed: str, given_name: str, family_name: str) -> bool:
    """Return whether `typed` is the whole name, or the first given name and the family name; never a part of it.

    Capital letters and blanks do not matter.
    """
    first = given_name.split()[:1]
    return bool(typed.strip()) and _plain(typed) in (
        _plain(f"{given_name} {family_name}"), _plain(" ".join([*first, family_name])))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def checked_reason(typed: str) -> str:
    """Return why someone does what asks for a reason, as it is kept; raises Refusal for too few or too many words."""
    reason = " ".join(typed.split())
    if len(reason.split()) < FEWEST_WORDS or len(reason) > LONGEST_REASON:
        raise Refusal(
            N_("Write in some words why, in at most %(most)s characters."), field="reason",
            most=LONGEST_REASON)
    if numbers := refused_numbers(reason=reason):
        raise numbers[0]
    return reason
