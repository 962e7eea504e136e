"""What an approver approves, as a hash: it goes out only while it is still the same."""

import json
from collections.abc import Mapping
from hashlib import blake2b

from planner.invitations.commercial import sales_of
from planner.invitations.models import Campaign
from planner.invitations.rules import says_free
from planner.invitations.texts import reading_languages, text_of
from planner.refusal import N_, Refusal
from planner.themes.reader import find_theme


def content_hash(campaign: Campaign) -> str:
    """Return the hash of what an approver approves: audience, words, timing, and what it costs or sells.

    A moved event is told of separately.
    """
    event = campaign.event
    content: dict[str, object] = {
        "theme": campaign.theme,
        "event": campaign.event_id,
        "near": campaign.near_place_id,
        "criteria": campaign.criteria,
        "policy": campaign.waves_policy,
        "send": campaign.send_at_local and campaign.send_at_local.isoformat(),
        "texts": words_of(campaign),
    }
    sales = sales_of(campaign.theme, event)
    if sales and event:
        content["sells"] = [*sales, event.price, event.sponsor]
    return _hashed(content)


def shown_hash(campaign: Campaign) -> str:
    """Return the hash of all that an approver reads: what `content_hash` covers, and the event as it is planned."""
    event = campaign.event
    if event is None:
        raise Refusal(N_("This campaign has no event."))
    return _hashed(
        {
            "content": content_hash(campaign),
            "when": [event.starts_local.isoformat(), event.timezone, event.minutes],
            "where": [event.place_id, event.venue_id, event.room_id],
            "who": [event.hosts, event.capacity, sorted(partner.id for partner in event.co_hosts)],
        }
    )


def words_of(campaign: Campaign) -> list[tuple[str, str, str]]:
    """Return language, subject and body of every invitation as it would leave now, the theme's own among them."""
    theme, country = find_theme(campaign.theme), campaign.place.municipality.country
    texts = [text_of(campaign, theme, language) for language in reading_languages(theme, country)]
    return [(text.language, text.subject, text.body) for text in texts]


def promising_free(campaign: Campaign) -> list[str]:
    """Return the languages in which the invitation says that it costs nothing."""
    return [language for language, subject, body in words_of(campaign) if says_free(language, f"{subject} {body}")]


def _hashed(content: Mapping[str, object]) -> str:
    return blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=11).hexdigest()
