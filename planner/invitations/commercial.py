"""What turns a campaign into one for those alone who have agreed to paid offers, and how staff are told."""

from enum import StrEnum

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from planner.events.models import Event
from planner.events.wording import cost_words
from planner.invitations.models import Campaign
from planner.themes.reader import find_theme


class Sale(StrEnum):
    """Something that makes an invitation an offer. Source: the Danish marketing act, section 10."""

    PRICE = "price"
    SPONSOR = "sponsor"
    CO_HOST = "co_host"
    THEME = "theme"


def sales_of(theme: str, event: Event | None) -> list[Sale]:
    """Return what makes an invitation to `event` an offer; empty while nothing does, and nobody need have agreed."""
    holds = {
        Sale.PRICE: event is not None and event.price > 0,
        Sale.SPONSOR: event is not None and event.sponsor != "",
        Sale.CO_HOST: any(partner.commercial for partner in (event.co_hosts if event else ())),
        Sale.THEME: find_theme(theme).commercial,
    }
    return [sale for sale, is_so in holds.items() if is_so]


def is_commercial(campaign: Campaign) -> bool:
    """Return whether only those may be written to who have agreed to paid offers."""
    return bool(sales_of(campaign.theme, campaign.event))


def consent_only_words(campaign: Campaign) -> str:
    """Return why only those are invited who have agreed to it, as a sentence for staff; empty where anyone may be."""
    found = [_said(sale, campaign.event) for sale in sales_of(campaign.theme, campaign.event)]
    if not found:
        return ""
    return str(_("Consent only, because %(reasons)s.", reasons=format_list(found, locale=get_locale())))


def _said(sale: Sale, event: Event | None) -> str:
    if sale is Sale.THEME or event is None:
        return str(_("the theme sells something"))
    if sale is Sale.PRICE:
        return str(_("it costs %(price)s", price=cost_words(event.price)))
    if sale is Sale.SPONSOR:
        return str(_("%(sponsor)s is a sponsor", sponsor=event.sponsor))
    names = ", ".join(partner.name for partner in event.co_hosts if partner.commercial)
    return str(_("%(partner)s, who hosts with us, sells something", partner=names))
