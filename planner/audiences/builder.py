"""The audience builder: its sentences with their choices, the count beside them, and what the audience is made of."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from flask_babel import format_time
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from planner.audiences.choices import choices, theme_names
from planner.audiences.live import Piece
from planner.audiences.sentences import Group, Part, Sentence, Way, sentences_of
from planner.audiences.shown import bar_of, is_few, shown, tables
from planner.audiences.telling import example_words
from planner.audiences.typed import criterion_of, in_address
from planner.localtime import to_local
from planner.refusal import N_, Refusal, Refusals
from planner.segments.ages import AgeRule
from planner.segments.audience import Audience, AudienceCount
from planner.segments.cells import cell_words
from planner.segments.criteria import Criterion
from planner.segments.lists import laid_out
from planner.segments.makeup import Makeup, makeup
from planner.segments.masking import Hidden
from planner.segments.queries import legal_ages, own_place_names, preview_audience, refuse_unknown
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

    `at` is its address, and `along` what a rule needs beside its sentences to be counted there. `gaze` is the id of
    what to look at first.
    """

    at: str
    kept: Criterion
    audience: Callable[[Criterion], Audience]
    zone: str
    country: str
    sentences: Sequence[Sentence] | None = None
    along: Mapping[str, str] = field(default_factory=dict)
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


def builder_page(session: Session, asked: Asked, piece: Piece, now: datetime) -> Context:
    """Return what the piece of the builder shows that is asked for."""
    rules, places = legal_ages(session), own_place_names(session)
    criterion, wrong = _criterion(asked, rules, places)
    page = _form(session, asked, rules, wrong) if piece in (Piece.PAGE, Piece.FORM) else {}
    if criterion is None:
        return page | _uncounted(asked.sentences or (), wrong)
    audience = asked.audience(criterion)
    found = makeup(session, audience, now) if piece in (Piece.PAGE, Piece.TABLES) else None
    if found is not None:
        page |= _tables(found, criterion, rules, places | theme_names())
    count = found.count if found else preview_audience(session, audience, now)
    return page | _counted(count) | {
        "tables_at": "" if found else _tables_at(asked),
        "resolved": resolved(criterion, audience.on, rules),
        "why_empty": explain_empty(criterion, audience.on, rules) or "",
        "counted_at": format_time(to_local(now, asked.zone), "short"),
    }


def _form(session: Session, asked: Asked, rules: Sequence[AgeRule], wrong: Sequence[Refusal]) -> Context:
    """Return the sentences with their choices, and what is wrong with each field."""
    sentences = list(asked.sentences) if asked.sentences is not None else sentences_of(asked.kept)
    errors = [*asked.errors] or wrong
    return {
        "builder_at": asked.at,
        "sentences": sentences,
        "rule_words": laid_out(asked.kept, own_place_names(session) | theme_names()),
        "blocks": [] if sentences is None else list(_blocks(sentences)),
        "choices": choices(session, sentences or (), rules, asked.country),
        "offered": _offered(),
        "ways": [(way, _(words)) for way, words in WAYS.items()],
        "gaze": asked.gaze,
        "errors": [(error.field, sentence(error)) for error in errors],
        "by_field": {error.field or "": sentence(error) for error in reversed(errors)},
    }


def _criterion(
    asked: Asked, rules: Sequence[AgeRule], places: Collection[str],
) -> tuple[Criterion | None, list[Refusal]]:
    """Return the criterion to count, None as long as the sentences cannot be read; and what is wrong with them."""
    try:
        criterion = asked.kept if asked.sentences is None else criterion_of(asked.sentences)
        refuse_unknown(criterion, rules, places)
    except (Refusal, Refusals) as refused:
        return None, refused.refusals if isinstance(refused, Refusals) else [refused]
    return criterion, []


def _uncounted(sentences: Sequence[Sentence], wrong: Sequence[Refusal]) -> Context:
    """Return what stands where the number would be: no number of another rule, but what to mend in which sentence."""
    return {"count": None, "shown": None, "tables": None, "tables_at": "", "examples": [], "resolved": "",
            "mend": [(error.field, _said_of(sentences, error)) for error in wrong]}


def _said_of(sentences: Sequence[Sentence], error: Refusal) -> str:
    """Return what is wrong, after the sentence it is wrong with."""
    number = (error.field or "").rpartition("-")[2]
    if (error.field or "").startswith("what-") or not number.isascii() or not number.isdigit():
        return sentence(error)
    name = str(_(PART_NAMES[sentences[int(number)].part]))
    return f"{name[:1].upper()}{name[1:]}: {sentence(error)}"


def _counted(count: AudienceCount) -> Context:
    """Return the count as it may be shown."""
    seen = shown(count)
    return {
        "count": count,
        "shown": seen,
        "invitable": "" if seen.invitable is Hidden.BESIDE else cell_words(seen.invitable),
        "matching": "" if seen.matching is Hidden.BESIDE else cell_words(seen.matching),
        "bar": bar_of(count) if seen.is_whole else [],
        "bar_words": [cell_words(cell) for cell in (seen.matching, seen.mail, seen.letter, seen.left_out)],
        "mend": [],
    }


def _tables(found: Makeup, criterion: Criterion, rules: Sequence[AgeRule], names: Mapping[str, str]) -> Context:
    """Return the tables below the count, and the examples; nothing of nobody, or of a few."""
    if not found.count.matching or is_few(found.count):
        return {"tables": None, "examples": []}
    return {"tables": tables(found), "examples": example_words(found.examples, criterion, rules, names)}


def _tables_at(asked: Asked) -> str:
    """Return the address that tells the tables of the very rule that is counted, whatever is typed meanwhile."""
    typed = [] if asked.sentences is None else [("sentences", "1"), *in_address(asked.sentences)]
    return f"{asked.at}?{urlencode([('tables', '1'), *asked.along.items(), *typed])}"


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
