"""The words of an invitation: the campaign's own where it has some, else the theme's; filled for one event."""

from dataclasses import dataclass

from planner.delivery.mime import place
from planner.events.models import Event
from planner.invitations.models import Campaign
from planner.places.models import Municipality
from planner.themes.filling import date_values, fill, language_list, places_in, strange_parts
from planner.themes.pack import OWN_LANGUAGE, TextKind, Theme

#: What stands for the person until the mail is spliced.
PERSONAL = {"navn": place("name"), "link": place("link")}


@dataclass(frozen=True)
class InvitationText:
    """Subject and body with their places still open; `language` is the one they are written in."""

    language: str
    subject: str
    body: str


def text_of(campaign: Campaign, theme: Theme, language: str) -> InvitationText:
    """Return the words for a reader of `language`: the campaign's own, the theme's, else in the municipality's."""
    country = campaign.place.municipality.country
    found = theme.text(TextKind.INVITATION, language, country)
    for own in campaign.texts:
        if own.language == found.language:
            return InvitationText(own.language, own.subject, own.body)
    return InvitationText(found.language, found.subject, found.body)


def reading_language(theme: Theme, language: str, country: str) -> str:
    """Return the language in which a person who reads `language` (may be empty) gets this theme's invitation."""
    return theme.text(TextKind.INVITATION, language or OWN_LANGUAGE[country], country).language


def reading_languages(theme: Theme, country: str) -> list[str]:
    """Return the languages the theme's invitation can be read in, the municipality's own first."""
    found = {key.language for key in theme.texts if key.kind is TextKind.INVITATION and key.country in (None, country)}
    return sorted(found, key=lambda language: (language != OWN_LANGUAGE[country], theme.languages.index(language)))


def values_for(event: Event, municipality: Municipality, language: str) -> dict[str, str]:
    """Return what fills the places of every text about `event`, but for what is the person's own."""
    return date_values(event.starts_local, event.minutes, language) | {
        "sted": event.where.name,
        "telefon": municipality.phone,
        "afsender": municipality.sender_name,
        "kommune": municipality.name,
        "sprog": language_list(municipality.spoken_languages, language),
    }


def filled(text: InvitationText, values: dict[str, str]) -> InvitationText:
    """Return `text` with its places filled."""
    return InvitationText(
        text.language, fill(text.subject, values, text.language), fill(text.body, values, text.language)
    )


def cannot_fill(subject: str, body: str) -> list[str]:
    """Return the places in an edited text that nobody can fill, in order."""
    return strange_parts(subject) + strange_parts(body)


def has_link(body: str) -> bool:
    """Return whether the words themselves hold the link; the button is there in any case."""
    return "link" in places_in(body)
