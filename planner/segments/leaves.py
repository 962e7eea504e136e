"""The single criteria: what each asks, how it is read from JSON, and how it is written back. Pure.

A new one is a class here with its line in LEAVES, a clause in sql.py, a phrase in phrases.py and a form control.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import ClassVar, Self, TypeVar

from babel import Locale

from planner.citizens.interests import INTERESTS
from planner.refusal import N_
from planner.segments.parts import Part

T = TypeVar("T")

OLDEST = 130
MOST_IN_LIST = 200
FURTHEST_DAYS, FURTHEST_MONTHS, LONGEST_STAY_DAYS = 3660, 120, 36600
NEAREST_KM, FURTHEST_KM = 0.1, 200
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True)
class Leaf(ABC):
    """One thing asked of a person: `key` names it in JSON, its fields are what is asked.

    `read` takes it from JSON and raises Refusal naming the part that is wrong; `written` gives what reads back as it.
    """

    key: ClassVar[str]

    @classmethod
    @abstractmethod
    def read(cls, part: Part) -> Self: ...

    def written(self) -> object:
        return {name: list(value) if isinstance(value, tuple) else value
                for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Turns(Leaf):
    """Has that birthday in the window of days from the day asked, both ends in; negative days are past."""

    key = "turns"
    age: int
    within_days: tuple[int, int]

    @classmethod
    def read(cls, part: Part) -> Self:
        fields = part.fields(("age", "within_days"))
        return cls(fields["age"].whole(0, OLDEST), fields["within_days"].window(-FURTHEST_DAYS, FURTHEST_DAYS))


@dataclass(frozen=True, slots=True)
class Reaches(Leaf):
    """Reaches a legal age from the day so many months on to the day so many months on, both in."""

    key = "reaches"
    milestone: str
    within_months: tuple[int, int]
    country: str = "DK"

    @classmethod
    def read(cls, part: Part) -> Self:
        fields = part.fields(("milestone", "within_months"), ("country",))
        country = fields["country"].text("DK|NO", "DK or NO") if "country" in fields else "DK"
        milestone = fields["milestone"].text(SLUG, "folkepension")
        return cls(milestone, fields["within_months"].window(-FURTHEST_MONTHS, FURTHEST_MONTHS), country)


@dataclass(frozen=True, slots=True)
class Age(Leaf):
    """Is that old on the day asked, in completed years, both ends in."""

    key = "age"
    min: int
    max: int

    @classmethod
    def read(cls, part: Part) -> Self:
        fields = part.fields((), ("min", "max"))
        if not fields:
            raise part.refuse(N_("%(part)s needs min, max or both."))
        low = fields["min"].whole(0, OLDEST) if "min" in fields else 0
        high = fields["max"].whole(0, OLDEST) if "max" in fields else OLDEST
        if low > high:
            raise part.refuse(N_("%(part)s has a min above its max."))
        return cls(low, high)


@dataclass(frozen=True, slots=True)
class MovedIn(Leaf):
    """Moved here that many days ago, both ends in; `from_abroad` None asks nothing about from where."""

    key = "moved_in"
    within_days: tuple[int, int]
    from_abroad: bool | None = None

    @classmethod
    def read(cls, part: Part) -> Self:
        fields = part.fields(("within_days",), ("from_abroad",))
        abroad = fields["from_abroad"].flag() if "from_abroad" in fields else None
        return cls(fields["within_days"].window(0, LONGEST_STAY_DAYS), abroad)


@dataclass(frozen=True, slots=True)
class LivesNear(Leaf):
    """Lives within that many km of a place, by slug: the middle of one's postcode does."""

    key = "lives_near"
    place: str
    km: float

    @classmethod
    def read(cls, part: Part) -> Self:
        fields = part.fields(("place", "km"))
        return cls(fields["place"].text(SLUG, "glumsoe"), fields["km"].number(NEAREST_KM, FURTHEST_KM))

    def written(self) -> object:
        return {"place": self.place, "km": int(self.km) if self.km.is_integer() else self.km}


@dataclass(frozen=True, slots=True)
class NearestPlace(Leaf):
    """Has one of these places, by slug, as the nearest of the municipality's own."""

    key = "nearest_place"
    places: tuple[str, ...]

    @classmethod
    def read(cls, part: Part) -> Self:
        return cls(_once_each(item.text(SLUG, "glumsoe") for item in part.items(MOST_IN_LIST)))

    def written(self) -> object:
        return list(self.places)


@dataclass(frozen=True, slots=True)
class PostcodeIn(Leaf):
    """Lives at one of these postcodes; each span is a first and a last one, equal for a single postcode."""

    key = "postcode"
    spans: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, part: Part) -> Self:
        return cls(_once_each(map(_span, part.items(MOST_IN_LIST))))

    def written(self) -> object:
        return [first if first == last else f"{first}-{last}" for first, last in self.spans]


@dataclass(frozen=True, slots=True)
class LanguageIn(Leaf):
    """Has declared one of these languages, as primary subtags in small letters (BCP 47)."""

    key = "language"
    languages: tuple[str, ...]

    @classmethod
    def read(cls, part: Part) -> Self:
        return cls(_once_each(map(_language, part.items(MOST_IN_LIST))))

    def written(self) -> object:
        return list(self.languages)


@dataclass(frozen=True, slots=True)
class InterestIn(Leaf):
    """Has asked to hear about one of these topics, and not taken it back: INTERESTS."""

    key = "interest"
    topics: tuple[str, ...]

    @classmethod
    def read(cls, part: Part) -> Self:
        items = part.items(MOST_IN_LIST)
        for item in items:
            if item.text(SLUG, "it-help") not in INTERESTS:
                raise item.refuse(N_("%(part)s is no topic people can ask to hear about. Known: %(known)s."),
                                  known=", ".join(INTERESTS))
        return cls(_once_each(item.text(SLUG, "it-help") for item in items))

    def written(self) -> object:
        return list(self.topics)


@dataclass(frozen=True, slots=True)
class ThemeLately(Leaf):
    """Had to do with the theme on the day asked or in so many days before it."""

    theme: str
    within_days: int

    @classmethod
    def read(cls, part: Part) -> Self:
        fields = part.fields(("theme", "within_days"))
        return cls(fields["theme"].text(SLUG, "new-pensioners"), fields["within_days"].whole(1, FURTHEST_DAYS))


@dataclass(frozen=True, slots=True)
class InvitedTo(ThemeLately):
    """Was invited to the theme in those days."""

    key = "invited_to"


@dataclass(frozen=True, slots=True)
class CameTo(ThemeLately):
    """Came to an event of the theme in those days."""

    key = "came_to"


#: Every single criterion by its key.
LEAVES: dict[str, type[Leaf]] = {leaf.key: leaf for leaf in (
    Turns, Reaches, Age, MovedIn, LivesNear, NearestPlace, PostcodeIn, LanguageIn, InterestIn, InvitedTo, CameTo,
)}


def _once_each(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _span(item: Part) -> tuple[str, str]:
    first, _, last = item.text("[0-9]{4}(-[0-9]{4})?", "4171 or 4700-4799").partition("-")
    if first > (last or first):
        raise item.refuse(N_("%(part)s must begin with the smaller postcode."))
    return first, last or first


def _language(item: Part) -> str:
    """Return a language's primary subtag; refuses one that CLDR has no name for."""
    tag = item.text("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", "uk").partition("-")[0].lower()
    if tag not in Locale("en").languages:
        raise item.refuse(N_("%(part)s is no language we know: %(code)s. Write its code, such as uk or ar."), code=tag)
    return tag
