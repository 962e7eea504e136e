"""What a theme must not do, although each part of it is well written: the refusals of `flask themes check`. Pure."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from planner.refusal import Refusal
from planner.segments.criteria import parse_criteria
from planner.themes.audience import Audience
from planner.themes.filling import PLACES, places_in, strange_parts
from planner.themes.pack import LANGUAGES, OWN_LANGUAGE, Reach, SignUp, TextKey, TextKind, Theme
from planner.themes.sheet import fault

SHEET = "theme.toml"
NEEDED = {
    Reach.REGISTER: (TextKind.INVITATION, TextKind.REMINDER, TextKind.THANKS, TextKind.CHECKLIST),
    Reach.OPEN: (TextKind.INVITATION, TextKind.REMINDER, TextKind.THANKS, TextKind.CHECKLIST),
    Reach.MEDIATED: (TextKind.INVITATION, TextKind.SLIP, TextKind.CHECKLIST),
}
OF_AGE = 18

_NEUTRAL_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def senseless(theme: Theme) -> list[Refusal]:
    """Return everything that forbids to use `theme`, each naming file and key; empty when it may be used."""
    rules = (_slug, _languages, _needed_texts, _text_languages, _places, _pages, _programme, _reach, _age, _audience)
    return [refusal for rule in rules for refusal in rule(theme)]


def _at_sheet(theme: Theme, key: str, sentence: str) -> Refusal:
    return fault(f"{theme.slug}/{SHEET}", key, sentence)


def _at_text(theme: Theme, key: TextKey, sentence: str) -> Refusal:
    return fault(f"{theme.slug}/{key.file_name}", "text", sentence)


def _slug(theme: Theme) -> Iterator[Refusal]:
    if not _NEUTRAL_SLUG.fullmatch(theme.slug):
        yield _at_sheet(theme, "folder name", "shows in addresses: only small letters a-z, digits and hyphens")


def _languages(theme: Theme) -> Iterator[Refusal]:
    for language in LANGUAGES:
        if language not in theme.wording:
            yield _at_sheet(theme, f"words.{language}", "is missing; every theme speaks da, nb and en")


def _needed_texts(theme: Theme) -> Iterator[Refusal]:
    kinds = {key.kind for key in theme.texts}
    for kind in NEEDED[theme.reach]:
        if kind not in kinds:
            yield fault(theme.slug, f"{kind}.da.md", f"is missing; a theme that is {theme.reach} needs this text")


def _text_languages(theme: Theme) -> Iterator[Refusal]:
    for kind in dict.fromkeys(key.kind for key in theme.texts):
        for language in theme.wording:
            countries = [country for country in OWN_LANGUAGE if TextKey(kind, language, country) in theme.texts]
            if TextKey(kind, language) not in theme.texts and len(countries) < len(OWN_LANGUAGE):
                yield fault(theme.slug, TextKey(kind, language).file_name, "is missing; the theme speaks this language")
    for key in theme.texts:
        if key.language not in theme.wording:
            yield _at_text(theme, key, f"is in a language the theme does not speak: words.{key.language} is missing")


def _places(theme: Theme) -> Iterator[Refusal]:
    for key, text in theme.texts.items():
        for part in strange_parts(f"{text.subject}\n{text.body}"):
            yield _at_text(theme, key, f"{part} is no place we can fill; those are {', '.join(PLACES)}")
        if "navn" in places_in(text.subject + text.body) and not _knows_names(theme):
            yield _at_text(theme, key, "{{navn}} cannot be filled: this theme takes no names")
        if key.kind is TextKind.CHECKLIST and len(text.items) != len([line for line in text.body.splitlines() if line]):
            yield _at_text(theme, key, "every line of a checklist begins with a hyphen and a space")


def _knows_names(theme: Theme) -> bool:
    return theme.sign_up is SignUp.NAMED or theme.reach is Reach.REGISTER


def _pages(theme: Theme) -> Iterator[Refusal]:
    for language, words in theme.wording.items():
        lines = {
            "name": (words.name,), "title": (words.title,), "lead": (words.lead,), "gain": (words.gain,),
            "goals": words.goals, "bring": words.bring, "offers": words.offers,
        }
        for key, said in lines.items():
            if any(_has_places(line) for line in said):
                yield _at_sheet(theme, f"words.{language}.{key}", "is shown as it stands; places are for the texts")


def _has_places(line: str) -> bool:
    return bool(places_in(line) or strange_parts(line))


def _programme(theme: Theme) -> Iterator[Refusal]:
    minutes = [item.minute for item in theme.programme]
    if minutes != sorted(minutes):
        yield _at_sheet(theme, "programme", "must stand in the order of its minutes")
    if minutes and minutes[-1] >= theme.minutes:
        yield _at_sheet(theme, "programme", f"goes on after the event ends, {theme.minutes} minutes after its start")
    for number, item in enumerate(theme.programme, 1):
        if any(_has_places(line) for line in item.words.values()):
            yield _at_sheet(theme, f"programme[{number}]", "is shown as it stands; places are for the texts")


def _reach(theme: Theme) -> Iterator[Refusal]:
    for key, part in (("audience", theme.audience), ("timing", theme.timing)):
        if theme.reach is Reach.REGISTER and part is None:
            yield _at_sheet(theme, key, "is missing; a theme that reaches people through the register needs it")
        if theme.reach is not Reach.REGISTER and part is not None:
            yield _at_sheet(theme, key, f"must not be there: a theme that is {theme.reach} looks nobody up")
    if theme.reach is Reach.MEDIATED and theme.sign_up is SignUp.NAMED:
        yield _at_sheet(theme, "sign_up", "must be count or none: no list may arise of those whom partners send")


def _age(theme: Theme) -> Iterator[Refusal]:
    if theme.min_age < OF_AGE and not (theme.audience and _turns_of_age(theme.audience.criteria)):
        yield _at_sheet(theme, "min_age", "may be under 18 only where the audience is those who turn 18")


def _turns_of_age(criterion: object) -> bool:
    if not isinstance(criterion, Mapping):
        return False
    turns = criterion.get("turns")
    if isinstance(turns, Mapping):
        return turns.get("age") == OF_AGE
    parts = criterion.get("all")
    return isinstance(parts, list) and any(map(_turns_of_age, parts))


def _audience(theme: Theme) -> Iterator[Refusal]:
    if theme.audience is None or theme.reach is not Reach.REGISTER:
        return
    wrong = _refusal_of(theme.audience.criteria)
    if wrong is not None:
        yield _at_sheet(theme, "audience.criteria", str(wrong))
        return
    yield from _windows(theme, theme.audience)
    for criteria in theme.audience.widths():
        wrong = _refusal_of(criteria)
        if wrong is not None:
            yield _at_sheet(theme, "audience.windows", str(wrong))


def _refusal_of(criteria: Mapping[str, object]) -> Refusal | None:
    """Return what the rule is refused for, forbidden data among it; None when it may be asked."""
    try:
        parse_criteria(dict(criteria))
    except Refusal as refusal:
        return refusal
    return None


def _windows(theme: Theme, audience: Audience) -> Iterator[Refusal]:
    windows, own = audience.windows, audience.own_window()
    if windows and own != list(windows[0]):
        yield _at_sheet(theme, "audience.windows", f"must begin with the criteria's own window, which is {own}")
    for inner, outer in pairwise(windows):
        if inner == outer or not (outer[0] <= inner[0] and inner[1] <= outer[1]):
            yield _at_sheet(theme, "audience.windows", f"{list(outer)} must be wider than {list(inner)} and hold it")
