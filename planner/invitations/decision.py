"""The whole of a campaign as one reads it before handing it in or approving it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from planner.audiences.shown import excluded_words
from planner.events.models import Event
from planner.events.wording import clock, date_words
from planner.invitations.audience_page import slug_names
from planner.invitations.commercial import consent_only_words, is_commercial
from planner.invitations.leaving import leaves, wave_sum
from planner.invitations.models import Campaign
from planner.invitations.overview import log_of
from planner.invitations.pages import Context, event_of, faults, names
from planner.invitations.preview import Seen, seen
from planner.invitations.proposal import previewed_count
from planner.invitations.rules import may_approve
from planner.invitations.steps import hands_on
from planner.invitations.texts import reading_languages, text_of
from planner.localtime import to_local
from planner.refusal import Refusal
from planner.segments.cells import is_hidden
from planner.segments.criteria import parse_criteria
from planner.segments.lists import laid_out
from planner.segments.queries import legal_ages
from planner.segments.words import resolved
from planner.themes.pack import OWN_LANGUAGE
from planner.themes.reader import find_theme
from planner.web import page_language


def decision_page(session: Session, campaign: Campaign, language: str, errors: Sequence[Refusal]) -> Context:
    """Return the campaign in one sentence, its audience, what leaves when, what was checked, and the letter.

    The letter is shown in `language`, in the municipality's own when that is empty or none the theme speaks.
    """
    event, theme, now = event_of(campaign), find_theme(campaign.theme), datetime.now(UTC)
    country = campaign.place.municipality.country
    text = text_of(campaign, theme, language or OWN_LANGUAGE[country])
    count, shown = previewed_count(session, campaign, now), seen(text, event)
    criterion, today = parse_criteria(campaign.criteria), to_local(now, event.timezone).date()
    return {
        "campaign": campaign,
        "summary": _summary(campaign, event),
        "rule_words": laid_out(criterion, slug_names(session)),
        "resolved": resolved(criterion, today, legal_ages(session)),
        "excluded": excluded_words(count),
        "leaves": leaves(session, campaign),
        "checks": _checks(campaign, event, shown),
        "text": text,
        "seen": shown,
        "languages": reading_languages(theme, country),
        "begun": False,
        "consent_only": consent_only_words(campaign),
        "history": log_of(campaign)[:4],
        "may_approve": may_approve(current_user.id, hands_on(campaign)),
        "to_invite": _to_invite(campaign),
        "few": is_hidden(wave_sum(campaign)[-1]),
        **faults(errors),
        **names(),
    }


def _to_invite(campaign: Campaign) -> int:
    return sum(wave.shown for wave in campaign.waves)


def _summary(campaign: Campaign, event: Event) -> str:
    """Return the campaign in one sentence; without numbers where one of them is so small that it is hidden."""
    day = to_local(campaign.waves[0].send_at, event.timezone) if campaign.waves else None
    mail, letter, people = wave_sum(campaign)
    values = {
        "when": date_words(event.starts_local, page_language()),
        "time": clock(event.starts_local, page_language()),
        "where": event.where.name,
        "waves": len(campaign.waves),
        "first": date_words(day, page_language()) if day else _("now"),
    }
    if any(map(is_hidden, (mail, letter, people))):
        return str(
            _(
                "Citizens are invited to %(when)s at %(time)s, %(where)s, in %(waves)s waves from %(first)s. "
                "Some numbers are so small that they are not shown. Nothing has been sent.",
                **values,
            )
        )
    return str(
        _(
            "%(n)s citizens are invited to %(when)s at %(time)s, %(where)s, in %(waves)s waves from %(first)s. "
            "%(mail)s get a mail, %(letter)s a letter. Nothing has been sent.",
            n=format_decimal(people),
            mail=format_decimal(mail),
            letter=format_decimal(letter),
            **values,
        )
    )


def _checks(campaign: Campaign, event: Event, shown: Seen) -> list[str]:
    """Return what holds, in sentences: only what has been looked at, never what one would wish."""
    municipality = event.place.municipality
    found = [
        _(
            "Nobody gets more than %(n)s invitations in %(days)s days.",
            n=municipality.cap_invitations,
            days=municipality.cap_window_days,
        ),
        _("Purpose and legal basis are written: %(basis)s.", basis=municipality.legal_basis),
    ]
    if event.co_hosts:
        found.append(_("Co-host: %(names)s.", names=", ".join(partner.name for partner in event.co_hosts)))
    if not is_commercial(campaign):
        found.append(_("It is free, and nobody sells anything."))
    if shown.readability.lix is not None:
        found.append(_("Lix %(n)s, %(words)s words.", n=round(shown.readability.lix), words=shown.readability.words))
    languages = reading_languages(find_theme(campaign.theme), municipality.country)
    found.append(_("The text is there in %(n)s languages.", n=len(languages)))
    if event.room:
        found.append(_("%(room)s seats %(n)s.", room=event.room.name, n=event.room.seats))
    return [str(sentence) for sentence in found]
