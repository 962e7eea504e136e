"""Examples of an audience in words: someone who turns 18 in March 2027, lives nearest to Glumsø; none is named."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _

from planner.delivery.models import ChannelName, SkipReason
from planner.segments.ages import AgeRule, rule_of, rules_for
from planner.segments.criteria import AnyOf, Criterion, conditions
from planner.segments.examples import GONE, Example
from planner.segments.leaves import MovedIn, NearestPlace, Reaches, Turns
from planner.segments.makeup import alternatives
from planner.segments.phrases import all_of, in_a_list, milestone, phrase
from planner.segments.when import month_name
from planner.segments.words import ONE_LEFT_OUT

Months = tuple[int, int]


def example_words(
    examples: Iterable[Example], criterion: Criterion, rules: Sequence[AgeRule], names: Mapping[str, str],
) -> list[tuple[str, str]]:
    """Return of each example what becomes of these people, and why; `names` are those of places and themes by slug."""
    return [(_outcome(one), " ".join(_sentences(one, criterion, rules, names))) for one in examples]


def _outcome(example: Example) -> str:
    if isinstance(example.outcome, SkipReason):
        return str(_("Fits, but is left out"))
    by_mail = example.outcome is ChannelName.MAIL
    return str(_("Fits and gets a mail") if by_mail else _("Fits and gets a letter"))


def _sentences(
    example: Example, criterion: Criterion, rules: Sequence[AgeRule], names: Mapping[str, str],
) -> Iterator[str]:
    """Yield what these people share, and why they are left out if they are; of those who are gone only that."""
    shared = [] if example.outcome in GONE else list(_shared(example, criterion, rules, names))
    if shared:
        yield str(_("Someone who %(rule)s.", rule=all_of(shared)))
    if isinstance(example.outcome, SkipReason):
        yield str(_(ONE_LEFT_OUT[example.outcome]))


def _shared(
    example: Example, criterion: Criterion, rules: Sequence[AgeRule], names: Mapping[str, str],
) -> Iterator[str]:
    """Yield every condition they meet, in their own months and place where those may be told; then the place."""
    nearest = phrase(NearestPlace((example.place,)), names) if example.place else ""
    for condition in _met(example, criterion):
        if isinstance(condition, NearestPlace) and nearest:
            yield nearest
            nearest = ""
        else:
            yield _in_its_month(condition, example, rules) or in_a_list(condition, names)
    if nearest:
        yield nearest


def _met(example: Example, criterion: Criterion) -> Iterator[Criterion]:
    """Yield the conditions of the rule, which all hold; of the list that offers several the one by which they fit."""
    chosen = None if example.alternative is None else alternatives(criterion)[example.alternative]
    for condition in conditions(criterion):
        if chosen is not None and isinstance(condition, AnyOf):
            yield chosen
            chosen = None
        else:
            yield condition


def _in_its_month(leaf: Criterion, example: Example, rules: Sequence[AgeRule]) -> str:
    """Return in which month the leaf came or comes true; empty when it asks for none, or the month is not told."""
    if isinstance(leaf, MovedIn) and example.moved:
        words = _("moved here from abroad in %(month)s") if leaf.from_abroad else _("moved here in %(month)s")
        return str(words) % {"month": _name(example.moved)}
    if isinstance(leaf, Turns) and example.born:
        year, month = example.born
        return str(_("turns %(age)s in %(month)s", age=leaf.age, month=_name((year + leaf.age, month))))
    if isinstance(leaf, Reaches) and example.born:
        return _reached(leaf, date(*example.born, 1), rules)
    return ""


def _reached(leaf: Reaches, born: date, rules: Sequence[AgeRule]) -> str:
    rule = rule_of(born, rules_for(rules, leaf.country, leaf.milestone))
    if rule is None:
        return ""
    said = {"milestone": milestone(leaf.milestone), "month": month_name(rule.reached_by(born))}
    if rule.months:
        return str(_("reaches %(milestone)s in %(month)s", **said))
    return str(_("turns %(age)s in %(month)s and so reaches %(milestone)s", age=rule.years, **said))


def _name(month: Months) -> str:
    return month_name(date(*month, 1))
