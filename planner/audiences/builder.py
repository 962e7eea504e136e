"""The audience builder: its sentences with their choices, the count beside them, and what the audience is made of."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from flask_babel import format_time
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from planner.audiences.choices import choices, theme_names
from planner.audiences.sentences import Group, Part, Sentence, Way, sentences_of
from planner.audiences.shown import bar_of, is_few, shown
from planner.audiences.telling import example_words
from planner.audiences.typed import criterion_of
from planner.localtime import to_local
from planner.refusal import N_, Refusal, Refusals
from planner.segments.ages import AgeRule
from planner.segments.audience import Audience
from planner.segments.cells import cell_words
from planner.segments.criteria import Criterion
from planner.segments.lists import laid_out
from planner.segments.makeup import Makeup, makeup
from planner.segments.masking import Hidden
from planner.segments.queries import legal_ages, own_place_names, refuse_unknown
from planner.segments.words import explain_empty, resolved
from planner.web import sentence

Context = dict[str, Any]
PART_NAMES = {
    Part.REACHES: N_("reach a pension age"),
    Part.TURNS: N_("have a birthday"),
    Part.AGE: N_("are of an age"),
    Part.MOVED_IN: N_("have moved here"),
    Part.NEAREST_PLACE: N_("live nearest to a library"),
    Part.LIVES_NEAR: N_("live near a library"),
    Part.POSTCODE: N_("live in a postcode"),
    Part.LANGUAGE: N_("read a language"),
    Part.INTEREST: N_("have asked to hear about a topic"),
    Part.CAME_TO: N_("came to an earlier event"),
    Part.INVITED_TO: N_("were invited lately"),
    Part.NOT_INVITED: N_("were not invited lately"),
}
WAYS = {
    Way.ALL: N_("must fit"),
    Way.ANY: N_("one of several must fit"),
    Way.NONE: N_("must not fit"),
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the builder is to show: the typed `sentences` (None: what `kept` says), counted for `audience`.

    `kept` is counted as long as what is typed cannot be read. `gaze` is the id of what to look at first.
    """

    kept: Criterion
    audience: Callable[[Criterion], Audience]
    zone: str
    country: str
    sentences: Sequence[Sentence] | None = None
    errors: Sequence[Refusal] = ()
    gaze: str = ""


@dataclass(frozen=True)
class Line:
    """One sentence in the form: its number there, and the words it begins with."""

    number: int
    sentence: Sentence
    joint: str
    name: str


@dataclass(frozen=True)
class Block:
    """A list of sentences: each must fit, at least one must, or none may."""

    group: Group
    title: str
    lines: list[Line] = field(default_factory=list)
    offered: list[tuple[str, str]] = field(default_factory=list)


def builder_page(session: Session, asked: Asked, now: datetime) -> Context:
    """Return everything the builder shows."""
    rules = legal_ages(session)
    sentences = list(asked.sentences) if asked.sentences is not None else sentences_of(asked.kept)
    return _counted(session, asked, rules, now) | {
        "sentences": sentences,
        "blocks": [] if sentences is None else list(_blocks(sentences)),
        "choices": choices(session, sentences or (), rules, asked.country),
        "offered": _offered(),
        "ways": [(way, _(words)) for way, words in WAYS.items()],
        "gaze": asked.gaze,
    }


def live_page(session: Session, asked: Asked, now: datetime) -> Context:
    """Return what of the builder follows the typing: the count, its tables, and the rule in words."""
    return _counted(session, asked, legal_ages(session), now)


def _counted(session: Session, asked: Asked, rules: Sequence[AgeRule], now: datetime) -> Context:
    places = own_place_names(session)
    names = places | theme_names()
    criterion, found = _criterion(asked, rules, places)
    audience = asked.audience(criterion)
    found_people = makeup(session, audience, now)
    errors = [*asked.errors] or found
    return {
        "rule_words": laid_out(criterion, names),
        "resolved": resolved(criterion, audience.on, rules),
        "mend": [sentence(error) for error in errors],
        "errors": [(error.field, sentence(error)) for error in errors],
        "by_field": {error.field or "": sentence(error) for error in reversed(errors)},
        "why_empty": explain_empty(criterion, audience.on, rules) or "",
        "counted_at": format_time(to_local(now, asked.zone), "short"),
        **counted_page(found_people, asked.country),
        "examples": [] if is_few(found_people.count) else example_words(found_people.examples, criterion, rules, names),
    }


def _criterion(
    asked: Asked, rules: Sequence[AgeRule], places: Collection[str],
) -> tuple[Criterion, list[Refusal]]:
    """Return the criterion to count, and what is wrong with the typed one: then the kept one is counted instead."""
    if asked.sentences is None:
        return asked.kept, []
    try:
        typed = criterion_of(asked.sentences)
        refuse_unknown(typed, rules, places)
    except (Refusal, Refusals) as refused:
        return asked.kept, refused.refusals if isinstance(refused, Refusals) else [refused]
    return typed, []


def counted_page(found: Makeup, country: str) -> Context:
    """Return the count and its tables as they may be shown."""
    seen = shown(found, country)
    return {
        "count": found.count,
        "shown": seen,
        "invitable": "" if seen.invitable is Hidden.BESIDE else cell_words(seen.invitable),
        "matching": "" if seen.matching is Hidden.BESIDE else cell_words(seen.matching),
        "bar": bar_of(found.count) if seen.is_whole else [],
        "bar_words": [cell_words(cell) for cell in (seen.matching, seen.mail, seen.letter, seen.left_out)],
    }


def _blocks(sentences: Sequence[Sentence]) -> Iterator[Block]:
    """Yield the sentences as they stand below each other, each with the word that joins it to those before."""
    numbered, begun = list(enumerate(sentences)), False
    for group, together in groupby(numbered, key=lambda pair: pair[1].group):
        lines, joint, title = [], _joint(group.way, begun), _title(group.way, begun)
        for number, one in together:
            lines.append(Line(number, one, "" if one.removed else joint, str(_(PART_NAMES[one.part]))))
            if not one.removed:
                begun, joint = True, _joint(group.way, True) if group.way is Way.ALL else str(_("or"))
        stands = group.way is not Way.ALL and any(not line.sentence.removed for line in lines)
        yield Block(group, title if stands else "", lines, _offered(group.way) if stands else [])


def _joint(way: Way, begun: bool) -> str:
    return str(_("and")) if begun and way is Way.ALL else ""


def _title(way: Way, begun: bool) -> str:
    if way is Way.ANY:
        return str(_("and at least one of these:") if begun else _("at least one of these:"))
    return str(_("but none of these:") if begun else _("none of these:"))


def _offered(way: Way = Way.ALL) -> list[tuple[str, str]]:
    """Return the sentences one may add; a list of what must not fit does without the one that says not."""
    return [(part, str(_(words))) for part, words in PART_NAMES.items() if not (way is Way.NONE and "not" in part)]
