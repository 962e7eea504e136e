"""What stands in the fields of a sentence: written from a single criterion, and read back as one. Pure."""

import re
from collections.abc import Callable, Mapping
from functools import singledispatch

from planner.numbers import whole_number
from planner.refusal import N_, Refusal
from planner.segments import leaves

#: Values of the fields of a sentence by name, as typed.
Values = Mapping[str, str]
Read = Mapping[str, object]
LARGEST_NUMBER = 99_999
WHENCE = {"abroad": True, "country": False}
#: What is said of a field where nothing of the list is chosen.
CHOOSE = N_("Choose from the list.")


@singledispatch
def values_of(leaf: leaves.Leaf) -> Values:
    """Return what stands in the fields of the sentence that says `leaf`."""
    raise NotImplementedError(type(leaf))


@values_of.register
def _reaches(leaf: leaves.Reaches) -> Values:
    return _window(leaf.within_months) | {"law": f"{leaf.country}:{leaf.milestone}"}


@values_of.register
def _turns(leaf: leaves.Turns) -> Values:
    return {"age": str(leaf.age)} | _window(leaf.within_days)


@values_of.register
def _age(leaf: leaves.Age) -> Values:
    """Empty where the rule sets no bound: nobody is under 0 or over 130."""
    boundless = leaf.max == leaves.OLDEST
    return {"min": str(leaf.min) if leaf.min or boundless else "", "max": "" if boundless else str(leaf.max)}


@values_of.register
def _moved_in(leaf: leaves.MovedIn) -> Values:
    whence = next((name for name, abroad in WHENCE.items() if abroad is leaf.from_abroad), "")
    return _window(leaf.within_days) | {"whence": whence}


@values_of.register
def _lives_near(leaf: leaves.LivesNear) -> Values:
    return {"km": f"{leaf.km:g}", "place": leaf.place}


@values_of.register
def _nearest_place(leaf: leaves.NearestPlace) -> Values:
    return {"places": ", ".join(leaf.places)}


@values_of.register
def _postcode(leaf: leaves.PostcodeIn) -> Values:
    return {"codes": ", ".join(first if first == last else f"{first}-{last}" for first, last in leaf.spans)}


@values_of.register
def _language(leaf: leaves.LanguageIn) -> Values:
    return {"languages": ", ".join(leaf.languages)}


@values_of.register
def _interest(leaf: leaves.InterestIn) -> Values:
    return {"topics": ", ".join(leaf.topics)}


@values_of.register
def _contact(leaf: leaves.ThemeLately) -> Values:
    return {"theme": leaf.theme, "days": str(leaf.within_days)}


def _window(window: tuple[int, int]) -> dict[str, str]:
    return {"from": str(window[0]), "to": str(window[1])}


def read_fields(values: Values, number: int) -> Read:
    """Return what stands in the fields of sentence `number`; raises Refusal at the first that cannot be read."""
    found = {}
    for name, text in values.items():
        try:
            found[name] = READERS[name](text.strip())
        except Refusal as refusal:
            raise Refusal(refusal.message, field=f"{name}-{number}") from refusal
    return found


def written(key: str, read: Read) -> dict[str, object]:
    """Return a single criterion as the surfaces write it, from the fields of its sentence."""
    return {key: SHAPES[key](read)}


def _seen_through(key: str, read: Read, *names: str) -> dict[str, object]:
    return {key: [read["from"], read["to"]]} | {name: read[name] for name in names}


def _law(read: Read) -> dict[str, object]:
    country, _, milestone = str(read["law"]).partition(":")
    return _seen_through("within_months", read) | {"milestone": milestone, "country": country}


def _bounds(read: Read) -> dict[str, object]:
    return {name: bound for name, bound in read.items() if bound is not None}


def _moved(read: Read) -> dict[str, object]:
    abroad = {} if read["whence"] is None else {"from_abroad": read["whence"]}
    return _seen_through("within_days", read) | abroad


def _theme_and_days(read: Read) -> dict[str, object]:
    return {"theme": read["theme"], "within_days": read["days"]}


def _list(read: Read) -> object:
    (words,) = read.values()
    return words


SHAPES: dict[str, Callable[[Read], object]] = {
    "reaches": _law, "turns": lambda read: _seen_through("within_days", read, "age"), "age": _bounds,
    "moved_in": _moved, "lives_near": dict, "nearest_place": _list, "postcode": _list, "language": _list,
    "interest": _list, "came_to": _theme_and_days, "invited_to": _theme_and_days,
}


def _whole(text: str) -> int:
    number = whole_number(text, -LARGEST_NUMBER, LARGEST_NUMBER)
    if number is None:
        raise Refusal(N_("Write a whole number, for example 6."))
    return number


def _bound(text: str) -> int | None:
    return _whole(text) if text else None


def _distance(text: str) -> float:
    """Read a number that may have a decimal comma."""
    if not re.fullmatch(r"[0-9]{1,4}([.,][0-9]{1,6})?", text):
        raise Refusal(N_("Write a distance in kilometres, for example 5."))
    return float(text.replace(",", "."))


def _words(text: str) -> list[str]:
    found = [word.strip() for word in text.replace(";", ",").split(",") if word.strip()]
    if not found:
        raise Refusal(N_("Choose or write at least one."))
    return found


def _chosen(text: str) -> str:
    if not text:
        raise Refusal(CHOOSE)
    return text


READERS: dict[str, Callable[[str], object]] = {
    "from": _whole, "to": _whole, "age": _whole, "days": _whole, "min": _bound, "max": _bound, "km": _distance,
    "law": _chosen, "place": _chosen, "theme": _chosen, "whence": WHENCE.get,
    "places": _words, "codes": _words, "languages": _words, "topics": _words,
}
