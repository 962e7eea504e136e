"""A criterion in plain words, as what follows "everyone who": reaches the state pension age in 5 to 7 months."""

from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch

from babel.lists import format_list
from babel.numbers import format_decimal
from flask_babel import gettext as _

from planner.citizens.interests import INTERESTS
from planner.refusal import N_
from planner.segments import leaves
from planner.segments.criteria import AllOf, AnyOf, Criterion, Not
from planner.segments.legal_ages import name_of
from planner.segments.when import in_days, in_months, lately, reader

MILESTONES = {"folkepension": N_("the state pension age"), "early-pension": N_("the earliest age for a pension")}
Names = Mapping[str, str]


@singledispatch
def phrase(criterion: Criterion, names: Names, so: bool = True) -> str:
    """Return the criterion in the reader's language; `names` are those of places and themes by slug.

    `so` False gives its opposite: does not live nearest to Glumsø.
    """
    raise NotImplementedError(type(criterion))


@phrase.register
def _turns(criterion: leaves.Turns, names: Names, so: bool = True) -> str:
    first, last = criterion.within_days
    said = {"age": criterion.age, "when": in_days(first, last)}
    if first < 0 and last <= 0:
        return _either(so, N_("turned %(age)s %(when)s"), N_("did not turn %(age)s %(when)s"), **said)
    return _either(so, N_("turns %(age)s %(when)s"), N_("does not turn %(age)s %(when)s"), **said)


@phrase.register
def _reaches(criterion: leaves.Reaches, names: Names, so: bool = True) -> str:
    first, last = criterion.within_months
    said = {"milestone": milestone(criterion.milestone), "when": in_months(first, last)}
    if first < 0 and last <= 0:
        return _either(so, N_("reached %(milestone)s %(when)s"), N_("did not reach %(milestone)s %(when)s"), **said)
    return _either(so, N_("reaches %(milestone)s %(when)s"), N_("does not reach %(milestone)s %(when)s"), **said)


@phrase.register
def _age(criterion: leaves.Age, names: Names, so: bool = True) -> str:
    low, high = criterion.min, criterion.max
    if high == leaves.OLDEST:
        return _either(so, N_("is %(age)s or older"), N_("is not %(age)s or older"), age=low)
    if low == 0:
        return _either(so, N_("is %(age)s or younger"), N_("is not %(age)s or younger"), age=high)
    if low == high:
        return _either(so, N_("is %(age)s"), N_("is not %(age)s"), age=low)
    return _either(so, N_("is %(low)s to %(high)s"), N_("is not %(low)s to %(high)s"), low=low, high=high)


@phrase.register
def _moved_in(criterion: leaves.MovedIn, names: Names, so: bool = True) -> str:
    nearest, furthest = criterion.within_days
    when = in_days(-furthest, -nearest)
    if criterion.from_abroad is None:
        return _either(so, N_("moved here %(when)s"), N_("did not move here %(when)s"), when=when)
    if criterion.from_abroad:
        return _either(
            so, N_("moved here from abroad %(when)s"), N_("did not move here from abroad %(when)s"), when=when)
    return _either(so, N_("moved here from another place in the country %(when)s"),
                   N_("did not move here from another place in the country %(when)s"), when=when)


@phrase.register
def _lives_near(criterion: leaves.LivesNear, names: Names, so: bool = True) -> str:
    place, km = names.get(criterion.place, criterion.place), format_decimal(criterion.km, locale=reader())
    return _either(so, N_("lives within %(km)s km of %(place)s"), N_("does not live within %(km)s km of %(place)s"),
                   km=km, place=place)


@phrase.register
def _nearest_place(criterion: leaves.NearestPlace, names: Names, so: bool = True) -> str:
    places = one_of(names.get(slug, slug) for slug in criterion.places)
    return _either(so, N_("lives nearest to %(places)s"), N_("does not live nearest to %(places)s"), places=places)


@phrase.register
def _postcode(criterion: leaves.PostcodeIn, names: Names, so: bool = True) -> str:
    codes = one_of(first if first == last else f"{first}–{last}" for first, last in criterion.spans)
    return _either(so, N_("lives in postcode %(codes)s"), N_("does not live in postcode %(codes)s"), codes=codes)


@phrase.register
def _language(criterion: leaves.LanguageIn, names: Names, so: bool = True) -> str:
    languages = one_of(language_name(tag) for tag in criterion.languages)
    return _either(so, N_("has told us they read %(languages)s"), N_("has not told us they read %(languages)s"),
                   languages=languages)


@phrase.register
def _interest(criterion: leaves.InterestIn, names: Names, so: bool = True) -> str:
    topics = one_of(str(_(INTERESTS[topic])) for topic in criterion.topics)
    return _either(so, N_("has asked to hear about %(topics)s"), N_("has not asked to hear about %(topics)s"),
                   topics=topics)


@phrase.register
def _invited_to(criterion: leaves.InvitedTo, names: Names, so: bool = True) -> str:
    theme, when = names.get(criterion.theme, criterion.theme), lately(criterion.within_days)
    return _either(so, N_("was invited to “%(theme)s” %(when)s"), N_("was not invited to “%(theme)s” %(when)s"),
                   theme=theme, when=when)


@phrase.register
def _came_to(criterion: leaves.CameTo, names: Names, so: bool = True) -> str:
    theme, when = names.get(criterion.theme, criterion.theme), lately(criterion.within_days)
    return _either(so, N_("came to “%(theme)s” %(when)s"), N_("did not come to “%(theme)s” %(when)s"),
                   theme=theme, when=when)


@phrase.register
def _all_of(criterion: AllOf, names: Names, so: bool = True) -> str:
    return _group(so, all_of(in_a_list(part, names) for part in criterion.parts))


@phrase.register
def _any_of(criterion: AnyOf, names: Names, so: bool = True) -> str:
    return _group(so, one_of(in_a_list(part, names) for part in criterion.parts))


@phrase.register
def _not(criterion: Not, names: Names, so: bool = True) -> str:
    return phrase(criterion.part, names, not so)


def milestone(slug: str) -> str:
    """Return what people call a legal age."""
    return str(_(MILESTONES[slug])) if slug in MILESTONES else name_of(slug, reader().language)


def in_a_list(part: Criterion, names: Names) -> str:
    """Return a part of a group; another group stands in brackets, so that its and and or are its own."""
    group = part.part if isinstance(part, Not) else part
    return f"({phrase(part, names)})" if isinstance(group, (AllOf, AnyOf)) else phrase(part, names)


def language_name(tag: str) -> str:
    """Return what people call a language; abroad the written Norwegian of most is Norwegian, and no name of its own."""
    is_plain = tag == "nb" and reader().language not in ("nb", "nn", "no")
    return str(reader().languages.get("no" if is_plain else tag, tag))


def all_of(words: Iterable[str]) -> str:
    """Return the words as a list that ends with an and."""
    return format_list(list(words), "standard", locale=reader())


def one_of(words: Iterable[str]) -> str:
    """Return the words as a list that ends with an or."""
    return format_list(list(words), "or", locale=reader())


def in_brackets(words: Sequence[str]) -> str:
    """Return the words as alternatives, in brackets when there are several, so that a list may hold them."""
    return words[0] if len(words) == 1 else f"({one_of(words)})"


def _either(so: bool, holds: str, fails: str, **said: object) -> str:
    return str(_(holds if so else fails, **said))


def _group(so: bool, rule: str) -> str:
    return rule if so else str(_("is not one who %(rule)s", rule=rule))
