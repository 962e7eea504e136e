"""What every letter and page about an event says alike: when, where, the links of one person, the sender."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup, escape

from planner.config import Settings
from planner.delivery.mime import Draft
from planner.events import wording
from planner.events.calendar import Attendee, Occasion, PartStat
from planner.events.models import Event
from planner.events.wording import date_line, hours_line
from planner.events.wording import where_line as where_line
from planner.invitations.models import Invitation
from planner.keys import Keys
from planner.places.models import Municipality
from planner.themes.pack import spoken
from planner.web import public_url, text_direction

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Links:
    """One person's ways back to us. `rsvp` is a mail address, the others web addresses."""

    answer: str
    unsubscribe: str
    rsvp: str

    @property
    def yes(self) -> str:
        """The page with yes marked; it acts on a press of the button only."""
        return self.answer + "?answer=yes"

    @property
    def no(self) -> str:
        """The page with no thanks marked."""
        return self.answer + "?answer=no"


@dataclass(frozen=True, slots=True)
class When:
    """A time in the reader's words, wall time of the place: "Onsdag 10. februar 2027", "17.00 til 19.30"."""

    date: str
    hours: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, whom to call, and who answers for the data."""

    sender_name: str
    sender_email: str
    phone: str
    phone_hours: str
    legal_basis: str
    dpo_contact: str


def links_of(keys: Keys, settings: Settings, public_id: str, subject: str) -> Links:
    """Return the links of the person `subject` to the invitation `public_id`."""
    return Links(
        answer=f"{settings.public_base_url}/i/{keys.token('invitation', public_id)}",
        unsubscribe=f"{settings.public_base_url}/u/{keys.token('unsubscribe', subject)}",
        rsvp=f"rsvp+{keys.token('rsvp', public_id)}@{settings.reply_domain}",
    )


def sender_of(municipality: Municipality) -> Sender:
    """Return who writes for `municipality`."""
    return Sender(
        sender_name=municipality.sender_name,
        sender_email=municipality.sender_email,
        phone=municipality.phone,
        phone_hours=municipality.phone_hours,
        legal_basis=municipality.legal_basis,
        dpo_contact=municipality.dpo_contact,
    )


def when_of(event: Event, language: str) -> When:
    """Return when `event` is, in `language`."""
    return When(date_line(event.starts_local, spoken(language)), hours_line(event, spoken(language)))


def when_line(when: When) -> str:
    """Return date and hours on one line."""
    return str(gettext("%(date)s, %(hours)s", date=when.date, hours=when.hours))


def occasion_of(event: Event, summary: str, language: str, stamp: datetime, description: str = "") -> Occasion:
    """Return `event` for a calendar file: `summary` is its title in `language`, `stamp` the letter's `created_at`."""
    url = public_url(f"/events/{event.slug}")
    return wording.occasion_of(event, summary, language, stamp, url, description)


def attendee_of(given_name: str, email: str, *, coming: bool = False) -> Attendee:
    """Return the one person a calendar file is for; who is coming is not asked again (RFC 5546, 3.2.2)."""
    if coming:
        return Attendee(given_name, email, PartStat.ACCEPTED, rsvp=False)
    return Attendee(given_name, email)


def organizer_of(links: Links, sender: Sender) -> tuple[str, str]:
    """Return address and name of the organizer: calendars answer to this address, whatever Reply-To says."""
    return links.rsvp, sender.sender_name


def given_name_of(invitation: Invitation) -> str:
    """Return the given name, all that a page or letter ever says of a person; empty once the record is gone."""
    return invitation.citizen.given_name if invitation.citizen else ""


def on_one_line(name: str) -> str:
    """Return a name from the register as a letter can carry it: one person's odd name must not hold up a whole lot."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())[:LONGEST_NAME]


def because_sentences(codes: Sequence[str]) -> list[str]:
    """Return why a person was written to, as sentences in the current language; `codes` as in reasons.py."""
    return [said for code in codes if (said := _because(code))]


def _because(code: str) -> str:
    """Return the sentence of one code (see reasons.py); empty for one that no longer means anything."""
    reason, _, rest = code.partition(":")
    first, _, year = rest.partition(":")
    sentences = {
        "reaches": gettext("You get this because you reach the state pension age in %(year)s.", year=year),
        "turns": gettext("You get this because you turn %(age)s in %(year)s.", age=first, year=year),
        "age": gettext("You get this because of your age."),
        "moved_in": gettext("You get this because you moved here not long ago."),
        "moved_from_abroad": gettext("You get this because you moved here from abroad not long ago."),
    }
    return str(sentences.get(reason, ""))


def isolated(text: str, language: str) -> str:
    """Return `text` so that its digits and Latin letters keep their order inside a right-to-left sentence.

    Works in plain text and HTML alike. Source: Unicode Standard Annex 9, U+2068 FIRST STRONG ISOLATE.
    """
    return f"\u2068{text}\u2069" if text_direction(language) == "rtl" else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail before it is laid out; `mime.place` marks may stand in any text of it.

    `paragraphs` are plain text; a line break inside one is kept. `paragraphs_html` is the same as HTML, made of them
    when None. `hosts` are those who host with us, `cost` and `support` say the price and who sponsors it.
    `notice` is what has changed, with the old and the new time if they are known. `why` says why it came, `privacy`
    whence we have the address.
    """

    language: str
    subject: str
    sender: Sender
    paragraphs: Sequence[str]
    paragraphs_html: Sequence[Markup] | None = None
    when: str
    where: str
    why: Sequence[str]
    hosts: str = ""
    cost: str = ""
    support: str = ""
    privacy: str = ""
    notice: tuple[str, str | None, str | None] | None = None
    action: tuple[str, str] | None = None
    unsubscribe_url: str | None = None


def draft_of(letter: Letter) -> Draft:
    """Return `letter` laid out as text and HTML that say the same. The reader's language must be the current one."""
    values = {
        "language": letter.language,
        "direction": text_direction(letter.language),
        "subject": letter.subject,
        "sender": letter.sender,
        "notice": letter.notice,
        "paragraphs_text": letter.paragraphs,
        "paragraphs_html": letter.paragraphs_html or [with_line_breaks(paragraph) for paragraph in letter.paragraphs],
        "when": letter.when,
        "where": letter.where,
        "hosts": letter.hosts,
        "cost": letter.cost,
        "support": letter.support,
        "action": letter.action,
        "why": letter.why,
        "unsubscribe_url": letter.unsubscribe_url,
        "privacy": letter.privacy,
    }
    return Draft(
        subject=letter.subject,
        text=render_template("mail/letter.txt", **values),
        html=render_template("mail/letter.html", **values),
        language=letter.language,
        sender_name=letter.sender.sender_name,
        sender_email=letter.sender.sender_email,
    )


def with_line_breaks(text: str) -> Markup:
    """Return plain `text` as HTML that breaks its lines where the text does."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
