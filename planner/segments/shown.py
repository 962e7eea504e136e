"""The table of legal ages as people read it: words for births, ages and days, and what each year brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from planner.refusal import N_
from planner.segments.actions import ADDED, CHECKED, REMOVED
from planner.segments.ages import AgeRule
from planner.segments.brackets import Age, Years, year_by_year
from planner.segments.legal_ages import all_rows, rule_of_row
from planner.segments.models import LegalAge
from planner.segments.phrases import MILESTONES, all_of, milestone
from planner.segments.when import long_date
from planner.staff.queries import TrailLine
from planner.staff.settings import SettingsPage

ACT_WORDS = {
    ADDED: N_("%(who)s added a row."), CHECKED: N_("%(who)s checked a row again."),
    REMOVED: N_("%(who)s took a row out."),
}
COUNTRY_NAMES = {"DK": N_("Denmark"), "NO": N_("Norway")}
#: Law is to be read again at least this often.
GOOD_FOR = timedelta(days=365)
YEARS_AHEAD = 20


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of law in words; `needs_a_look` when nobody has read the law for a year."""

    id: int
    born: str
    age: str
    reached: str
    source: str
    checked_on: str
    needs_a_look: bool
    may_go: bool


@dataclass(frozen=True, slots=True)
class ShownAge:
    """One legal age of one country; `years` are pairs of years and what they bring."""

    title: str
    rows: list[ShownRow]
    years: list[tuple[str, str]]


def legal_age_list(session: Session, today: date) -> list[ShownAge]:
    """Return the whole table, by country and legal age."""
    found = groupby(all_rows(session), key=lambda row: (row.country, row.milestone))
    return [_shown_age(country, slug, list(rows), today) for (country, slug), rows in found]


def shown_row(row: LegalAge, today: date) -> ShownRow:
    """Return one row in words."""
    return ShownRow(
        row.id, born_words(row), age_words((row.years, row.months)), _reached_words(rule_of_row(row)), row.source,
        long_date(row.checked_on), today - row.checked_on > GOOD_FOR, row.added_by is not None)


def age_title(country: str, slug: str) -> str:
    """Return country and age as a heading: Denmark: the state pension age."""
    name = str(_(COUNTRY_NAMES[country])) if country in COUNTRY_NAMES else country
    return str(_("%(country)s: %(age)s", country=name, age=milestone(slug)))


def known_ages(session: Session) -> dict[str, str]:
    """Return the legal ages that have rows, or a name of ours, by slug."""
    slugs = dict.fromkeys([*MILESTONES, *(row.milestone for row in all_rows(session))])
    return {slug: milestone(slug) for slug in slugs}


def born_words(row: LegalAge) -> str:
    """Return whose births a row is about."""
    if row.born_from == date.min and row.born_to == date.max:
        return str(_("everyone"))
    if row.born_from == date.min:
        return str(_("%(date)s and earlier", date=long_date(row.born_to)))
    if row.born_to == date.max:
        return str(_("%(date)s and later", date=long_date(row.born_from)))
    return str(_("%(first)s to %(last)s", first=long_date(row.born_from), last=long_date(row.born_to)))


def age_words(age: Age) -> str:
    """Return an age in words: 66 years and 6 months."""
    years, months = (str(ngettext("%(num)s year", "%(num)s years", age[0])),
                     str(ngettext("%(num)s month", "%(num)s months", age[1])))
    return all_of([years, months]) if age[1] else years


def act_words(line: TrailLine) -> str:
    """Return who did what to the table."""
    return str(_(ACT_WORDS[line.act], who=line.who or "–"))


def legal_ages_page(session: Session, now: datetime) -> SettingsPage:
    """Return what the settings say of the table: the day of the oldest reading."""
    href, oldest = url_for("legal_ages.show_all"), min((row.checked_on for row in all_rows(session)), default=None)
    if oldest is None:
        return SettingsPage(_("Legal ages"), _("The table is empty, so nobody reaches any age."), href, True)
    stale = now.date() - oldest > GOOD_FOR
    said = _("A row was last checked on %(date)s. Read the law again.") if stale else _("Checked since %(date)s.")
    return SettingsPage(_("Legal ages"), said % {"date": long_date(oldest)}, href, stale)


def _shown_age(country: str, slug: str, rows: Sequence[LegalAge], today: date) -> ShownAge:
    years = year_by_year([rule_of_row(row) for row in rows], today.year, today.year + YEARS_AHEAD)
    return ShownAge(age_title(country, slug), [shown_row(row, today) for row in rows],
                    [(_years(some), _brings(some)) for some in years])


def _reached_words(rule: AgeRule) -> str:
    if rule.born_from == date.min and rule.born_to == date.max:
        return str(_("at any time"))
    if rule.born_from == date.min:
        return str(_("%(date)s and earlier", date=long_date(rule.reached_by(rule.born_to))))
    first = long_date(rule.reached_by(rule.born_from))
    if rule.born_to == date.max:
        return str(_("%(date)s and later", date=first))
    return str(_("%(first)s to %(last)s", first=first, last=long_date(rule.reached_by(rule.born_to))))


def _years(some: Years) -> str:
    return str(some.first) if some.first == some.last else f"{some.first}–{some.last}"


def _brings(some: Years) -> str:
    if some.ages:
        return str(_("Reached at %(age)s.", age=all_of(map(age_words, some.ages))))
    if some.rises_to:
        return str(_("Nobody reaches it: the age rises to %(age)s. This is not an error.",
                     age=age_words(some.rises_to)))
    return str(_("The table says nothing of these years. Add a row when the law is known."))
