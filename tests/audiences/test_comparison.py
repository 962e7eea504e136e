"""A saved audience beside an earlier day: what has changed, why, and what of it may be shown."""

from datetime import date, timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import delete, update

from planner.audiences.actions import change_audience
from planner.audiences.comparison import Changes, Passage, compare
from planner.audiences.jobs import keep_monthly_count
from planner.audiences.keeping import counts_to_compare, kept_counts
from planner.audiences.queries import audience_to_ask
from planner.audiences.why import why
from planner.citizens.models import Citizen
from planner.register.models import RegisterImport
from planner.segments.models import LegalAge
from tests.audiences import make
from tests.segments.make import NOW, TODAY, citizen, invited, objection

LATER = NOW + timedelta(days=30)
#: In the window of the first day only, of both, of the second only.
EARLY, BOTH, LATE = (TODAY.replace(year=TODAY.year - 18) + timedelta(days) for days in (10, 60, 110))
STILL = Passage(0, 0)


def people(session, name, count, born, **known):
    """`count` citizens alike."""
    return [citizen(session, f"SYN-{name}-{number}", birth_date=born, **known) for number in range(count)]


def compared(session, saved, now=LATER):
    audience = audience_to_ask(saved, "Europe/Copenhagen", now)
    return compare(session, audience, kept_counts(session, saved, audience.on)[0], now)


def said(session, saved, now=LATER):
    with force_locale("en"):
        return why(compared(session, saved, now), {})


def test_the_birthdays_that_came_into_the_window_and_went_out_are_told_apart(session, ane):
    for name, count, born in (("early", 7, EARLY), ("both", 9, BOTH), ("late", 12, LATE)):
        people(session, name, count, born)
    found = compared(session, make.saved(session))
    assert (found.then.invitable, found.now.invitable) == (16, 21)
    assert found.changes == Changes(0, Passage(12, 7), STILL, STILL, moved_here=0, died=0, left=0)


def test_those_who_moved_here_died_or_left_since_are_counted(session, ane):
    stayed = people(session, "both", 10, BOTH)
    saved = make.saved(session)
    people(session, "new", 3, BOTH, moved_in_on=TODAY + timedelta(5))
    for person, status in ((stayed[0], "dead"), (stayed[1], "left"), (stayed[2], "left")):
        person.status, person.status_on = status, TODAY + timedelta(9)
    found = compared(session, saved)
    assert (found.then.matching, found.now.matching, found.now.excluded) == (10, 13, {"dead": 1, "left": 2})
    assert found.changes == Changes(3, STILL, STILL, STILL, moved_here=3, died=1, left=2)


def test_those_who_are_gone_from_the_register_are_known_as_a_number_only(session, ane):
    people(session, "both", 10, BOTH)
    saved = make.saved(session)
    session.execute(delete(Citizen).where(Citizen.person_id.in_(["SYN-both-1", "SYN-both-2"])))
    assert compared(session, saved).changes == Changes(-2, STILL, STILL, STILL, moved_here=0, died=0, left=0)


def test_a_changed_rule_is_told_from_the_passing_of_time(session, ane):
    people(session, "both", 9, BOTH)
    people(session, "late", 12, LATE)
    saved = make.saved(session)
    session.flush()
    kept = kept_counts(session, saved, TODAY + timedelta(1))[0]
    change_audience(session, saved, make.draft(criteria={"turns": {"age": 18, "within_days": [0, 60]}}), ane, LATER)
    found = compare(session, audience_to_ask(saved, "Europe/Copenhagen", LATER), kept, LATER)
    assert found.rule_changed
    assert found.changes == Changes(0, Passage(12, 0), STILL, Passage(0, 12), moved_here=0, died=0, left=0)


def test_a_changed_legal_age_is_told_from_the_passing_of_time(session, ane):
    people(session, "old", 8, date(1960, 7, 1))
    saved = make.saved(session, "new-pensioners",
                       criteria={"reaches": {"milestone": "folkepension", "within_months": [5, 12]}})
    session.execute(update(LegalAge).where(LegalAge.born_from == date(1955, 7, 1)).values(years=68))
    session.expire_all()
    assert compared(session, saved).changes == Changes(0, STILL, Passage(0, 8), STILL, moved_here=0, died=0, left=0)


def test_a_sum_leads_from_then_to_now_with_the_real_figures(session, ane):
    people(session, "early", 7, EARLY)
    people(session, "late", 12, LATE)
    told = said(session, make.saved(session))
    assert (told.day, told.headline) == ("25 November 2026", "12 may be invited now, 7 then.")
    assert [(line.sign, line.number, line.words) for line in told.sum] == [
        ("", "7", "fitted the rule (25 November 2026)"),
        ("+", "12", "fit now because time has passed: the dates of the rule have moved on"),
        ("−", "7", "do not fit any more because time has passed"),
        ("=", "12", "fit the rule today"), ("=", "12", "may be invited today")]


def test_more_who_were_invited_lately_or_objected_stand_in_the_table(session, ane):
    everyone = people(session, "both", 30, BOTH)
    saved = make.saved(session)
    for person in everyone[:6]:
        invited(session, person, timedelta(days=-29))
    for person in everyone[6:13]:
        objection(session, person)
    lines = {line.name: (line.then, line.now) for line in said(session, saved).numbers}
    assert lines["Have been invited often enough lately"] == ("0", "6")
    assert lines["Have said no to invitations"] == ("0", "7")
    assert (lines["May be invited"], lines["Fit the rule"]) == (("30", "17"), ("30", "30"))


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_few_who_came_are_not_told_nor_can_they_be_reckoned(session, ane, few):
    people(session, "both", 20, BOTH)
    people(session, "late", few, LATE)
    told = said(session, make.saved(session))
    numbers = {line.name: (line.then, line.now) for line in told.numbers}
    assert told.headline == "About as many as on 25 November 2026."
    assert [line.number for line in told.sum[:3]] == ["about as many", "under 5", str(20 + few)]
    assert (numbers["Fit the rule"], numbers["By mail"]) == (("about as many", str(20 + few)),) * 2


def test_few_who_came_cannot_be_reckoned_from_the_sum_when_many_went(session, ane):
    people(session, "early", 50, EARLY)
    people(session, "both", 40, BOTH)
    people(session, "late", 3, LATE)
    shown = [line.number for line in said(session, make.saved(session)).sum[:4]]
    assert shown[1] == "under 5"
    assert "hidden" in shown


def test_an_audience_of_a_few_shows_no_number_at_all(session, ane):
    people(session, "both", 3, BOTH)
    told = said(session, make.saved(session))
    shown = {word for line in (*told.numbers, *told.places) for word in (line.then, line.now)}
    assert shown <= {"under 5", "hidden", "0"}


def test_nothing_new_is_said_to_be_so(session, ane):
    people(session, "both", 20, BOTH)
    told = said(session, make.saved(session))
    assert told.headline == "As many as on 25 November 2026."
    assert told.notes[:-1] == ["The same people fit as on that day, as far as the register can tell."]


def test_numbers_are_kept_once_a_day_and_the_last_of_the_day_stands(session, ane):
    people(session, "both", 6, BOTH)
    saved = make.saved(session)
    people(session, "more", 6, BOTH)
    change_audience(session, saved, make.draft(), ane, NOW + timedelta(hours=2))
    assert [kept.matching for kept in kept_counts(session, saved, TODAY + timedelta(1))] == [12]


def test_what_a_rule_gave_before_it_was_changed_the_same_day_stays_to_compare_with(session, ane):
    people(session, "both", 9, BOTH)
    people(session, "late", 12, LATE)
    saved = make.saved(session)
    change_audience(session, saved, make.draft(criteria={"age": {"min": 17}}), ane, NOW + timedelta(hours=1))
    audience = audience_to_ask(saved, "Europe/Copenhagen", NOW)
    kept = counts_to_compare(session, saved, TODAY)
    with force_locale("en"):
        told = why(compare(session, audience, kept[0], NOW), {})
    assert (told.headline, len(kept)) == ("21 now, 9 before you changed the rule.", 1)
    assert [(line.sign, line.number) for line in told.sum[:3]] == [("", "9"), ("+", "12"), ("=", "21")]


def test_the_clock_keeps_the_numbers_of_each_audience_once_a_month(session, ane):
    saved = make.saved(session)
    broken = make.saved(session, name="At a place that closes")
    assert keep_monthly_count(session, NOW) == 0
    broken.criteria = {"nearest_place": ["closed"]}
    assert [keep_monthly_count(session, LATER) for _turn in range(2)] == [1, 0]
    assert [kept.day for kept in kept_counts(session, saved, date(2027, 1, 1))] == [date(2026, 12, 25), TODAY]


def test_it_says_when_the_register_was_last_brought_up_to_date(session, ane):
    people(session, "both", 6, BOTH)
    saved = make.saved(session)
    for status, days in (("done", -3), ("done", 4), ("done", 9), ("undone", 12), ("refused", 13)):
        session.add(RegisterImport(begun_at=NOW, file_name="by.csv", status=status, ended_at=NOW + timedelta(days)))
    assert "The register was last brought up to date on 4 December 2026." in said(session, saved).notes


def test_it_says_when_no_register_file_has_come_since(session, ane):
    people(session, "both", 6, BOTH)
    saved = make.saved(session)
    session.add(RegisterImport(begun_at=NOW, file_name="by.csv", status="done", ended_at=NOW - timedelta(hours=1)))
    assert said(session, saved).notes[-1] == "No register file has been taken in since that day."
