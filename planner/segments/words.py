"""What an audience means, in the reader's language: the rule, its meaning on a day, why nobody fits, who is out."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import chain

from flask_babel import gettext as _

from planner.delivery.models import SkipReason
from planner.refusal import N_
from planner.segments.ages import DAY, AgeRule, Span, add_months, rules_for
from planner.segments.audience import Answer
from planner.segments.criteria import AllOf, AnyOf, Criterion, asked_for, conditions
from planner.segments.leaves import OLDEST, Age, Leaf, MovedIn, Reaches, Turns
from planner.segments.lists import ANY, in_a_sentence, laid_out, listed
from planner.segments.phrases import all_of, in_brackets, milestone, phrase
from planner.segments.sql import born_spans
from planner.segments.when import long_date

NO_NAMES: Mapping[str, str] = {}
LEFT_OUT = {
    SkipReason.DEAD: N_("Have died"),
    SkipReason.LEFT: N_("Have moved out of the municipality"),
    SkipReason.TOO_YOUNG: N_("Are too young for a letter of their own"),
    SkipReason.PROTECTED: N_("Have special protection and no address"),
    SkipReason.OBJECTED: N_("Have said no to invitations"),
    SkipReason.MARKETING_PROTECTED: N_("Have not agreed to paid offers, or want no advertising"),
    SkipReason.CAPPED: N_("Have been invited often enough lately"),
    SkipReason.NO_CHANNEL: N_("Have neither mail nor postal address"),
}
ONE_LEFT_OUT = {
    SkipReason.DEAD: N_("Has died."),
    SkipReason.LEFT: N_("Has moved out of the municipality."),
    SkipReason.TOO_YOUNG: N_("Is too young for a letter of their own."),
    SkipReason.PROTECTED: N_("Has special protection and no address."),
    SkipReason.OBJECTED: N_("Has said no to invitations, and that always holds."),
    SkipReason.MARKETING_PROTECTED: N_("Has not agreed to paid offers, or wants no advertising."),
    SkipReason.CAPPED: N_("Has been invited often enough lately."),
    SkipReason.NO_CHANNEL: N_("Has neither mail nor postal address with us."),
}


def describe(criterion: Criterion, names: Mapping[str, str] = NO_NAMES) -> str:
    """Return the rule as one sentence; `names` are those of places and themes by slug."""
    return in_a_sentence(laid_out(criterion, names)).removesuffix(".") + "."


def sentences(criterion: Criterion, names: Mapping[str, str] = NO_NAMES) -> list[str]:
    """Return the rule as phrases that must all hold: reaches the state pension age in 5 to 7 months."""
    return [phrase(part, names) for part in conditions(criterion)]


def resolved(criterion: Criterion, on: date, rules: Sequence[AgeRule]) -> str:
    """Return what the rule means on the day `on`, in dates; empty when nothing certain in it depends on the day."""
    found = [one for condition in conditions(criterion) if (one := _meanings(condition, on, rules))]
    must = list(dict.fromkeys(several[0] for several in found if len(several) == 1))
    lists = listed([(ANY, several) for several in found if len(several) > 1], begun=bool(must))
    if not found:
        return ""
    meaning = ", ".join(filter(None, (all_of(must), in_a_sentence(lists))))
    return str(_("On %(date)s this means: %(meaning)s.", date=long_date(on), meaning=meaning))


def explain_empty(criterion: Criterion, on: date, rules: Sequence[AgeRule]) -> str | None:
    """Return why the law lets nobody reach an age the rule asks for; None when that is not why nobody fits."""
    for leaf in asked_for(criterion):
        if isinstance(leaf, Reaches) and not born_spans(leaf, on, rules):
            first, last = (add_months(on, months) for months in leaf.within_months)
            return _why_nobody(leaf, first, last, rules_for(rules, leaf.country, leaf.milestone))
    return None


def left_out_words(reason: SkipReason) -> str:
    """Return a reason to leave people out, as it stands before a number."""
    return str(_(LEFT_OUT[reason]))


def one_left_out_words(reason: SkipReason) -> str:
    """Return why one person is left out, as a sentence."""
    return str(_(ONE_LEFT_OUT[reason]))


def answer_words(answer: Answer, names: Mapping[str, str] = NO_NAMES) -> str:
    """Return what a part of the rule says of a person, with the day that is theirs: nothing in it names anyone."""
    rule = phrase(answer.leaf, names, answer.so)
    said = str(_("yes: %(rule)s", rule=rule) if answer.holds else _("no: %(rule)s", rule=rule))
    if answer.day is None:
        return said
    return f"{said} ({_day_words(answer.leaf, long_date(answer.day))})"


def _day_words(leaf: Leaf, day: str) -> str:
    if isinstance(leaf, Turns):
        return str(_("turns %(age)s on %(day)s", age=leaf.age, day=day))
    if isinstance(leaf, Reaches):
        return str(_("reaches %(milestone)s on %(day)s", milestone=milestone(leaf.milestone), day=day))
    return str(_("moved here on %(day)s", day=day))


def _meanings(criterion: Criterion, on: date, rules: Sequence[AgeRule]) -> list[str]:
    """Return what the day makes of a condition, as dates of which one must be true; empty when it asks for none."""
    match criterion:
        case Turns() | Reaches() | Age():
            return [_born(criterion, span) for span in born_spans(criterion, on, rules)]
        case MovedIn():
            first, last = on - timedelta(criterion.within_days[1]), on - timedelta(criterion.within_days[0])
            return [str(_("moved here between %(first)s and %(last)s", first=long_date(first), last=long_date(last)))]
        case AnyOf(parts):
            found = [_meanings(part, on, rules) for part in parts]
            return list(dict.fromkeys(chain.from_iterable(found))) if all(found) else []
        case AllOf(parts):
            together = [in_brackets(one) for part in parts if (one := _meanings(part, on, rules))]
            return [all_of(together)] if together else []
    return []


def _born(leaf: Leaf, span: Span) -> str:
    first, last = span
    if isinstance(leaf, Age) and leaf.max == OLDEST:
        return str(_("born on %(date)s or earlier", date=long_date(last)))
    if isinstance(leaf, Age) and leaf.min == 0:
        return str(_("born on %(date)s or later", date=long_date(first)))
    if first == last:
        return str(_("born on %(date)s", date=long_date(first)))
    return str(_("born between %(first)s and %(last)s", first=long_date(first), last=long_date(last)))


def _why_nobody(leaf: Reaches, first: date, last: date, law: Sequence[AgeRule]) -> str:
    """Say that the age rises, and when; or that our table of law ends there."""
    later = next((number for number, rule in enumerate(law) if rule.reached_by(rule.born_from) > last), 0)
    if later == 0:
        return str(_("The table of legal ages says nothing of those who would reach %(milestone)s from %(first)s to "
                     "%(last)s.", milestone=milestone(leaf.milestone), first=long_date(first), last=long_date(last)))
    before, after = law[later - 1], law[later]
    none_from, none_to = before.reached_by(before.born_to) + DAY, after.reached_by(after.born_from) - DAY
    said = {"milestone": milestone(leaf.milestone), "age": _years(after)}
    if (none_from, none_to) == (date(none_from.year, 1, 1), date(none_from.year, 12, 31)):
        return str(_("Nobody reaches %(milestone)s in %(year)s: the age rises to %(age)s that year. "
                     "This is not an error.", year=none_from.year, **said))
    return str(_("Nobody reaches %(milestone)s from %(first)s to %(last)s: the age rises to %(age)s. "
                 "This is not an error.", first=long_date(none_from), last=long_date(none_to), **said))


def _years(rule: AgeRule) -> str:
    if rule.months == 0:
        return str(rule.years)
    return str(_("%(years)s years and %(months)s months", years=rule.years, months=rule.months))
