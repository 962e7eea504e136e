"""The pages of saved audiences: the list, and one audience with how it has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from planner.audiences.coming import coming
from planner.audiences.comparison import compare
from planner.audiences.keeping import counts_to_compare
from planner.audiences.models import SavedAudience
from planner.audiences.queries import audience_to_ask, last_uses, saved_audiences
from planner.audiences.why import change_words, then_words, why
from planner.localtime import to_local
from planner.places.queries import own_zone
from planner.refusal import Refusal
from planner.segments.audience import Audience
from planner.segments.cells import cell_words
from planner.segments.criteria import parse_criteria
from planner.segments.lists import Listed, laid_out
from planner.segments.masking import mask_list
from planner.segments.queries import legal_ages, own_place_names, preview_audience
from planner.segments.when import long_date
from planner.segments.words import explain_empty, resolved
from planner.themes.reader import find_theme, themes
from planner.web import page_language, sentence

Context = dict[str, Any]
#: More than these are searched, and only so many are counted for a page.
MANY, ON_A_PAGE = 8, 20


@dataclass(frozen=True)
class Row:
    """A saved audience in one line; `trouble` says why it cannot be counted, `now` and `change` are then empty."""

    id: int
    name: str
    theme: str
    theme_slug: str
    rule: Sequence[Listed]
    now: str
    change: str
    used: str
    trouble: str = ""


def list_page(session: Session, wanted: str, archived: bool, now: datetime) -> Context:
    """Return the saved audiences whose name, theme or note holds `wanted`, counted today."""
    there = saved_audiences(session, archived=archived)
    found = [saved for saved in there if _holds(saved, wanted)]
    zone, names = own_zone(session), slug_names(session)
    used = last_uses(session, [saved.id for saved in found[:ON_A_PAGE]])
    rows = [_row(session, saved, names, used.get(saved.id), zone, now) for saved in found[:ON_A_PAGE]]
    return {"rows": rows, "wanted": wanted, "archived": archived, "may_search": len(there) > MANY or bool(wanted),
            "more": max(len(found) - ON_A_PAGE, 0), "has_archived": bool(archived or saved_audiences(
                session, archived=True))}


def one_page(session: Session, saved: SavedAudience, since: str, months: int, now: datetime) -> Context:
    """Return one audience: its rule, how many now, and how that compares to `since`, by default the last time."""
    zone, names = own_zone(session), slug_names(session)
    audience = audience_to_ask(saved, zone, now)
    row = _row(session, saved, names, last_uses(session, [saved.id]).get(saved.id), zone, now)
    kept = counts_to_compare(session, saved, audience.on)
    chosen = next((one for one in kept if one.day.isoformat() == since), kept[0] if kept else None)
    compared = compare(session, audience, chosen, now) if chosen and not row.trouble else None
    return {
        "today": long_date(audience.on), "today_iso": audience.on.isoformat(),
        "saved": saved, "row": row, "meaning": "" if row.trouble else _meaning(session, audience),
        "why": why(compared, own_place_names(session)) if compared else None,
        "rule_then": laid_out(compared.rule_then, names) if compared and compared.rule_changed else (),
        "days": [(one.day.isoformat(), then_words(one.day, audience.on)) for one in kept],
        "since": chosen.day.isoformat() if chosen else "",
        "coming": None if row.trouble else coming(session, audience, months), "months": months,
    }


def slug_names(session: Session) -> dict[str, str]:
    """Return what people call places and themes, by slug."""
    return own_place_names(session) | {slug: theme.name(page_language()) for slug, theme in themes().items()}


def _meaning(session: Session, audience: Audience) -> str:
    rules = legal_ages(session)
    empty = explain_empty(audience.criterion, audience.on, rules) or ""
    return " ".join(filter(None, (resolved(audience.criterion, audience.on, rules), empty)))


def _holds(saved: SavedAudience, wanted: str) -> bool:
    theme = themes().get(saved.theme)
    named = theme.name(page_language()) if theme else saved.theme
    return wanted.casefold() in f"{saved.name} {named} {saved.note}".casefold()


def _row(
    session: Session, saved: SavedAudience, names: Mapping[str, str], used: datetime | None, zone: str, now: datetime,
) -> Row:
    try:
        number, change, trouble = (*_counted(session, saved, zone, now), "")
        theme = find_theme(saved.theme).name(page_language())
    except Refusal as refused:
        number, change, trouble, theme = "", "", sentence(refused), names.get(saved.theme, saved.theme)
    last = _("Last used on %(date)s", date=long_date(to_local(used, zone).date())) if used else _("Not used yet")
    rule = laid_out(parse_criteria(saved.criteria), names)
    return Row(saved.id, saved.name, theme, saved.theme, rule, number, change, str(last), trouble)


def _counted(session: Session, saved: SavedAudience, zone: str, now: datetime) -> tuple[str, str]:
    audience = audience_to_ask(saved, zone, now)
    invitable = preview_audience(session, audience, now).invitable
    kept = counts_to_compare(session, saved, audience.on)
    if kept:
        change = change_words(invitable, kept[0].invitable, kept[0].day, today=audience.on)
    else:
        change = str(_("Counted for the first time."))
    return cell_words(mask_list([invitable])[1]), change
