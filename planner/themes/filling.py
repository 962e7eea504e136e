"""Fills the fixed places of a text. No template language: a place is replaced once, values are never read again."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from markupsafe import Markup, escape

from planner.refusal import N_, Refusal
from planner.themes.pack import spoken

PLACES = ("navn", "sted", "dato", "ugedag", "tid", "link", "telefon", "afsender", "kommune", "sprog")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
#: Without an isolate "12 34 56 78" is shown as "78 56 34 12" in Arabic (Unicode UAX #9, FSI and PDI).
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"

_PLACE = re.compile(r"\{\{([^{}]*)\}\}")
_LEFTOVER = re.compile(r"\{[^{}\n]*\}?|\}|%\(\w+\)|<%")
_WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]+|\x02\w+\x03")
_LOCALES = {"en": "en_GB"}
_DAY_AND_MONTH = {"da": "d. MMMM", "nb": "d. MMMM"}
_CLOCK = {"da": "HH.mm", "nb": "HH.mm"}
_SPAN = {"ar": "{} إلى {}"}
#: Where the common name of a language is another than the locale data's: as the theme texts themselves say it.
_LANGUAGE_NAMES = {("ar", "da"): "الدنماركية"}


class FillingError(Refusal):
    """A text has a place that cannot be filled."""


def strange_parts(text: str) -> list[str]:
    """Return what in `text` looks like a place or a template but is none we fill, in order; such a text is refused."""
    unknown = [found.group() for found in _PLACE.finditer(text) if found.group(1) not in PLACES]
    return unknown + [found.group() for found in _LEFTOVER.finditer(_PLACE.sub("", text))]


def places_in(text: str) -> set[str]:
    """Return the names of the places that stand in `text`."""
    return {found.group(1) for found in _PLACE.finditer(text)}


def fill(text: str, values: Mapping[str, str], language: str) -> str:
    """Return plain `text` with its places filled; in right-to-left text each value stands in its own isolate.

    Raises FillingError for an unknown place and for one without a value. A value is put in as it is, whatever it says.
    """
    before, after = (FIRST_STRONG_ISOLATE, POP_ISOLATE) if _is_right_to_left(language) else ("", "")
    return _PLACE.sub(lambda found: f"{before}{_value(found.group(1), values)}{after}", text)


def html_paragraphs(text: str, values: Mapping[str, str], language: str) -> Markup:
    """Return `text` as escaped HTML: a blank line ends a paragraph, single breaks stay, only {{link}} is a link."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return Markup("\n").join(_paragraph(paragraph, values, language) for paragraph in paragraphs)


def html_line(text: str, values: Mapping[str, str], language: str) -> Markup:
    """Return one line, as of a checklist, as escaped HTML without a paragraph round it."""
    filled, end = Markup(), 0
    for found in _PLACE.finditer(text):
        filled += escape(text[end:found.start()]) + _html_value(found.group(1), values, language)
        end = found.end()
    return filled + escape(text[end:])


def date_values(starts_local: datetime, minutes: int | None, language: str) -> dict[str, str]:
    """Return ugedag, dato and tid of an event at naive local `starts_local`, in `language`.

    tid is the span (17.00-19.15) when `minutes` says how long it lasts, else the start alone. Digits are Western.
    """
    language = spoken(language)
    locale = _locale(language)
    clock = _CLOCK.get(language, "HH:mm")
    times = [format_time(starts_local.time(), clock, locale=locale)]
    if minutes is not None:
        times.append(format_time((starts_local + timedelta(minutes=minutes)).time(), clock, locale=locale))
    return {
        "ugedag": format_date(starts_local, "cccc", locale=locale),
        "dato": format_date(starts_local, _DAY_AND_MONTH.get(language, "d MMMM"), locale=locale),
        "tid": _SPAN.get(language, "{}-{}").format(*times) if minutes is not None else times[0],
    }


def language_list(codes: Sequence[str], language: str) -> str:
    """Return the languages of `codes` as one reads them out in `language`: dansk, engelsk og arabisk."""
    language = spoken(language)
    locale = _locale(language)
    return format_list([_language_name(code, language, locale) for code in codes], locale=locale)


def _language_name(code: str, language: str, locale: Locale) -> str:
    plain = "no" if code == "nb" else code
    name = _LANGUAGE_NAMES.get((language, plain)) or locale.languages.get(plain)
    if name is None:
        raise FillingError(N_("%(code)s is not the code of a language we know."), code=code)
    return name


def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language, language))


def _is_right_to_left(language: str) -> bool:
    return spoken(language) in RIGHT_TO_LEFT


def _value(name: str, values: Mapping[str, str]) -> str:
    if name not in PLACES:
        raise FillingError(N_("{{%(place)s}} is not a place we can fill."), place=name)
    if name not in values:
        raise FillingError(N_("There is no value for {{%(place)s}}."), place=name)
    return values[name]


def _html_value(name: str, values: Mapping[str, str], language: str) -> Markup:
    value = _value(name, values)
    shown = Markup("<bdi>{}</bdi>").format(value) if _is_right_to_left(language) else escape(value)
    if name == "link" and _WEB_ADDRESS.fullmatch(value):
        return Markup('<a href="{}">{}</a>').format(value, shown)
    return shown


def _paragraph(text: str, values: Mapping[str, str], language: str) -> Markup:
    lines = Markup("<br>\n").join(html_line(line, values, language) for line in text.split("\n"))
    return Markup("<p>{}</p>").format(lines)
