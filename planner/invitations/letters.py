"""Writes invitations: the mail compiled once per campaign, event revision and language, and each person's own part."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from planner.citizens.models import Purpose
from planner.citizens.queries import agreed
from planner.delivery.mime import Draft, MailTemplate, Personal, place
from planner.delivery.models import SkipReason
from planner.delivery.registry import Composed, Envelope, Posting
from planner.events import calendar
from planner.events.calendar import Method
from planner.events.models import Event, EventStatus
from planner.events.wording import cost_words, sponsor_words
from planner.invitations.commercial import is_commercial
from planner.invitations.crowding import crowded_out
from planner.invitations.kept_from import Terms, kept_from
from planner.invitations.models import Campaign, Invitation
from planner.invitations.texts import PERSONAL, InvitationText, text_of, values_for
from planner.invitations.wording import (
    Letter,
    Sender,
    attendee_of,
    because_sentences,
    draft_of,
    links_of,
    occasion_of,
    on_one_line,
    organizer_of,
    sender_of,
    when_line,
    when_of,
    where_line,
)
from planner.segments.ages import YOUNGEST
from planner.themes.filling import fill, html_line
from planner.themes.reader import find_theme
from planner.web import keys, settings


class Compiled(NamedTuple):
    """What is the same for everyone who reads one language."""

    template: MailTemplate
    summary: str


class _Key(NamedTuple):
    """What a compiled mail depends on; it is made anew when any of it changes."""

    campaign_id: int
    words: str
    revision: int
    changed_at: datetime
    where: str
    sender: Sender
    public_base_url: str
    language: str


_compiled: dict[_Key, Compiled] = {}
KEPT = 64


def compose_invitations(session: Session, postings: Sequence[Posting]) -> dict[int, Composed]:
    """Return the invitations of `postings` as they are true now: a moved event's late rows carry the new time."""
    found = {
        one.public_id: one
        for one in session.scalars(
            select(Invitation)
            .where(Invitation.public_id.in_([posting.ref for posting in postings]))
            .options(joinedload(Invitation.citizen), joinedload(Invitation.event), joinedload(Invitation.campaign))
        )
    }
    now = datetime.now(UTC)  # a composer is part of the worker, and it is now
    crowded = crowded_out(session, postings, now)
    agreeing = agreed(session, [posting.whom for posting in postings], Purpose.PAID_OFFERS, now)
    terms = {one.campaign: _terms_of(one.campaign) for one in found.values()}
    return {
        posting.id: SkipReason.CAPPED if posting.id in crowded else _composed(
            invitation, posting, terms[invitation.campaign], agrees=invitation.subject in agreeing)
        for posting in postings
        if (invitation := found.get(posting.ref))
    }


def _terms_of(campaign: Campaign) -> Terms:
    """Return what the campaign asks of its readers as things stand now."""
    return Terms(
        youngest=max(YOUNGEST, find_theme(campaign.theme).min_age),
        consent_only=is_commercial(campaign),
        respects_mark=campaign.place.municipality.respect_marketing_always,
    )


def _composed(invitation: Invitation, posting: Posting, terms: Terms, *, agrees: bool) -> Composed:
    citizen, event = invitation.citizen, invitation.event
    if citizen is None:
        return SkipReason.ERASED
    if (reason := kept_from(citizen, terms, posting.created_at.date(), agrees=agrees)) is not None:
        return reason
    if event is None or event.status == EventStatus.CANCELLED:
        return SkipReason.EVENT_CANCELLED
    if not citizen.email:
        return SkipReason.NO_CHANNEL
    return Envelope(citizen.email, _written(invitation, event, posting), keys().address(citizen.email))


def _written(invitation: Invitation, event: Event, posting: Posting) -> bytes:
    compiled = compiled_for(invitation.campaign, event, invitation.language)
    citizen = invitation.citizen
    assert citizen is not None, "only composed for a citizen who is there"
    links = links_of(keys(), settings(), invitation.public_id, invitation.subject)
    given_name = on_one_line(citizen.given_name)
    name = on_one_line(f"{given_name} {citizen.family_name}")
    occasion = occasion_of(event, compiled.summary, invitation.language, posting.created_at)
    sender = sender_of(event.place.municipality)
    return compiled.template.write(
        Personal(
            to_name=name,
            to_email=citizen.email,
            message_id=posting.message_id,
            date=posting.created_at,
            seed=posting.public_id,
            reply_to=links.rsvp,
            unsubscribe_url=links.unsubscribe,
            method=Method.REQUEST,
            calendar=calendar.request(
                occasion, *organizer_of(links, sender), attendee_of(name or citizen.email, citizen.email)
            ),
            values={
                "name": given_name or name,
                "link": links.answer,
                "unsubscribe": links.unsubscribe,
                "why": why_line(tuple(invitation.because), invitation.language),
            },
        )
    )


@lru_cache(maxsize=512)
def why_line(codes: tuple[str, ...], language: str) -> str:
    """Return why someone gets the letter, in `language`; a wave shares a handful of reasons."""
    with force_locale(language):
        return " ".join(because_sentences(codes))


def compiled_for(campaign: Campaign, event: Event, language: str) -> Compiled:
    """Return the campaign's mail in `language`, compiled; a handful are kept, so a wave compiles each once."""
    text = text_of(campaign, find_theme(campaign.theme), language)
    key = _Key(
        campaign.id,
        text.subject + text.body,
        event.revision,
        event.changed_at,
        where_line(event),
        sender_of(event.place.municipality),
        settings().public_base_url,
        language,
    )
    if key not in _compiled:
        if len(_compiled) >= KEPT:
            _compiled.clear()
        with force_locale(language):
            draft = invitation_draft(event, text)
        _compiled[key] = Compiled(MailTemplate(draft), draft.subject)
    return _compiled[key]


def invitation_draft(event: Event, text: InvitationText) -> Draft:
    """Return the invitation in the words of `text`, laid out, the person's places open. The locale is the reader's."""
    municipality = event.place.municipality
    values = values_for(event, municipality, text.language) | PERSONAL
    body = _without_heading(text)
    return draft_of(
        Letter(
            language=text.language,
            subject=fill(text.subject, values, text.language),
            sender=sender_of(municipality),
            paragraphs=fill(body, values, text.language).split("\n\n"),
            paragraphs_html=_html(body, values, text.language),
            when=when_line(when_of(event, text.language)),
            where=where_line(event),
            hosts=", ".join(partner.name for partner in event.co_hosts),
            cost=cost_words(event.price),
            support=sponsor_words(event.sponsor),
            why=[place("why")],
            privacy=_("We have your name, date of birth and address from the civil register."),
            action=(_("See the invitation and answer"), place("link")),
            unsubscribe_url=place("unsubscribe"),
        )
    )


def _without_heading(text: InvitationText) -> str:
    """Return the body; where it begins with the subject, that stands above it already and is not said twice."""
    first, _, rest = text.body.partition("\n\n")
    return rest if rest and first.strip() == text.subject.strip() else text.body


def _html(body: str, values: dict[str, str], language: str) -> list[Markup]:
    """Return the body's paragraphs as HTML; a link is called what it leads to: nobody should have to read a token."""
    paragraphs = (
        Markup("<br>").join(html_line(line, values, language) for line in paragraph.split("\n"))
        for paragraph in body.split("\n\n")
    )
    link = f'<a href="{values["link"]}">{values["link"]}</a>'
    shown = f'<a class="link" style="color:#0b5c63" href="{values["link"]}">{escape(_("your own page"))}</a>'
    return [Markup(str(paragraph).replace(link, shown)) for paragraph in paragraphs]  # noqa: S704 - of escaped parts
