"""What the planning pages show: words and numbers gathered from the features below, ready for the templates."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import url_for
from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import not_
from sqlalchemy.orm import Session

from planner.events.models import Event
from planner.events.wording import leaf
from planner.invitations.forms import TimeAndPlace
from planner.invitations.models import Campaign
from planner.invitations.preview import places_to_use, seen
from planner.invitations.proposal import audience_of
from planner.invitations.standing import standing
from planner.invitations.texts import InvitationText, reading_languages, text_of
from planner.invitations.why import why_each
from planner.invitations.wording import because_sentences
from planner.partners.queries import all_partners
from planner.places.queries import own_places, venues
from planner.refusal import N_, NotFoundError, Refusal, Refusals
from planner.segments.criteria import parse_criteria
from planner.segments.queries import select_audience, unprotected
from planner.themes.lix import Verdict
from planner.themes.pack import OWN_LANGUAGE, Reach, Theme, spoken
from planner.themes.reader import find_theme, themes
from planner.web import LANGUAGE_NAMES, page_language, sentence

Context = dict[str, Any]
YEAR = 12
REACH_NAMES = {
    Reach.REGISTER: N_("With an invitation"),
    Reach.OPEN: N_("Open to everyone"),
    Reach.MEDIATED: N_("Through partners"),
}
REACHES = {
    Reach.REGISTER: N_("Citizens are found in the register and invited."),
    Reach.OPEN: N_("An open event: shown on the programme and on posters. Nobody is looked up."),
    Reach.MEDIATED: N_("Partners hand it on. No list is made, and nobody is looked up."),
}
VERDICTS = {
    Verdict.VERY_EASY: N_("Very easy"),
    Verdict.EASY: N_("Easy"),
    Verdict.MEDIUM: N_("Medium"),
    Verdict.HARD: N_("Hard"),
    Verdict.VERY_HARD: N_("Very hard"),
}


def listed(refused: Refusal | Refusals) -> list[Refusal]:
    """Return one or several refusals as a list."""
    return refused.refusals if isinstance(refused, Refusals) else [refused]


def event_of(campaign: Campaign) -> Event:
    """Return the campaign's event; a campaign without one has no planning pages."""
    if campaign.event is None:
        raise NotFoundError(N_("This campaign has no event."))
    return campaign.event


def names() -> Context:
    """Return how the pages call a campaign, and how it stands."""
    return {"campaign_name": campaign_name, "standing": standing}


def campaign_name(campaign: Campaign) -> str:
    """Return what staff call a campaign: the theme, the place and the day."""
    event = event_of(campaign)
    return str(
        _(
            "%(theme)s, %(place)s, %(day)s",
            theme=find_theme(campaign.theme).name(page_language()),
            place=event.where.name,
            day=format_date(event.starts_local, "d. MMM" if page_language() != "en" else "d MMM"),
        )
    )


#: Fields whose sentence does not say which of them is meant; the summary does.
NAMED_FIELDS = {"minutes": N_("Minutes"), "seats": N_("Seats")}


def faults(errors: Sequence[Refusal]) -> Context:
    """Return the errors as the summary and the fields show them: each by its field, in the reader's words."""
    by_field: dict[str, str] = {}
    for error in errors:
        by_field.setdefault(error.field or "", sentence(error))
    return {"errors": [(error.field, _summed_up(error)) for error in errors], "by_field": by_field}


def _summed_up(error: Refusal) -> str:
    if error.field not in NAMED_FIELDS:
        return sentence(error)
    return str(_("%(field)s: %(sentence)s", field=_(NAMED_FIELDS[error.field]), sentence=sentence(error)))


def themes_page() -> Context:
    """Return the themes by how far they may reach, those with an audience first."""
    groups = [(reach, [theme for theme in themes().values() if theme.reach is reach]) for reach in Reach]
    return {
        "groups": [(_(REACH_NAMES[reach]), _(REACHES[reach]), found) for reach, found in groups if found],
        "months": month_names,
    }


def month_names(numbers: Sequence[int]) -> str:
    """Return months as words in short, neighbours as a span: feb.-mar., sep.-nov.; all twelve are all year."""
    if len(set(numbers)) == YEAR:
        return str(_("all year"))
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return ", ".join("\u2013".join(_month(number) for number in dict.fromkeys((span[0], span[-1]))) for span in spans)


def _month(number: int) -> str:
    return str(format_date(date(2027, number, 1), "LLL"))


def usual_place(session: Session) -> str:
    """Return the slug of the account's own place, or of the only one; empty where someone has to choose."""
    places = own_places(session)
    mine = next((place.slug for place in places if place.id == current_user.place_id), "")
    return mine or (places[0].slug if len(places) == 1 else "")


def time_page(session: Session, typed: TimeAndPlace, errors: Sequence[Refusal]) -> Context:
    """Return the choices of the second step and what was typed."""
    choose = [] if typed.place else [("", _("Choose a library"))]
    outside = [(place.slug, place.name) for place in venues(session)]
    return {
        "typed": typed,
        "places": [*choose, *((place.slug, place.name) for place in own_places(session))],
        "venues": [("", _("At the library")), *outside],
        "partners": [(partner.slug, partner.name) for partner in all_partners(session)],
        "reach_words": {reach: _(words) for reach, words in REACHES.items()},
        **faults(errors),
        **names(),
    }


def text_page(
    session: Session,
    campaign: Campaign,
    language: str,
    typed: tuple[str, str] | None,
    errors: Sequence[Refusal],
) -> Context:
    """Return one language's words as typed or kept, beside the letter as its reader sees it."""
    event, theme = event_of(campaign), find_theme(campaign.theme)
    kept = text_of(campaign, theme, language or OWN_LANGUAGE[campaign.place.municipality.country])
    text = InvitationText(kept.language, *typed) if typed else kept
    shown = seen(kept if errors else text, event)
    verdict = shown.readability.verdict
    return {
        "campaign": campaign,
        "text": text,
        "seen": shown,
        "readability": shown.readability,
        "places": places_to_use(),
        "tabs": language_tabs(campaign, theme, kept.language),
        "why": example_why(session, campaign),
        "why_read": why_read(session, campaign, kept.language),
        "verdict": _(VERDICTS[verdict]) if verdict else "",
        "verdicts": [_(words) for words in VERDICTS.values()],
        **faults(errors),
        **names(),
    }


def language_tabs(campaign: Campaign, theme: Theme, here: str) -> list[tuple[str, str, bool, str]]:
    """Return a tab per language the invitation can be read in: name, address, whether it is `here`, code."""
    return [
        (
            LANGUAGE_NAMES.get(code, code),
            url_for("invitations.edit_text", campaign_id=campaign.id, text_language=code),
            code == here,
            code,
        )
        for code in reading_languages(theme, campaign.place.municipality.country)
    ]


def differs(campaign: Campaign, language: str, subject: str, body: str) -> bool:
    """Return whether someone has changed the words; saving them unchanged must not take an approval back."""
    kept = text_of(campaign, find_theme(campaign.theme), language)
    return (kept.subject, kept.body) != (subject.strip(), body.strip())


def leaf_of(event: Event) -> Context:
    """Return the calendar leaf of `event` in the page's language."""
    found = leaf(event.starts_local, page_language())
    return {"month": found.month, "day": found.day, "weekday": found.weekday}


def why_read(session: Session, campaign: Campaign, language: str) -> list[str]:
    """Return why one of those to be invited gets the letter, as a reader of `language` sees it."""
    with force_locale(spoken(language)):
        return example_why(session, campaign)


def example_why(session: Session, campaign: Campaign) -> list[str]:
    """Return why one of those to be invited gets the letter, in the page's language: only a year tells people apart."""
    now = datetime.now(UTC)
    audience = audience_of(campaign, parse_criteria(campaign.criteria), now)
    chosen = select_audience(session, audience, now, limit=1, unless=not_(unprotected()))
    why = why_each(session, audience, [one.citizen_id for one in chosen])
    return [sentence for codes in why.values() for sentence in because_sentences(codes)]
