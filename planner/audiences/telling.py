"""Examples of an audience in words: "turns 18 in March 2027, lives nearest to Glumsø"; nothing in it names anyone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _

from planner.delivery.models import ChannelName, SkipReason
from planner.segments.ages import AgeRule, rule_of, rules_for
from planner.segments.criteria import AnyOf, Criterion, conditions
from planner.segments.examples import GONE, Example
from planner.segments.leaves import MovedIn, NearestPlace, Reaches, Turns
from planner.segments.makeup import alternatives
from planner.segments.phrases import milestone, phrase
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
    """Yield every condition these people meet, in their own months where those may be told, and what else they share.

    Of those who are gone only that is told.
    """
    met = [] if example.outcome in GONE else list(_met(example, criterion))
    for condition in met:
        yield (_in_its_month(condition, example, rules) or _at_their_place(condition, example, names)
               or _as_sentence(phrase(condition, names)))
    if example.place and not any(isinstance(condition, NearestPlace) for condition in met):
        yield str(_("Lives nearest to %(place)s.", place=names.get(example.place, example.place)))
    if isinstance(example.outcome, SkipReason):
        yield str(_(ONE_LEFT_OUT[example.outcome]))


def _met(example: Example, criterion: Criterion) -> Iterator[Criterion]:
    """Yield the conditions of the rule, which all hold; of the list that offers several the one by which they fit."""
    chosen = None if example.alternative is None else alternatives(criterion)[example.alternative]
    for condition in conditions(criterion):
        if chosen is not None and isinstance(condition, AnyOf):
            yield chosen
            chosen = None
        else:
            yield condition


def _at_their_place(condition: Criterion, example: Example, names: Mapping[str, str]) -> str:
    """Return to which of several places they live nearest; empty for any other condition, or where it is not told."""
    if not isinstance(condition, NearestPlace) or not example.place:
        return ""
    return str(_("Lives nearest to %(place)s.", place=names.get(example.place, example.place)))


def _in_its_month(leaf: Criterion, example: Example, rules: Sequence[AgeRule]) -> str:
    """Return in which month the leaf came or comes true; empty when it asks for none, or the month is not told."""
    if isinstance(leaf, MovedIn) and example.moved:
        words = _("Moved here from abroad in %(month)s.") if leaf.from_abroad else _("Moved here in %(month)s.")
        return str(words) % {"month": _name(example.moved)}
    if isinstance(leaf, Turns) and example.born:
        year, month = example.born
        return str(_("Turns %(age)s in %(month)s.", age=leaf.age, month=_name((year + leaf.age, month))))
    if isinstance(leaf, Reaches) and example.born:
        return _reached(leaf, date(*example.born, 1), rules)
    return ""


def _reached(leaf: Reaches, born: date, rules: Sequence[AgeRule]) -> str:
    rule = rule_of(born, rules_for(rules, leaf.country, leaf.milestone))
    if rule is None:
        return ""
    said = {"milestone": milestone(leaf.milestone), "month": month_name(rule.reached_by(born))}
    if rule.months:
        return str(_("Reaches %(milestone)s in %(month)s.", **said))
    return str(_("Turns %(age)s in %(month)s and so reaches %(milestone)s.", age=rule.years, **said))


def _as_sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _name(month: Months) -> str:
    return month_name(date(*month, 1))
