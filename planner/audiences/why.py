"""Why an audience has another size than last time: the numbers that may be shown, and the sum from then to now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_decimal
from flask_babel import gettext as _

from planner.audiences.comparison import Comparison
from planner.audiences.hiding import as_shown, flows_of, is_open
from planner.delivery.models import SkipReason
from planner.refusal import N_
from planner.segments.audience import REASONS
from planner.segments.cells import cell_words, some_words
from planner.segments.masking import FEWEST, Cell, Hidden
from planner.segments.when import long_date
from planner.segments.words import left_out_words

#: Each way to come or go, as it stands behind its number in the sum.
CAME = {
    "time": N_("fit now because time has passed: the dates of the rule have moved on"),
    "law": N_("fit now because the table of legal ages has been changed"),
    "rule": N_("fit now because the rule has been changed"),
    "register": N_("are new in the register for the dates of that day, or corrected"),
}
WENT = {
    "time": N_("do not fit any more because time has passed"),
    "law": N_("do not fit any more because the table of legal ages has been changed"),
    "rule": N_("do not fit any more because the rule has been changed"),
    "register": N_("are gone from the register for the dates of that day, or corrected"),
}
AMONG = {
    "moved_here": N_("%(n)s of those who fit now have moved here since."),
    "died": N_("%(n)s of those who fit now have died since."),
    "left": N_("%(n)s of those who fit now have moved away since."),
}


@dataclass(frozen=True)
class ThenAndNow:
    """One line of the table of numbers, in words."""

    name: str
    then: str
    now: str


@dataclass(frozen=True)
class SumLine:
    """One line of the sum: its sign, the number as it may be shown, and who they are."""

    sign: str
    number: str
    words: str


@dataclass(frozen=True)
class Why:
    """A comparison as it may be shown. The last line of each table is its sum."""

    day: str
    headline: str
    sum: Sequence[SumLine]
    notes: Sequence[str]
    numbers: Sequence[ThenAndNow]
    places: Sequence[ThenAndNow]
    #: On one of the days so few fitted, or could be invited, that only that is told.
    few: bool = False


def why(comparison: Comparison, place_names: Mapping[str, str]) -> Why:
    """Return the comparison in the reader's language; numbers under five are hidden, and nothing gives them away."""
    shown = as_shown(comparison)
    day = then_words(comparison.day, comparison.today)
    both = comparison.then, comparison.now
    if any(0 < number < FEWEST for one in both for number in (one.matching, one.invitable)):
        return Why(day, _headline(comparison, shown), [], [], [], [], few=True)
    return Why(day, _headline(comparison, shown), list(_sum(comparison, shown)),
               list(_notes(comparison, shown)), list(_numbers(comparison, shown)),
               list(_places(comparison, shown, place_names)))


def change_words(now: int, then: int, day: date, today: date | None = None) -> str:
    """Return how a number has changed since `day`, in a few words; small changes are only called small.

    Within a day, which is `today`, it is the rule that has changed.
    """
    if day == today:
        return _by_another_rule(now, then)
    on = long_date(day)
    if now == then:
        return str(_("As many as on %(date)s.", date=on))
    if abs(now - then) < FEWEST:
        return str(_("About as many as on %(date)s.", date=on))
    by = format_decimal(abs(now - then)) if is_open(now) and is_open(then) else ""
    if now > then:
        return str(_("%(n)s more than on %(date)s.", n=by, date=on) if by else _("More than on %(date)s.", date=on))
    return str(_("%(n)s fewer than on %(date)s.", n=by, date=on) if by else _("Fewer than on %(date)s.", date=on))


def then_words(day: date, today: date) -> str:
    """Return when the earlier count was: a day, or today by an earlier rule."""
    return long_date(day) if day != today else str(_("before you changed the rule"))


def _by_another_rule(now: int, then: int) -> str:
    if abs(now - then) in range(1, FEWEST) or not (is_open(now) and is_open(then)):
        return str(_("The rule was changed today."))
    return str(_("%(then)s before you changed the rule.", then=format_decimal(then)))


def _headline(comparison: Comparison, shown: Mapping[str, Cell]) -> str:
    """Return both numbers in one sentence; where one is hidden, only how they differ."""
    now, then = shown["now invitable"], shown["then invitable"]
    if isinstance(now, Hidden) or isinstance(then, Hidden) or now == then:
        return change_words(comparison.now.invitable, comparison.then.invitable, comparison.day, comparison.today)
    if comparison.day == comparison.today:
        return str(_("%(now)s now, %(then)s before you changed the rule.", now=cell_words(now), then=cell_words(then)))
    return str(_("%(now)s may be invited now, %(then)s then.", now=cell_words(now), then=cell_words(then)))


def _sum(comparison: Comparison, shown: Mapping[str, Cell]) -> Iterator[SumLine]:
    """Yield how the number of then becomes that of today, line by line."""
    flows, matching = flows_of(comparison), _line("", "matching", shown)
    when = then_words(comparison.day, comparison.today)
    yield SumLine("", matching.then, str(_("fitted the rule (%(when)s)", when=when)))
    for sign, way, words in (("+", "came", CAME), ("−", "went", WENT)):
        for name, why_so in words.items():
            if flows[f"{way} {name}"]:
                yield SumLine(sign, cell_words(shown[f"{way} {name}"]), str(_(why_so)))
    yield SumLine("=", matching.now, str(_("fit the rule today")))
    if comparison.now.excluded:
        yield SumLine("−", _line("", "out", shown).now, str(_("are left out today, for the reasons below")))
    yield SumLine("=", _line("", "invitable", shown).now, str(_("may be invited today")))


def _notes(comparison: Comparison, shown: Mapping[str, Cell]) -> Iterator[str]:
    found = flows_of(comparison)
    if not found["came"] and not found["went"]:
        yield str(_("The same people fit as on that day, as far as the register can tell."))
    for name, sentence in AMONG.items():
        if found[name]:
            yield str(_(sentence, n=some_words(shown[name])))
    yield _register_words(comparison.register_on)


def _register_words(day: date | None) -> str:
    if day is None:
        return str(_("No register file has been taken in since that day."))
    return str(_("The register was last brought up to date on %(date)s.", date=long_date(day)))


def _numbers(comparison: Comparison, shown: Mapping[str, Cell]) -> Iterator[ThenAndNow]:
    yield _line(_("By mail"), "mail", shown)
    yield _line(_("By letter"), "letter", shown)
    yield _line(_("May be invited"), "invitable", shown)
    for reason in REASONS:
        if reason in comparison.now.excluded or reason in comparison.then.excluded:
            yield _line(left_out_words(SkipReason(reason)), f"out {reason.value}", shown)
    yield _line(_("Left out in all"), "out", shown)
    yield _line(_("Fit the rule"), "matching", shown)


def _places(comparison: Comparison, shown: Mapping[str, Cell], names: Mapping[str, str]) -> Iterator[ThenAndNow]:
    slugs = dict.fromkeys([*comparison.now.places, *comparison.then.places])
    for slug in sorted(slugs, key=lambda slug: (slug == "", names.get(slug, slug))):
        yield _line(names.get(slug, slug) or _("Elsewhere"), f"at {slug}", shown)
    yield _line(_("In all"), "invitable", shown)


def _line(name: str, key: str, shown: Mapping[str, Cell]) -> ThenAndNow:
    """Return a line; a number of then that is hidden because it is nearly today's is called so."""
    then = shown.get(f"then {key}", 0)
    is_near = then is Hidden.BESIDE and f"gap then {key}" in shown
    words = str(_("about as many")) if is_near else cell_words(then)
    return ThenAndNow(str(name), words, cell_words(shown.get(f"now {key}", 0)))
