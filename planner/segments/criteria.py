"""Criteria as values: who a theme is meant for, read from JSON and written back. Pure; sql.py asks, words.py says."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from planner.refusal import N_
from planner.segments.parts import Part

OLDEST = 130
DEEPEST, MOST_PARTS, MOST_IN_LIST = 8, 50, 200
FURTHEST_DAYS, FURTHEST_MONTHS, LONGEST_STAY_DAYS = 3660, 120, 36600
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True)
class Turns:
    """Has that birthday in the window of days from the day asked, both ends in; negative days are past."""

    age: int
    within_days: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reaches:
    """Reaches a legal age from the day so many months on to the day so many months on, both in."""

    milestone: str
    within_months: tuple[int, int]
    country: str = "DK"


@dataclass(frozen=True, slots=True)
class Age:
    """Is that old on the day asked, in completed years, both ends in."""

    min: int
    max: int


@dataclass(frozen=True, slots=True)
class MovedIn:
    """Moved here that many days ago, both ends in; `from_abroad` None asks nothing about from where."""

    within_days: tuple[int, int]
    from_abroad: bool | None = None


@dataclass(frozen=True, slots=True)
class NearestPlace:
    """Has one of these places, by slug, as the nearest of the municipality's own."""

    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostcodeIn:
    """Lives at one of these postcodes; each span is a first and a last one, equal for a single postcode."""

    spans: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LanguageIn:
    """Has declared one of these languages, as primary subtags in small letters (BCP 47)."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InvitedTo:
    """Was invited to the theme on the day asked or in so many days before it."""

    theme: str
    within_days: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """Fits every part."""

    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Fits at least one part."""

    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Does not fit the part."""

    part: "Criterion"


Leaf = Turns | Reaches | Age | MovedIn | NearestPlace | PostcodeIn | LanguageIn | InvitedTo
Criterion = Leaf | AllOf | AnyOf | Not


def parse_criteria(value: object) -> Criterion:
    """Return the criterion that `value`, as read from JSON, says; raises Refusal naming the part that is wrong."""
    criterion = _criterion(Part(value), 1)
    if sum(1 for _ in walk(criterion)) > MOST_PARTS:
        raise Part(value).refuse(N_("%(part)s have more than %(most)s parts. Make the rule simpler."), most=MOST_PARTS)
    return criterion


def to_json(criterion: Criterion) -> dict[str, object]:
    """Return what parse_criteria reads back as the same criterion; every value is written out."""
    match criterion:
        case AllOf(parts) | AnyOf(parts):
            return {"all" if isinstance(criterion, AllOf) else "any": [to_json(part) for part in parts]}
        case Not(part):
            return {"not": to_json(part)}
        case NearestPlace(items) | LanguageIn(items):
            return {KEYS[type(criterion)]: list(items)}
        case PostcodeIn(spans):
            return {"postcode": [first if first == last else f"{first}-{last}" for first, last in spans]}
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(criterion).items()}
    return {KEYS[type(criterion)]: {name: value for name, value in values.items() if value is not None}}


def walk(criterion: Criterion) -> Iterator[Criterion]:
    """Yield the criterion and every one inside it, in the order written."""
    yield criterion
    match criterion:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from walk(part)
        case Not(part):
            yield from walk(part)


def conditions(criterion: Criterion) -> list[Criterion]:
    """Return what must all hold for the criterion to hold, in order: the parts of an all, or the criterion itself."""
    if not isinstance(criterion, AllOf):
        return [criterion]
    return [condition for part in criterion.parts for condition in conditions(part)]


def asked_for(criterion: Criterion) -> Iterator[Leaf]:
    """Yield the single criteria that someone may fit by, in order: all but those under a not."""
    match criterion:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from asked_for(part)
        case Not():
            return
        case leaf:
            yield leaf


def _criterion(part: Part, depth: int) -> Criterion:
    keys = part.keys()
    if len(keys) != 1:
        raise part.refuse(N_("%(part)s must have exactly one key, such as turns, reaches, age or all."))
    if depth > DEEPEST:
        raise part.refuse(N_("%(part)s is nested more than %(deepest)s deep. Make the rule simpler."), deepest=DEEPEST)
    key = keys[0]
    inside = part.at(key)
    if key in ("all", "any"):
        group = AllOf if key == "all" else AnyOf
        return group(tuple(_criterion(item, depth + 1) for item in inside.items()))
    if key == "not":
        return Not(_criterion(inside, depth + 1))
    if key not in LEAVES:
        raise inside.refuse(N_("%(part)s is not a criterion we know. Known: %(known)s."),
                            known=", ".join([*LEAVES, "all", "any", "not"]))
    return LEAVES[key](inside)


def _turns(part: Part) -> Turns:
    fields = part.fields(("age", "within_days"))
    return Turns(fields["age"].whole(0, OLDEST), fields["within_days"].window(-FURTHEST_DAYS, FURTHEST_DAYS))


def _reaches(part: Part) -> Reaches:
    fields = part.fields(("milestone", "within_months"), ("country",))
    country = fields["country"].text("DK|NO", "DK or NO") if "country" in fields else "DK"
    milestone = fields["milestone"].text(SLUG, "folkepension")
    return Reaches(milestone, fields["within_months"].window(-FURTHEST_MONTHS, FURTHEST_MONTHS), country)


def _age(part: Part) -> Age:
    fields = part.fields((), ("min", "max"))
    if not fields:
        raise part.refuse(N_("%(part)s needs min, max or both."))
    low = fields["min"].whole(0, OLDEST) if "min" in fields else 0
    high = fields["max"].whole(0, OLDEST) if "max" in fields else OLDEST
    if low > high:
        raise part.refuse(N_("%(part)s has a min above its max."))
    return Age(low, high)


def _moved_in(part: Part) -> MovedIn:
    fields = part.fields(("within_days",), ("from_abroad",))
    abroad = fields["from_abroad"].flag() if "from_abroad" in fields else None
    return MovedIn(fields["within_days"].window(0, LONGEST_STAY_DAYS), abroad)


def _nearest_place(part: Part) -> NearestPlace:
    return NearestPlace(tuple(dict.fromkeys(item.text(SLUG, "glumsoe") for item in _few(part))))


def _postcode(part: Part) -> PostcodeIn:
    spans = []
    for item in _few(part):
        first, _, last = item.text("[0-9]{4}(-[0-9]{4})?", "4171 or 4700-4799").partition("-")
        if first > (last or first):
            raise item.refuse(N_("%(part)s must begin with the smaller postcode."))
        spans.append((first, last or first))
    return PostcodeIn(tuple(dict.fromkeys(spans)))


def _language(part: Part) -> LanguageIn:
    tags = [item.text("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", "uk") for item in _few(part)]
    return LanguageIn(tuple(dict.fromkeys(tag.partition("-")[0].lower() for tag in tags)))


def _invited_to(part: Part) -> InvitedTo:
    fields = part.fields(("theme", "within_days"))
    return InvitedTo(fields["theme"].text(SLUG, "new-pensioners"), fields["within_days"].whole(1, FURTHEST_DAYS))


def _few(part: Part) -> list[Part]:
    items = part.items()
    if len(items) > MOST_IN_LIST:
        raise part.refuse(N_("%(part)s has more than %(most)s items."), most=MOST_IN_LIST)
    return items


#: A new criterion is a class above, a reader and a key here, a clause in sql.py and a phrase in words.py.
LEAVES: dict[str, Callable[[Part], Leaf]] = {
    "turns": _turns, "reaches": _reaches, "age": _age, "moved_in": _moved_in, "nearest_place": _nearest_place,
    "postcode": _postcode, "language": _language, "invited_to": _invited_to,
}
KEYS: dict[type, str] = {
    Turns: "turns", Reaches: "reaches", Age: "age", MovedIn: "moved_in", NearestPlace: "nearest_place",
    LanguageIn: "language", InvitedTo: "invited_to",
}
