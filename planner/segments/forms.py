"""What an admin types about a legal age: days as people write them, and nothing typed is lost."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from planner.dates import read_date
from planner.national_numbers import refused_numbers
from planner.numbers import whole_number
from planner.refusal import N_, Refusal, Refusals
from planner.segments.ages import AgeRule

COUNTRIES = ("DK", "NO")
#: What stands in the form for a legal age that the table does not know yet.
NEW = "new"
OLDEST_AGE = 120
LONGEST_SOURCE = 300
LONGEST_NAME = 80
LONGEST_SLUG = 40


@dataclass(frozen=True)
class Typed:
    """The form as it stands. `name_da`, `name_nb` and `name_en` are for a legal age that is new."""

    country: str = COUNTRIES[0]
    milestone: str = ""
    name_da: str = ""
    name_nb: str = ""
    name_en: str = ""
    born_from: str = ""
    born_to: str = ""
    years: str = ""
    months: str = "0"
    source: str = ""
    checked_on: str = ""
    gap: str = ""


@dataclass(frozen=True)
class Checked:
    """Where the law stands, and the day someone last read it there."""

    source: str
    checked_on: date


@dataclass(frozen=True)
class NewAge:
    """A row of law; `names` by language for a legal age that is new, None for one that has rows already."""

    rule: AgeRule
    checked: Checked
    names: dict[str, str] | None
    gap_is_meant: bool


def as_typed(form: Mapping[str, str]) -> Typed:
    """Return what somebody has typed, each text on one line."""
    return Typed(**{name: " ".join(form.get(name, "").split()) for name in asdict(Typed())})


def read_new_age(typed: Typed, known: Mapping[str, str], today: date) -> NewAge:
    """Return the row typed; raises Refusals with all that has to be mended. `known` are legal ages by slug."""
    wrong: list[Refusal] = []
    names = _names(typed, known, wrong) if typed.milestone == NEW else None
    milestone = slug_of(typed.name_en) if names else typed.milestone
    if names is None and milestone not in known:
        wrong.append(Refusal(N_("Choose which age the law speaks of."), field="milestone"))
    if typed.country not in COUNTRIES:
        wrong.append(Refusal(N_("Choose a country."), field="country"))
    born_from = _day(typed.born_from, "born_from", wrong) if typed.born_from else date.min
    born_to = _day(typed.born_to, "born_to", wrong) if typed.born_to else date.max
    years = _number(typed.years, "years", OLDEST_AGE, wrong)
    months = _number(typed.months or "0", "months", 11, wrong)
    checked = _checked(typed, today, wrong)
    if wrong:
        raise Refusals(wrong)
    rule = AgeRule(typed.country, milestone, born_from, born_to, years, months)
    return NewAge(rule, checked, names, bool(typed.gap))


def read_checked(typed: Typed, today: date) -> Checked:
    """Return source and day as typed; raises Refusals with all that has to be mended."""
    wrong: list[Refusal] = []
    checked = _checked(typed, today, wrong)
    if wrong:
        raise Refusals(wrong)
    return checked


def slug_of(name: str) -> str:
    """Return a short name for addresses and criteria: Age of a free bus pass gives age-of-a-free-bus-pass."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].rstrip("-")


def _names(typed: Typed, known: Mapping[str, str], wrong: list[Refusal]) -> dict[str, str]:
    names = {"da": typed.name_da, "nb": typed.name_nb, "en": typed.name_en}
    for language, name in names.items():
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            wrong.append(Refusal(N_("Write a name of at most %(longest)s characters."), field=f"name_{language}",
                                 longest=LONGEST_NAME))
    if typed.name_en and slug_of(typed.name_en) in {"", NEW, *known}:
        wrong.append(Refusal(N_("There is an age of that name already, or the name has no letters."), field="name_en"))
    return names


def _day(text: str, field: str, wrong: list[Refusal]) -> date:
    day = read_date(text)
    if day is None:
        wrong.append(Refusal(N_("Write a date like 10 February 2027 or 10.2.2027."), field=field))
    return day or date.min


def _number(text: str, field: str, most: int, wrong: list[Refusal]) -> int:
    least = 1 if field == "years" else 0
    number = whole_number(text, least, most)
    if number is None:
        wrong.append(
            Refusal(N_("Write a whole number from %(least)s to %(most)s."), field=field, least=least, most=most))
    return number or 0


def _checked(typed: Typed, today: date, wrong: list[Refusal]) -> Checked:
    if not typed.source or len(typed.source) > LONGEST_SOURCE or not typed.source.isprintable():
        wrong.append(Refusal(N_("Write where the law stands, in at most %(longest)s characters."), field="source",
                             longest=LONGEST_SOURCE))
    wrong += refused_numbers(source=typed.source)
    day = read_date(typed.checked_on)
    if day is None or day > today:
        wrong.append(Refusal(N_("Write the day you read it there, today at the latest."), field="checked_on"))
    return Checked(typed.source, day or today)
