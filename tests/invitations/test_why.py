"""Everybody is told why they were chosen: by what holds for them, never by what brought somebody else in."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from planner.invitations.why import why_each
from planner.segments.audience import Audience
from planner.segments.criteria import parse_criteria
from tests.invitations import make

ON = make.NOW.date()
ABROAD = {"moved_in": {"within_days": [0, 90], "from_abroad": True}}
EIGHTEEN = {"turns": {"age": 18, "within_days": [0, 60]}}
GROWN = {"age": {"min": 60, "max": 70}}
PEOPLE = {
    "eighteen": {"birth_date": ON.replace(year=ON.year - 18) + timedelta(30)},
    "newcomer": {"birth_date": ON.replace(year=1990), "moved_in_on": ON - timedelta(9), "moved_from_abroad": True},
    "both": {"birth_date": ON.replace(year=ON.year - 18) + timedelta(30), "moved_in_on": ON - timedelta(9),
             "moved_from_abroad": True},
    "older": {},
}


@pytest.mark.parametrize(("rule", "who", "codes"), [
    ({"any": [EIGHTEEN, ABROAD]}, "eighteen", ["turns:18:2027"]),
    ({"any": [EIGHTEEN, ABROAD]}, "newcomer", ["moved_from_abroad"]),
    ({"any": [EIGHTEEN, ABROAD]}, "both", ["turns:18:2027", "moved_from_abroad"]),
    ({"any": [GROWN, {"all": [GROWN, ABROAD]}]}, "older", ["age"]),
    ({"any": [ABROAD, {"all": [EIGHTEEN, {"age": {"min": 10, "max": 20}}]}]}, "eighteen", ["turns:18:2027", "age"]),
    ({"any": [{"all": [EIGHTEEN, GROWN]}, ABROAD]}, "both", ["moved_from_abroad"]),
    ({"all": [EIGHTEEN, {"not": ABROAD}]}, "eighteen", ["turns:18:2027"]),
    ({"all": [{"any": [EIGHTEEN, GROWN]}, {"not": {"not": ABROAD}}]}, "both", ["turns:18:2027"]),
])
def test_a_reason_is_what_holds_for_that_person(
    session: Session, rule: dict[str, object], who: str, codes: list[str],
) -> None:
    make.town(session)
    someone = make.citizen(session, who, **PEOPLE[who])
    audience = Audience(criterion=parse_criteria(rule), theme="newcomers", on=ON)
    assert why_each(session, audience, [someone.id]) == {someone.id: codes}
