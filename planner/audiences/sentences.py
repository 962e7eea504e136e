"""An audience as sentences with fields: what the form shows, and the criteria it means. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from planner.refusal import N_, Refusal, Refusals
from planner.segments.criteria import parse_criteria


class Part(StrEnum):
    """The sentences a librarian can build with."""

    REACHES = "reaches"
    TURNS = "turns"
    AGE = "age"
    MOVED_IN = "moved_in"
    NEAREST_PLACE = "nearest_place"
    POSTCODE = "postcode"
    LANGUAGE = "language"
    NOT_INVITED = "not_invited"


#: The fields of each sentence, as they follow each other in it, with what a new sentence starts from.
FIELDS: dict[Part, dict[str, str]] = {
    Part.REACHES: {"from": "5", "to": "7", "milestone": "folkepension", "country": "DK"},
    Part.TURNS: {"age": "18", "from": "0", "to": "90"},
    Part.AGE: {"min": "18", "max": "24"},
    Part.MOVED_IN: {"from": "30", "to": "180", "abroad": "1"},
    Part.NEAREST_PLACE: {"places": ""},
    Part.POSTCODE: {"codes": ""},
    Part.LANGUAGE: {"languages": "en"},
    Part.NOT_INVITED: {"days": "365"},
}


@dataclass(frozen=True)
class Sentence:
    """One sentence and what stands in its fields, as typed."""

    part: Part
    values: Mapping[str, str] = field(default_factory=dict)


def new_sentence(part: Part, place: str, postcode: str) -> Sentence:
    """Return a sentence to begin with that can be counted as it stands; `place` and `postcode` are where we are."""
    here = {Part.NEAREST_PLACE: {"places": place}, Part.POSTCODE: {"codes": postcode}}
    return Sentence(part, here.get(part, FIELDS[part]))


def sentences_of(criteria: Mapping[str, object], theme: str) -> list[Sentence] | None:
    """Return the sentences that mean `criteria`, None when they cannot be said in these sentences (`any`, nesting)."""
    parts = criteria.get("all") if set(criteria) == {"all"} else [criteria]
    if not isinstance(parts, list):
        return None
    found = [_sentence(part, theme) for part in parts]
    return [one for one in found if one is not None] if all(found) else None


def _sentence(criteria: Mapping[str, object], theme: str) -> Sentence | None:
    match criteria:
        case {"reaches": {"within_months": [first, last], "milestone": milestone, **rest}}:
            law = {"milestone": str(milestone), "country": str(rest.get("country", "DK"))}
            return Sentence(Part.REACHES, {"from": str(first), "to": str(last)} | law)
        case {"turns": {"age": age, "within_days": [first, last]}}:
            return Sentence(Part.TURNS, {"age": str(age), "from": str(first), "to": str(last)})
        case {"age": {**bounds}}:
            return Sentence(Part.AGE, {"min": str(bounds.get("min", "")), "max": str(bounds.get("max", ""))})
        case {"moved_in": {"within_days": [first, last], **rest}} if rest.get("from_abroad") is not False:
            return Sentence(Part.MOVED_IN, {"from": str(first), "to": str(last), "abroad": "1" if rest else ""})
        case {"not": {"invited_to": {"theme": asked, "within_days": days}}} if asked == theme:
            return Sentence(Part.NOT_INVITED, {"days": str(days)})
    return _list_sentence(criteria)


def _list_sentence(criteria: Mapping[str, object]) -> Sentence | None:
    names = {"nearest_place": "places", "postcode": "codes", "language": "languages"}
    for key, name in names.items():
        values = criteria.get(key)
        if isinstance(values, list):
            return Sentence(Part(key), {name: ", ".join(map(str, values))})
    return None


def criteria_of(sentences: Iterable[Sentence], theme: str) -> dict[str, object]:
    """Return the criteria that `sentences` mean, all of them to hold; raises Refusals naming each bad field."""
    refusals: list[Refusal] = []
    parts: list[object] = []
    for number, sentence in enumerate(sentences):
        try:
            parts.append(_checked(sentence, number, theme))
        except Refusal as refusal:
            refusals.append(refusal)
    if not parts and not refusals:
        refusals.append(Refusal(N_("Add at least one sentence that says whom the event is for."), field="what"))
    if refusals:
        raise Refusals(refusals)
    return {"all": parts}


def _checked(sentence: Sentence, number: int, theme: str) -> dict[str, object]:
    criteria = _criteria(sentence, number, theme)
    try:
        parse_criteria(criteria)
    except Refusal as refusal:
        raise _said_at_the_field(refusal, sentence.part, number) from refusal
    return criteria


#: How the end of a path in the criteria is called in a sentence; what is not here is the sentence's first field.
FIELD_OF = {"within_months[1]": "to", "within_days[1]": "to", "max": "max"}


def _said_at_the_field(refusal: Refusal, part: Part, number: int) -> Refusal:
    """Return what the criteria refuse as one says it to somebody who fills in a sentence, at the field it is about."""
    end = (refusal.field or "").rpartition(".")[2]
    name = FIELD_OF.get(end, next(iter(FIELDS[part])))
    if "low" in refusal.values:
        said = Refusal(
            N_("Write a number from %(low)s to %(high)s."),
            field=f"{name}-{number}",
            low=refusal.values["low"],
            high=refusal.values["high"],
        )
    elif part is Part.POSTCODE:
        said = Refusal(N_("Write postcodes like 4171 or 4700-4799, the smaller one first."), field=f"{name}-{number}")
    elif part in (Part.NEAREST_PLACE, Part.LANGUAGE):
        said = Refusal(N_("Choose from the list."), field=f"{name}-{number}")
    else:
        said = Refusal(N_("Begin with the smaller number."), field=f"{name}-{number}")
    return said


def _criteria(sentence: Sentence, number: int, theme: str) -> dict[str, object]:
    values = sentence.values

    def whole(name: str) -> int:
        return _whole(values.get(name, ""), f"{name}-{number}")

    def window() -> list[int]:
        return [whole("from"), whole("to")]

    def law() -> dict[str, str]:
        return {name: values.get(name) or FIELDS[Part.REACHES][name] for name in ("milestone", "country")}

    def words(name: str) -> list[str]:
        return _words(values.get(name, ""), f"{name}-{number}")

    writers: dict[Part, Callable[[], object]] = {
        Part.REACHES: lambda: {"within_months": window()} | law(),
        Part.TURNS: lambda: {"age": whole("age"), "within_days": window()},
        Part.AGE: lambda: (
            {name: whole(name) for name in ("min", "max") if values.get(name, "").strip()} or {"min": whole("min")}
        ),
        Part.MOVED_IN: lambda: {"within_days": window()} | ({"from_abroad": True} if values.get("abroad") else {}),
        Part.NEAREST_PLACE: lambda: words("places"),
        Part.POSTCODE: lambda: words("codes"),
        Part.LANGUAGE: lambda: words("languages"),
    }
    if sentence.part is Part.NOT_INVITED:
        return {"not": {"invited_to": {"theme": theme, "within_days": whole("days")}}}
    return {sentence.part.value: writers[sentence.part]()}


def _whole(text: str, name: str) -> int:
    digits = text.strip().removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 5:
        raise Refusal(N_("Write a whole number, for example 6."), field=name)
    return int(text)


def _words(text: str, name: str) -> list[str]:
    found = [word.strip() for word in text.replace(";", ",").split(",") if word.strip()]
    if not found:
        raise Refusal(N_("Choose or write at least one."), field=name)
    return found


def sentences_in(form: MultiDict[str, str]) -> list[Sentence]:
    """Return the sentences a form holds as typed: part-0, from-0, to-0, part-1 …; unknown parts are left out.

    Several boxes ticked under one name are joined by commas.
    """
    found, number = [], 0
    while (name := form.get(f"part-{number}")) is not None:
        if name in tuple(Part):
            part = Part(name)
            typed = {field: ", ".join(form.getlist(f"{field}-{number}")) for field in FIELDS[part]}
            found.append(Sentence(part, typed))
        number += 1
    return found
