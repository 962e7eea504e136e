"""What two audiences share: counted like a look at each person, and shown so that nobody can be recognised."""

from datetime import timedelta

import pytest

from planner.audiences.overlap import Overlap, Shares, overlap, shown
from planner.segments.masking import Hidden
from tests.audiences import make
from tests.invitations.desk import browser, page
from tests.segments.make import NOW, audience, citizen, crowd, invited, town

YOUNG, NEAR = {"age": {"min": 18, "max": 40}}, {"postcode": ["4171"]}


def settle(session, **decided):
    """The town, and 20 young ones near, 10 elsewhere, and 8 old ones near."""
    found = town(session, **decided)
    for name, count, known in (("both", 20, {}), ("young", 10, {"postcode": "4700"}),
                               ("near", 8, {"birth_date": NOW.date().replace(year=1950)})):
        for number in range(count):
            citizen(session, f"SYN-{name}-{number}", **({"birth_date": NOW.date().replace(year=2000)} | known))
    return found


def counted(session):
    return overlap(session, audience(YOUNG), audience(NEAR), NOW)


def test_both_and_only_one_are_counted_and_the_second_letter_would_be_stopped(session):
    settle(session)
    assert counted(session) == Overlap(Shares(20, 10, 8), Shares(20, 10, 8), stopped=20)


def test_the_sums_agree_with_a_look_at_each_person_of_a_crowd(session):
    town(session)
    crowd(session, 600)
    found = counted(session)
    first, second = (overlap(session, one, audience({"age": {"max": 0}}), NOW) for one in (audience(YOUNG),
                                                                                      audience(NEAR)))
    either = overlap(session, audience({"any": [YOUNG, NEAR]}), audience({"all": [YOUNG, NEAR]}), NOW)
    assert found.fit.first + found.fit.both == first.fit.first
    assert found.may.second + found.may.both == second.may.first
    assert (either.may.both, either.may.first) == (found.may.both, found.may.first + found.may.second)
    assert 0 < found.may.both < found.fit.both


def test_without_a_gap_only_those_are_stopped_who_had_one_already(session):
    settle(session, cap_gap_days=0)
    people = [citizen(session, f"SYN-more-{number}", birth_date=NOW.date().replace(year=2000)) for number in range(6)]
    for person in people:
        invited(session, person, timedelta(days=9))
    assert (counted(session).may.both, counted(session).stopped) == (26, 6)


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_a_few_shared_are_hidden_and_cannot_be_reckoned_from_the_sums(few):
    cells = shown(Overlap(Shares(few, 30, 40), Shares(few, 30, 40), stopped=few))
    assert cells["may both"] is cells["fit both"] is Hidden.SMALL
    for name in ("fit", "may"):
        for which in ("first", "second"):
            assert isinstance(cells[f"{name} {which}"], Hidden) or isinstance(cells[f"all {name} {which}"], Hidden)
    assert isinstance(cells["stopped"], Hidden)


@pytest.fixture
def pair(session):
    """Two saved audiences in the settled town."""
    settle(session)
    return [make.saved(session, name=name, criteria=criteria).id for name, criteria in (("Young", YOUNG),
                                                                                   ("Near", NEAR))]


def test_the_page_lets_one_choose_and_says_what_the_cap_would_do(app, session, today, pair):
    desk = browser(app, session, "planner")
    assert "Choose an audience" in page(desk, "/staff/audiences/overlap")
    text = page(desk, f"/staff/audiences/overlap?a={pair[0]}&b={pair[1]}")
    assert "20 would get only the first, if both are sent within 7 days" in text
    assert ">10</td>" in text
    assert ">8</td>" in text
    assert "Choose two different audiences." in page(desk, f"/staff/audiences/overlap?a={pair[0]}&b={pair[0]}")
    assert desk.get(f"/staff/audiences/overlap?a={pair[0]}&b=999").status_code == 404
