"""What the page of one person shows: the register's facts, hidden where they are protected, and each yes and no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _

from planner.citizens.forms import ALL, WAYS
from planner.citizens.interests import INTERESTS
from planner.citizens.models import Citizen, Purpose, Source, Status
from planner.citizens.naming import has_special_protection, may_be_named, name_for_staff
from planner.citizens.queries import Agreement, Noted, Objection
from planner.delivery.models import ChannelName
from planner.localtime import to_local
from planner.refusal import N_

PURPOSES = {
    Purpose.PAID_OFFERS: N_("Offers that cost something, or where something is sold"),
    Purpose.WRITE_AGAIN: N_("To be written to again after an event"),
}
SOURCES = {
    Source.CODE: N_("With the code of their letter"), Source.PHONE: N_("By phone"), Source.DESK: N_("At the desk"),
    Source.PAPER: N_("On paper"), Source.WEB: N_("On our web page"), Source.FILE: N_("In a file"),
}
CHANNELS = {ChannelName.MAIL: N_("Not by mail"), ChannelName.LETTER: N_("Not by letter")}
NOES = {
    None: N_("No invitations"), ChannelName.MAIL: N_("No invitations by mail"),
    ChannelName.LETTER: N_("No invitations by letter"),
}


@dataclass(frozen=True)
class Facts:
    """What the register tells of someone. `hidden`: name, address, mail and phone are left out of it here."""

    name: str
    born: str
    lives: str
    mail: str
    phone: str
    language: str
    person_id: str
    tags: Sequence[tuple[str, str]]
    hidden: bool
    #: Special protection: there is no address anywhere, and none is looked for.
    without_address: bool


def facts_of(citizen: Citizen, languages: Mapping[str, str], *, revealed: bool) -> Facts:
    """Return the facts on `citizen`; those of a protected person only where they are `revealed`."""
    named = may_be_named(citizen, revealed=revealed)
    lives = ", ".join(filter(None, (citizen.street, f"{citizen.postcode} {citizen.town}".strip())))
    reached = (lives, citizen.email, citizen.phone) if named else ("", "", "")
    return Facts(
        name_for_staff(citizen, revealed=revealed), day(citizen.birth_date), *reached,
        language=languages.get(citizen.language, citizen.language), person_id=citizen.person_id,
        tags=_tags(citizen), hidden=not named, without_address=has_special_protection(citizen))


def _tags(citizen: Citizen) -> list[tuple[str, str]]:
    on = citizen.status_on
    found = []
    if citizen.status == Status.DEAD:
        found.append((_("Died %(day)s", day=day(on)) if on else _("Has died"), "stop"))
    if citizen.status == Status.LEFT:
        found.append((_("Moved away %(day)s", day=day(on)) if on else _("Has moved away"), "stop"))
    if citizen.name_address_protected:
        found.append((_("Name and address are protected"), "look"))
    if citizen.marketing_protected:
        found.append((_("Does not want advertising"), "look"))
    return [(str(text), tone) for text, tone in found]


@dataclass(frozen=True)
class Line:
    """One yes or no in words, with what a form must send to take it back."""

    text: str
    noted: str
    fields: Mapping[str, str]


def objection_lines(objections: Sequence[Objection], themes: Mapping[str, str], zone: str) -> list[Line]:
    """Return each no in words; a theme that is gone is called by its slug."""
    return [
        Line(_objection(one, themes), noted_words(one.noted, zone),
             {"scope": one.scope or ALL, "channel": one.channel or ALL})
        for one in objections
    ]


def _objection(objection: Objection, themes: Mapping[str, str]) -> str:
    no = str(_(NOES[objection.channel]))
    if objection.scope is None:
        return no
    return str(_("%(no)s about: %(theme)s", no=no, theme=themes.get(objection.scope, objection.scope)))


def agreement_lines(agreements: Sequence[Agreement], zone: str) -> list[Line]:
    """Return each yes that holds, in words."""
    return [
        Line(_agreement(one, zone), noted_words(one.noted, zone), {"purpose": yes_key(one.purpose, one.topic)})
        for one in agreements
    ]


def _agreement(agreement: Agreement, zone: str) -> str:
    text = yes_words(agreement.purpose, agreement.topic)
    if agreement.expires_at is None:
        return text
    return str(_("%(what)s, until %(day)s", what=text, day=day(to_local(agreement.expires_at, zone))))


def yes_words(purpose: Purpose, topic: str | None) -> str:
    """Return what someone agrees to; a topic that is no longer on the list is called by its slug."""
    if purpose is not Purpose.INTEREST:
        return str(_(PURPOSES[purpose]))
    topic = topic or ""
    return str(_("To hear of: %(topic)s", topic=_(INTERESTS[topic]) if topic in INTERESTS else topic))


def yes_key(purpose: Purpose, topic: str | None) -> str:
    """Return a yes as the form sends it."""
    return f"{purpose}:{topic}" if topic else purpose.value


def noted_words(noted: Noted, zone: str) -> str:
    """Return which way a word reached us, when, and who wrote it down."""
    way = _(SOURCES[Source(noted.source)]) if noted.source in tuple(Source) else noted.source
    words = {"way": way, "day": day(to_local(noted.at, zone)), "name": noted.by}
    return str(_("%(way)s, %(day)s, noted by %(name)s", **words) if noted.by else _("%(way)s, %(day)s", **words))


def day(moment: date | datetime) -> str:
    """Return a day in words: 1. marts 1960."""
    return str(format_date(moment, "long"))


def choices(themes: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Return what the forms offer."""
    topics = [(yes_key(Purpose.INTEREST, topic), str(_(words))) for topic, words in INTERESTS.items()]
    return {
        "scopes": [(ALL, str(_("All invitations"))), *themes.items()],
        "channels": [(ALL, str(_("Neither mail nor letter")))] + [
            (name.value, str(_(text))) for name, text in CHANNELS.items()],
        "purposes": [("", str(_("Choose"))), *((purpose.value, yes_words(purpose, None)) for purpose in PURPOSES)],
        "topics": [(key, words[:1].upper() + words[1:])
                   for key, words in sorted(topics, key=lambda pair: pair[1].casefold())],
        "ways": [(way.value, str(_(SOURCES[way]))) for way in WAYS],
    }
