"""What the page of an access request says to someone whose language it does not come in."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from planner.themes.pack import spoken
from planner.web import LANGUAGE_NAMES, STAFF_LANGUAGES


@dataclass(frozen=True, slots=True)
class Apology:
    """A sentence in `language`, the person's own where we have words of it, else the page's; what we call their own."""

    language: str
    text: str
    own: str


def apology(citizens_language: str, page: str) -> Apology | None:
    """Return what is said to someone who has told us a language the page does not come in, None for all others."""
    own = spoken(citizens_language)
    if not own or own in STAFF_LANGUAGES:
        return None
    language = own if own in LANGUAGE_NAMES else page
    with force_locale(language):
        text = _("This page comes in Danish, Norwegian and English only. Ask us to go through it with you in your "
                 "language.")
    return Apology(language, str(text), LANGUAGE_NAMES.get(own, own))
