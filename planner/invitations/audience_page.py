"""The audience page: its sentences, the count, the waves it would make, who is left out, and examples without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from babel import Locale
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.audiences.sentences import Part, Sentence, criteria_of, sentences_of
from planner.citizens.models import Citizen
from planner.events.wording import clock, date_words
from planner.invitations.few import ShownCount, cell_words, reserve_words, shown_count, wave_cells
from planner.invitations.models import Campaign
from planner.invitations.pages import Context, event_of, faults, listed, names
from planner.invitations.proposal import audience_of, laid_out
from planner.invitations.queries import declared_languages
from planner.invitations.rules import people_needed
from planner.localtime import to_local
from planner.places.queries import own_places
from planner.refusal import N_, Refusal, Refusals
from planner.segments.audience import AudienceCount, Neighbourhood
from planner.segments.criteria import Criterion, parse_criteria
from planner.segments.masking import Cell, Hidden, mask_list, mask_table
from planner.segments.overview import breakdown, examples
from planner.segments.queries import count_audience, legal_ages, refuse_unknown
from planner.segments.words import describe, example_words, explain_empty, left_out_words, resolved
from planner.themes.reader import themes
from planner.web import page_language

PART_NAMES = {
    Part.REACHES: N_("reach the state pension age"),
    Part.TURNS: N_("have a birthday"),
    Part.AGE: N_("are of an age"),
    Part.MOVED_IN: N_("have moved here"),
    Part.NEAREST_PLACE: N_("live nearest to a library"),
    Part.POSTCODE: N_("live in a postcode"),
    Part.LANGUAGE: N_("read a language"),
    Part.NOT_INVITED: N_("were not invited lately"),
}


@dataclass(frozen=True)
class Box:
    """One thing to tick inside a sentence."""

    value: str
    name: str
    ticked: bool


@dataclass(frozen=True)
class ShownWave:
    """One wave in words."""

    number: int
    size: Cell
    when: str

    @property
    def people(self) -> str:
        """How many it is; empty where that is not shown."""
        if self.size is Hidden.BESIDE:
            return ""
        if isinstance(self.size, Hidden):
            return str(_("%(few)s citizens", few=cell_words(self.size)))
        return str(ngettext("%(num)d citizen", "%(num)d citizens", self.size))


@dataclass(frozen=True)
class PlaceRow:
    """A place's numbers as they may be shown."""

    name: str
    mail: str
    letter: str
    other_language: str
    total: str


def audience_page(
    session: Session,
    campaign: Campaign,
    sentences: Sequence[Sentence] | None,
    errors: Sequence[Refusal] = (),
) -> Context:
    """Return the audience page for what stands in the form, or for the campaign's own audience."""
    now = datetime.now(UTC)
    kept = parse_criteria(campaign.criteria)
    asked, found = _asked(session, campaign, sentences, kept)
    shown = list(sentences) if sentences is not None else sentences_of(campaign.criteria or {}, campaign.theme)
    return {
        "campaign": campaign,
        "sentences": shown,
        "boxes": [boxes(session, one) for one in shown or ()],
        "part_names": [(part, _(words)) for part, words in PART_NAMES.items()],
        "rule_words": describe(asked, slug_names(session)),
        "resolved": resolved(asked, to_local(now, campaign.place.timezone).date(), legal_ages(session)),
        **counted_page(session, campaign, asked, now),
        **faults(errors or found),
        **names(),
    }


def boxes(session: Session, sentence: Sentence) -> list[Box]:
    """Return what can be ticked in `sentence`: our libraries, or the languages people here have told us."""
    ticked = [word.strip() for word in "".join(sentence.values.values()).split(",") if word.strip()]
    if sentence.part is Part.NEAREST_PLACE:
        known = {place.slug: place.name for place in own_places(session)}
    elif sentence.part is Part.LANGUAGE:
        named = Locale.parse(page_language()).languages
        known = {code: named.get(code, code) for code in declared_languages(session)}
    else:
        return []
    offered = {word: word for word in ticked} | known
    return [Box(value, name, value in ticked) for value, name in sorted(offered.items(), key=lambda pair: pair[1])]


def _asked(
    session: Session,
    campaign: Campaign,
    sentences: Sequence[Sentence] | None,
    kept: Criterion,
) -> tuple[Criterion, list[Refusal]]:
    """Return the criterion to count, and what is wrong with the typed one: then the kept one is counted instead."""
    if sentences is None:
        return kept, []
    try:
        typed = parse_criteria(criteria_of(sentences, campaign.theme))
        refuse_unknown(typed, legal_ages(session), {place.slug for place in own_places(session)})
    except (Refusal, Refusals) as refused:
        return kept, listed(refused)
    return typed, []


def counted_page(session: Session, campaign: Campaign, criterion: Criterion, now: datetime) -> Context:
    """Return the count of `criterion` and all that is shown beside it."""
    event, audience = event_of(campaign), audience_of(campaign, criterion, now)
    count, found = count_audience(session, audience, now), breakdown(session, audience, now)
    table = _place_cells(found)
    shown = shown_count(count, table)
    waves = _waves(campaign, count.invitable, shown, now)
    return {
        "count": count,
        "shown": shown,
        "invitable": "" if shown.invitable is Hidden.BESIDE else cell_words(shown.invitable),
        "matching": "" if shown.matching is Hidden.BESIDE else cell_words(shown.matching),
        "bar": _bar(count) if shown.is_whole else [],
        "register_size": session.scalar(select(func.count()).select_from(Citizen)),
        "counted_at": clock(to_local(now, event.timezone), page_language()),
        "needed": people_needed(event.capacity),
        "waves": waves,
        "reserve": reserve_words(shown, [wave.size for wave in waves]),
        "excluded": excluded_words(count),
        "why_empty": explain_empty(criterion, audience.on, legal_ages(session)) if not count.matching else "",
        "places": _place_rows(found, table),
        "examples": [example_words(example) for example in examples(session, audience, now)],
    }


def excluded_words(count: AudienceCount) -> list[tuple[str, str]]:
    """Return each reason that left someone out, and how many, last their sum; small numbers are hidden."""
    found = [(reason, number) for reason, number in count.excluded.items() if number]
    if not found:
        return []
    shown, whole = mask_list([number for _reason, number in found])
    rows = [(left_out_words(reason), cell_words(cell)) for (reason, _n), cell in zip(found, shown, strict=True)]
    return [*rows, (str(_("In all")), cell_words(whole))]


def slug_names(session: Session) -> dict[str, str]:
    """Return what people call places and themes, by slug."""
    places = {place.slug: place.name for place in own_places(session)}
    return places | {slug: theme.name(page_language()) for slug, theme in themes().items()}


def _bar(count: AudienceCount) -> list[tuple[float, str, str]]:
    whole = max(1, count.matching)
    parts = [
        (count.by_channel.mail, "", _("%(n)s mail", n=format_decimal(count.by_channel.mail))),
        (count.by_channel.letter, "b", _("%(n)s letter", n=format_decimal(count.by_channel.letter))),
        (
            count.matching - count.invitable,
            "c",
            _("%(n)s left out", n=format_decimal(count.matching - count.invitable)),
        ),
    ]
    return [(100 * number / whole, tone, words) for number, tone, words in parts if number]


def _waves(campaign: Campaign, invitable: int, shown: ShownCount, now: datetime) -> list[ShownWave]:
    plans = laid_out(campaign, invitable, now)
    return [
        ShownWave(wave.number, size, wave_words(wave.send_local))
        for wave, size in zip(plans, wave_cells(plans, shown), strict=True)
    ]


def wave_words(send_local: datetime) -> str:
    """Return when a wave leaves, as it stands inside a sentence: tirsdag 12. januar 2027 kl. 10.00."""
    return str(
        _("%(date)s at %(time)s", date=date_words(send_local, page_language()), time=clock(send_local, page_language()))
    )


def _place_cells(found: Sequence[Neighbourhood]) -> list[list[Cell]]:
    """Return the places and their sum as they may be shown: a hidden number cannot be reckoned from the rest."""
    rows = [(row.mail, row.letter, row.other_language, row.total) for row in found]
    return mask_table(rows, adding_up=(0, 1, 3)) if rows else []


def _place_rows(found: Sequence[Neighbourhood], table: Sequence[Sequence[Cell]]) -> list[PlaceRow]:
    named = [row.name or str(_("Elsewhere")) for row in found] + [str(_("In all"))]
    return [PlaceRow(name, *map(cell_words, cells)) for name, cells in zip(named, table, strict=False)]
