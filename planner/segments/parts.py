"""Reading a piece of JSON that people write by hand, and naming the place in it when something is wrong. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from planner.refusal import N_, Refusal

#: What must never choose who is invited: not ours to use (GDPR art. 9 and 10, the register's protections), and not
#: needed. Danish, Norwegian and English names, so that the answer is the same in all.
FORBIDDEN = frozenset([
    "civil_status", "civilstand", "sivilstand", "marital_status", "married", "gift", "divorced", "skilt", "spouse",
    "family", "kinship", "guardianship", "church", "kirke", "folkekirke", "folkekirken", "church_membership",
    "religion", "faith", "tro", "birthplace", "place_of_birth", "foedested", "fødested", "fodested",
    "birth_country", "country_of_birth", "citizenship", "statsborgerskab", "statsborgerskap", "nationality",
    "nationalitet", "origin", "ethnicity", "ethnic_origin", "herkomst", "mother_tongue", "health", "helbred",
    "helse", "diagnosis", "diagnose", "disease", "disability", "handicap", "low_vision", "exemption", "exempt",
    "fritaget", "fritagelse", "reservert", "digital_post_exempt", "chose_mail", "income", "indkomst", "inntekt",
    "wealth", "debt", "gæld", "gaeld", "gjeld", "benefits", "ydelser", "unemployment", "unemployed", "conviction",
    "criminal_record", "prison", "politics", "union", "sex", "gender", "køn", "koen", "kjønn", "orientation",
    "loans", "borrowings", "cpr", "cpr_number", "fnr", "national_number", "name", "given_name", "family_name",
    "email", "phone", "status", "name_address_protected", "marketing_protected", "protected",
])
LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A value in the JSON and the way to it: all[1].turns.within_days; empty at the top."""

    value: object
    path: str = ""

    @property
    def name(self) -> str:
        """The way to it, as a refusal says it."""
        return self.path or "criteria"

    def refuse(self, message: str, **values: object) -> Refusal:
        """Return a refusal that begins with where it is."""
        return Refusal(message, field=self.name, part=self.name, **values)

    def at(self, key: str) -> "Part":
        """Return the part under `key` of an object that has it."""
        assert isinstance(self.value, dict)
        return Part(self.value[key], f"{self.path}.{shown(key)}" if self.path else shown(key))

    def keys(self) -> list[str]:
        """Return the keys of an object; refuses anything else, and any key we have no right to."""
        if not isinstance(self.value, dict):
            raise self.refuse(N_("%(part)s must be an object in braces."))
        for key in self.value:
            if re.sub(r"[\s-]+", "_", str(key).strip().lower()) in FORBIDDEN:
                raise self.at(key).refuse(
                    N_("%(part)s may not decide who is invited: the planner has no right to it. Choose by age, place, "
                       "time since moving here or chosen language instead."))
        return list(self.value)

    def fields(self, needed: Iterable[str], optional: Iterable[str] = ()) -> dict[str, "Part"]:
        """Return the parts of an object by key; refuses an unknown key and names a missing one."""
        keys, needed, known = self.keys(), list(needed), [*needed, *optional]
        for key in keys:
            if key not in known:
                raise self.refuse(N_("%(part)s has an unknown key, %(key)s. Known here: %(known)s."),
                                  key=shown(key), known=", ".join(known))
        for key in needed:
            if key not in keys:
                raise self.refuse(N_("%(part)s lacks %(key)s."), key=key)
        return {key: self.at(key) for key in keys}

    def items(self, most: int | None = None) -> list["Part"]:
        """Return the parts of a list with at least one item, and no more than `most`."""
        if not isinstance(self.value, list) or not self.value:
            raise self.refuse(N_("%(part)s must be a list with at least one item."))
        if most is not None and len(self.value) > most:
            raise self.refuse(N_("%(part)s has more than %(most)s items."), most=most)
        return [Part(item, f"{self.path}[{number}]") for number, item in enumerate(self.value)]

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not low <= self.value <= high:
            raise self.refuse(N_("%(part)s must be a whole number from %(low)s to %(high)s."), low=low, high=high)
        return self.value

    def number(self, low: float, high: float) -> float:
        """Return a number from `low` to `high`, whole or with decimals."""
        value = self.value
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            raise self.refuse(N_("%(part)s must be a number from %(low)s to %(high)s."), low=low, high=high)
        return float(value)

    def window(self, low: int, high: int) -> tuple[int, int]:
        """Return two whole numbers from `low` to `high`, the first not above the second."""
        if not isinstance(self.value, list) or len(self.value) != 2:
            raise self.refuse(N_("%(part)s must be two whole numbers, like [0, 90]."))
        first, last = (item.whole(low, high) for item in self.items())
        if first > last:
            raise self.refuse(N_("%(part)s must begin with the smaller number."))
        return first, last

    def flag(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            raise self.refuse(N_("%(part)s must be true or false."))
        return self.value

    def text(self, pattern: str, example: str) -> str:
        """Return a text of which all fits the regular expression `pattern`; `example` says how it should look."""
        if not isinstance(self.value, str) or not re.fullmatch(pattern, self.value):
            raise self.refuse(N_("%(part)s must be written like %(example)s."), example=example)
        return self.value


def shown(value: object) -> str:
    """Return `value` as a refusal may repeat it: short."""
    text = str(value)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
