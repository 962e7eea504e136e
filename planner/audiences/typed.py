"""What stands in the audience form: read as sentences, changed by its buttons, checked field by field. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from planner.audiences.fields import CHOOSE, Values, read_fields, written
from planner.audiences.sentences import (
    EVERYONE,
    FIELDS,
    Group,
    Part,
    Sentence,
    Way,
    groups_of,
    new_sentence,
    together,
)
from planner.refusal import N_, Refusal, Refusals
from planner.segments.criteria import Criterion, parse_criteria

#: As many as a rule may have parts, with room for removed ones.
MOST_SENTENCES = 60
#: How the end of a path in the criteria is called in a sentence; what is not here is the sentence's first field.
FIELD_OF = {"within_months[1]": "to", "within_days[1]": "to", "max": "max", "within_days": "days", "place": "place",
            "milestone": "law", "country": "law"}


def sentences_in(form: MultiDict[str, str]) -> list[Sentence]:
    """Return the sentences a form holds as typed: part-0, from-0, to-0, part-1 …; unknown parts are left out.

    Several boxes ticked under one name are joined by commas. `group-0` says where it stands, `gone-0` that it is
    removed.
    """
    found = []
    for number in range(MOST_SENTENCES):
        name = form.get(f"part-{number}")
        if name is None:
            break
        if name in tuple(Part):
            typed = {field: ", ".join(form.getlist(f"{field}-{number}")) for field in FIELDS[Part(name)]}
            group = group_named(form.get(f"group-{number}", ""))
            found.append(Sentence(Part(name), typed, group, removed=f"gone-{number}" in form))
    return found


def in_address(sentences: Sequence[Sentence]) -> list[tuple[str, str]]:
    """Return the sentences that count as a form holds them: what `sentences_in` reads as the same rule."""
    counting = [one for one in sentences if not one.removed]
    return [pair for number, one in enumerate(counting) for pair in (
        (f"part-{number}", one.part.value), (f"group-{number}", str(one.group)),
        *((f"{name}-{number}", value) for name, value in one.values.items()))]


def group_named(text: str) -> Group:
    """Return the group that is written `any-2`; everyone's for anything else."""
    way, _, number = text.partition("-")
    if way in (Way.ANY, Way.NONE) and re.fullmatch("[0-9]{1,4}", number):
        return Group(Way(way), int(number))
    return EVERYONE


def changed(sentences: Sequence[Sentence], form: MultiDict[str, str], here: Values) -> tuple[list[Sentence], str]:
    """Return the sentences as the pressed button leaves them, and the id of what to look at next; empty for none."""
    for press, removed in (("drop", True), ("back", False)):
        number = form.get(press, "")
        if re.fullmatch("[0-9]{1,4}", number) and int(number) < len(sentences):
            now = [replace(one, removed=removed) if at == int(number) else one for at, one in enumerate(sentences)]
            return now, f"put-{number}" if removed else first_field(sentences[int(number)].part, int(number))
    asked = form.get("add", "")
    part = form.get(f"what-{asked}", "")
    if part in tuple(Part):
        new = new_sentence(Part(part), here, _group_asked(sentences, asked, form.get("way", "")))
        found = _put_in(sentences, new)
        at = next(number for number, one in enumerate(found) if one is new)
        return found, first_field(new.part, at)
    return list(sentences), ""


def first_field(part: Part, number: int) -> str:
    """Return the id of the first field of a sentence."""
    return f"{next(iter(FIELDS[part]))}-{number}"


def _group_asked(sentences: Sequence[Sentence], asked: str, way: str) -> Group:
    """Return the list somebody adds to, or a new one of the way chosen."""
    there = group_named(asked)
    if there is not EVERYONE or way not in (Way.ANY, Way.NONE):
        return there
    return Group(Way(way), max((one.group.number for one in sentences), default=0) + 1)


def _put_in(sentences: Sequence[Sentence], new: Sentence) -> list[Sentence]:
    """Return the sentences with a new one at the end of its group: what must fit, then lists, then what may not."""
    order = [one.group for one in sentences]
    if new.group in order:
        at = len(order) - order[::-1].index(new.group)
    else:
        ways = list(Way)
        at = next((number for number, group in enumerate(order) if ways.index(group.way) > ways.index(new.group.way)),
                  len(order))
    return [*sentences[:at], new, *sentences[at:]]


def instead_of(sentences: Sequence[Sentence], taken: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences `taken` in place of those that stood there, which can be put back."""
    above = max((one.group.number for one in taken), default=0)
    return [*taken, *(replace(one, removed=True, group=Group(one.group.way, one.group.number + above)
                              if one.group.way is not Way.ALL else EVERYONE) for one in sentences)]


def criterion_of(sentences: Sequence[Sentence]) -> Criterion:
    """Return the criterion that the sentences mean; raises Refusals naming each bad field, by the sentence's number."""
    refusals: list[Refusal] = []
    numbers = {id(one): number for number, one in enumerate(sentences)}
    parts = []
    for group, inside in groups_of(sentences):
        said = [_checked(one, numbers[id(one)], refusals) for one in inside]
        parts.append(together(group, said))
    if not parts:
        refusals.append(Refusal(N_("Add at least one sentence that says whom you look for."), field=f"what-{EVERYONE}"))
    if refusals:
        raise Refusals(refusals)
    return parse_criteria({"all": parts})


def _checked(sentence: Sentence, number: int, refusals: list[Refusal]) -> object:
    """Return the criteria of one sentence; what is wrong with it joins `refusals`."""
    try:
        criteria = _criteria(sentence, number)
        parse_criteria(criteria)
    except Refusal as refusal:
        refusals.append(_said_at_the_field(refusal, sentence.part, number))
        return None
    return criteria


def _said_at_the_field(refusal: Refusal, part: Part, number: int) -> Refusal:
    """Return what the criteria refuse as one says it to somebody who fills in a sentence, at the field it is about."""
    if refusal.field and refusal.field.endswith(f"-{number}"):
        return refusal
    end = (refusal.field or "").rpartition(".")[2]
    field = f"{FIELD_OF.get(end, next(iter(FIELDS[part])))}-{number}"
    if "low" in refusal.values:
        bounds = {name: refusal.values[name] for name in ("low", "high")}
        return Refusal(N_("Write a number from %(low)s to %(high)s."), field=field, **bounds)
    if part is Part.POSTCODE:
        return Refusal(N_("Write postcodes like 4171 or 4700-4799, the smaller one first."), field=field)
    if end in ("within_days", "within_months", "age"):
        field = field if part is Part.AGE else f"from-{number}"
        return Refusal(N_("Begin with the smaller number."), field=field)
    return Refusal(CHOOSE, field=field)


def _criteria(sentence: Sentence, number: int) -> dict[str, object]:
    read = read_fields(sentence.values, number)
    if sentence.part is Part.NOT_INVITED:
        return {"not": written(Part.INVITED_TO, read)}
    if sentence.part is Part.AGE and set(read.values()) == {None}:
        raise Refusal(N_("Write at least one of the two ages."), field=f"min-{number}")
    return written(sentence.part, read)
