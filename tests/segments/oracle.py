"""A second reading of the rules, person by person and in plain Python, to hold the SQL against."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from math import acos, cos, radians, sin
from typing import Any

from tests.segments.make import NOW, PLACES, POSTCODES, TODAY

#: Born up to and including, years and months. Domain notes, 2.1.
PENSION = [
    (date(1953, 12, 31), 65, 0),
    (date(1954, 6, 30), 65, 6),
    (date(1954, 12, 31), 66, 0),
    (date(1955, 6, 30), 66, 6),
    (date(1962, 12, 31), 67, 0),
    (date(1966, 12, 31), 68, 0),
    (date(1970, 12, 31), 69, 0),
    (date(9999, 12, 31), 70, 0),
]

#: By country and milestone: first birth date that is meant, and the brackets.
LAW = {
    ("DK", "folkepension"): (date.min, PENSION),
    ("NO", "folkepension"): (date(1943, 1, 1), [(date(1963, 12, 31), 67, 0)]),
    ("NO", "early-pension"): (date(1949, 1, 1), [(date(1963, 12, 31), 62, 0)]),
}


def later(day: date, months: int) -> date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def turning(born: date, age: int) -> date:
    year = born.year + age
    leap = monthrange(year, 2)[1] == 29
    return date(year, 3, 1) if (born.month, born.day) == (2, 29) and not leap else date(year, born.month, born.day)


def age_on(born: date, on: date) -> int:
    years = on.year - born.year
    return years if years >= 0 and turning(born, years) <= on else years - 1


def milestone_day(born: date, country: str, milestone: str) -> date | None:
    """The day someone reaches it; None where the law, as far as we know it, says nothing."""
    first, brackets = LAW[country, milestone]
    found = [(years, months) for until, years, months in brackets if first <= born <= until]
    return later(turning(born, found[0][0]), found[0][1]) if found else None


def km_between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """By the law of cosines, where the product takes the haversine."""
    north, south, across = radians(here[0]), radians(there[0]), radians(there[1] - here[1])
    return 6371.0088 * acos(min(1.0, sin(north) * sin(south) + cos(north) * cos(south) * cos(across)))


def fits(person: dict[str, Any], criteria: dict[str, Any], on: date = TODAY) -> bool:
    ((key, asked),) = criteria.items()
    return bool(globals()[f"_{key}"](person, asked, on))


def _turns(person, asked, on):
    first, last = asked["within_days"]
    return on + timedelta(first) <= turning(person["birth_date"], asked["age"]) <= on + timedelta(last)


def _reaches(person, asked, on):
    first, last = asked["within_months"]
    day = milestone_day(person["birth_date"], asked.get("country", "DK"), asked["milestone"])
    return day is not None and later(on, first) <= day <= later(on, last)


def _age(person, asked, on):
    return asked.get("min", 0) <= age_on(person["birth_date"], on) <= asked.get("max", 130)


def _moved_in(person, asked, on):
    if person["moved_in_on"] is None or person["moved_from_abroad"] is not asked.get(
        "from_abroad", person["moved_from_abroad"]
    ):
        return False
    return asked["within_days"][0] <= (on - person["moved_in_on"]).days <= asked["within_days"][1]


def _lives_near(person, asked, on):
    if person["postcode"] not in POSTCODES:
        return False
    north, east, _ = POSTCODES[person["postcode"]]
    return km_between(PLACES[asked["place"]], (north, east)) <= asked["km"]


def _nearest_place(person, asked, on):
    return person["postcode"] in POSTCODES and POSTCODES[person["postcode"]][2] in asked


def _postcode(person, asked, on):
    codes = {str(code) for item in asked for code in range(int(item[:4]), int(item[-4:]) + 1)}
    return person["postcode"] in codes


def _language(person, asked, on):
    return person["language"].lower().split("-")[0] in asked


def _interest(person, asked, on):
    end = datetime.combine(on + timedelta(1), time.min, UTC)
    return any(holds(one, end) for one in person["consents"] if one["purpose"] == "interest" and one["topic"] in asked)


def holds(consent: dict[str, Any], at: datetime) -> bool:
    ends = [moment for moment in (consent["withdrawn_at"], consent["expires_at"]) if moment]
    return consent["given_at"] <= at < min([*ends, datetime.max.replace(tzinfo=UTC)])


def _invited_to(person, asked, on, kind="invitation"):
    days = [(on - c["at"].date()).days for c in person["contacts"] if (c["kind"], c["theme"]) == (kind, asked["theme"])]
    return any(0 <= ago <= asked["within_days"] for ago in days)


def _came_to(person, asked, on):
    return _invited_to(person, asked, on, "came")


def _all(person, asked, on):
    return all(fits(person, part, on) for part in asked)


def _any(person, asked, on):
    return any(fits(person, part, on) for part in asked)


def _not(person, asked, on):
    return not fits(person, asked, on)


def outcome(person: dict[str, Any], **asked: Any) -> str:
    """What becomes of a person who fits: the first reason to leave them out, else a mail, else a letter."""
    out = reasons(person, **asked)
    by_mail = ways(person)["mail"] and "mail" not in refused(person, asked.get("theme"))
    return out[0] if out else "mail" if by_mail else "letter"


def reasons(
    person: dict[str, Any], *, theme: str | None = None, min_age: int = 18, commercial: bool = False, on: date = TODAY
) -> list[str]:
    """Why a person is left out, with two invitations in 30 days or one in 7 as the most."""
    agrees = any(holds(one, NOW) for one in person["consents"] if one["purpose"] == "paid_offers")
    lately = [NOW - c["at"] for c in person["contacts"] if c["kind"] == "invitation"]
    can = {way for way, there in ways(person).items() if there}
    no_to = refused(person, theme)
    hidden = person["name_address_protected"] and not (person["street"] or person["postcode"] or person["town"])
    tried = {
        "dead": person["status"] == "dead",
        "left": person["status"] == "left",
        "too_young": age_on(person["birth_date"], on) < max(15, min_age),
        "protected": hidden and person["status"] == "resident",
        "objected": None in no_to or bool(can and can <= no_to),
        "marketing_protected": commercial and not agrees,
        "capped": any(ago < timedelta(7) for ago in lately) or sum(ago < timedelta(30) for ago in lately) >= 2,
        "no_channel": not can,
    }
    return [name for name, holds in tried.items() if holds]


def ways(person: dict[str, Any]) -> dict[str, bool]:
    may_mail = person["chose_mail"] or not person["digital_post_exempt"]
    return {"mail": bool(person["email"] and may_mail), "letter": bool(person["street"] and person["postcode"])}


def refused(person: dict[str, Any], theme: str | None) -> set[str | None]:
    asked = [s for s in person["stops"] if s["kind"] in (None, "invitation") and s["scope"] in (None, theme)]
    return {stop["channel"] for stop in asked}
