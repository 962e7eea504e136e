"""A criterion in plain words, as what follows "everyone who": reaches the state pension age in 5 to 7 months."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import singledispatch

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from planner.refusal import N_
from planner.segments.criteria import (
    OLDEST,
    Age,
    AllOf,
    AnyOf,
    Criterion,
    InvitedTo,
    LanguageIn,
    MovedIn,
    NearestPlace,
    Not,
    PostcodeIn,
    Reaches,
    Turns,
)

MILESTONES = {"folkepension": N_("the state pension age")}
A_YEAR = 365
DATES = {"da": "d. MMMM y", "nb": "d. MMMM y"}


@singledispatch
def phrase(criterion: Criterion, names: Mapping[str, str]) -> str:
    """Return the criterion in the reader's language; `names` are those of places and themes by slug."""
    raise NotImplementedError(type(criterion))


@phrase.register
def _turns(criterion: Turns, names: Mapping[str, str]) -> str:
    first, last = criterion.within_days
    if first < 0 and last <= 0:
        return str(_("turned %(age)s %(when)s", age=criterion.age, when=_days(first, last)))
    return str(_("turns %(age)s %(when)s", age=criterion.age, when=_days(first, last)))


@phrase.register
def _reaches(criterion: Reaches, names: Mapping[str, str]) -> str:
    first, last = criterion.within_months
    age, when = milestone(criterion.milestone), _months(first, last)
    if first < 0 and last <= 0:
        return str(_("reached %(milestone)s %(when)s", milestone=age, when=when))
    return str(_("reaches %(milestone)s %(when)s", milestone=age, when=when))


@phrase.register
def _age(criterion: Age, names: Mapping[str, str]) -> str:
    if criterion.max == OLDEST:
        return str(_("is %(age)s or older", age=criterion.min))
    if criterion.min == 0:
        return str(_("is %(age)s or younger", age=criterion.max))
    if criterion.min == criterion.max:
        return str(_("is %(age)s", age=criterion.min))
    return str(_("is %(low)s to %(high)s", low=criterion.min, high=criterion.max))


@phrase.register
def _moved_in(criterion: MovedIn, names: Mapping[str, str]) -> str:
    nearest, furthest = criterion.within_days
    when = _days(-furthest, -nearest)
    if criterion.from_abroad is None:
        return str(_("moved here %(when)s", when=when))
    if criterion.from_abroad:
        return str(_("moved here from abroad %(when)s", when=when))
    return str(_("moved here from another place in the country %(when)s", when=when))


@phrase.register
def _nearest_place(criterion: NearestPlace, names: Mapping[str, str]) -> str:
    return str(_("lives nearest to %(places)s", places=_one_of(names.get(slug, slug) for slug in criterion.places)))


@phrase.register
def _postcode(criterion: PostcodeIn, names: Mapping[str, str]) -> str:
    codes = (first if first == last else f"{first}–{last}" for first, last in criterion.spans)
    return str(_("lives in postcode %(codes)s", codes=_one_of(codes)))


@phrase.register
def _language(criterion: LanguageIn, names: Mapping[str, str]) -> str:
    return str(_("has asked for letters in %(languages)s", languages=_one_of(map(_language_name, criterion.languages))))


@phrase.register
def _invited_to(criterion: InvitedTo, names: Mapping[str, str]) -> str:
    theme = names.get(criterion.theme, criterion.theme)
    return str(_("was invited to “%(theme)s” %(when)s", theme=theme, when=_lately(criterion.within_days)))


@phrase.register
def _all_of(criterion: AllOf, names: Mapping[str, str]) -> str:
    return all_of(phrase(part, names) for part in criterion.parts)


@phrase.register
def _any_of(criterion: AnyOf, names: Mapping[str, str]) -> str:
    return _one_of(phrase(part, names) for part in criterion.parts)


@phrase.register
def _not(criterion: Not, names: Mapping[str, str]) -> str:
    if isinstance(criterion.part, InvitedTo):
        theme = names.get(criterion.part.theme, criterion.part.theme)
        when = _lately(criterion.part.within_days)
        return str(_("was not invited to “%(theme)s” %(when)s", theme=theme, when=when))
    return str(_("is not one who %(rule)s", rule=phrase(criterion.part, names)))


def milestone(slug: str) -> str:
    """Return what people call a legal age."""
    return str(_(MILESTONES[slug])) if slug in MILESTONES else slug


def long_date(day: date) -> str:
    """Return the day as it is written out: 2 February 1960."""
    return format_date(day, DATES.get(_locale().language, "d MMMM y"), locale=_locale())


def month_name(day: date) -> str:
    """Return the month of a day: May 2027."""
    return format_date(day, "MMMM y", locale=_locale())


def all_of(words: Iterable[str]) -> str:
    """Return the words as a list that ends with an and."""
    return format_list(list(words), "standard", locale=_locale())


def _one_of(words: Iterable[str]) -> str:
    return format_list(list(words), "or", locale=_locale())


def _language_name(tag: str) -> str:
    return str(_locale().languages.get(tag, tag))


def _locale() -> Locale:
    found: Locale | None = get_locale()
    return found or Locale("en")


def _days(first: int, last: int) -> str:
    if first == last:
        return _on_the_day(first)
    if first == 0:
        return str(ngettext("within %(num)s day", "within %(num)s days", last))
    if first > 0:
        return str(_("in %(first)s to %(last)s days", first=first, last=last))
    if last == 0:
        return str(ngettext("within the last day", "within the last %(num)s days", -first))
    if last < 0:
        return str(_("%(near)s to %(far)s days ago", near=-last, far=-first))
    return str(_("between %(ago)s days ago and %(ahead)s days from now", ago=-first, ahead=last))


def _on_the_day(days: int) -> str:
    if days == 0:
        return str(_("today"))
    if days > 0:
        return str(ngettext("in %(num)s day", "in %(num)s days", days))
    return str(ngettext("%(num)s day ago", "%(num)s days ago", -days))


def _months(first: int, last: int) -> str:
    if first == last:
        return _on_the_day_months(first)
    if first == 0:
        return str(ngettext("within %(num)s month", "within %(num)s months", last))
    if first > 0:
        return str(_("in %(first)s to %(last)s months", first=first, last=last))
    if last == 0:
        return str(ngettext("within the last month", "within the last %(num)s months", -first))
    if last < 0:
        return str(_("%(near)s to %(far)s months ago", near=-last, far=-first))
    return str(_("between %(ago)s months ago and %(ahead)s months from now", ago=-first, ahead=last))


def _on_the_day_months(months: int) -> str:
    if months == 0:
        return str(_("today"))
    if months > 0:
        return str(ngettext("in %(num)s month", "in %(num)s months", months))
    return str(ngettext("%(num)s month ago", "%(num)s months ago", -months))


def _lately(days: int) -> str:
    if days == A_YEAR:
        return str(_("within the last year"))
    return str(ngettext("within the last day", "within the last %(num)s days", days))
