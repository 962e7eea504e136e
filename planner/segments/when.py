"""Days, months and spans of them in the reader's language, as they stand in a rule: in 5 to 7 months."""

from datetime import date

from babel import Locale
from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

A_YEAR = 365
DATES = {"da": "d. MMMM y", "nb": "d. MMMM y"}


def reader() -> Locale:
    """Return the reader's language; English outside a request."""
    found: Locale | None = get_locale()
    return found or Locale("en")


def long_date(day: date) -> str:
    """Return the day as it is written out: 2 February 1960."""
    return format_date(day, DATES.get(reader().language, "d MMMM y"), locale=reader())


def month_name(day: date) -> str:
    """Return the month of a day: May 2027."""
    return format_date(day, "MMMM y", locale=reader())


def in_days(first: int, last: int) -> str:
    """Return a span of days seen from today, negative ones in the past: within 90 days, 3 to 30 days ago."""
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


def in_months(first: int, last: int) -> str:
    """Return a span of months seen from today: in 5 to 7 months."""
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


def lately(days: int) -> str:
    """Return so many days up to today: within the last year."""
    if days == A_YEAR:
        return str(_("within the last year"))
    return str(ngettext("within the last day", "within the last %(num)s days", days))
