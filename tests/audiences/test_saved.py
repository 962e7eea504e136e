"""Audiences are saved under a name, changed, archived and put back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from planner.audiences.actions import archive_audience, change_audience, put_back
from planner.audiences.queries import audience_to_ask, find_audience, saved_audiences
from planner.refusal import NotFoundError, Refusal, Refusals
from planner.segments.criteria import parse_criteria
from planner.staff.models import AuditEntry
from tests.audiences import make
from tests.segments.make import NOW, TODAY

LATER = NOW + timedelta(days=3)


def names(session, **asked):
    return [audience.name for audience in saved_audiences(session, **asked)]


def trail(session):
    return list(session.scalars(select(AuditEntry.act).where(AuditEntry.about.like("audience:%")).order_by("id")))


def test_a_saved_audience_is_asked_by_the_terms_of_its_theme(session, ane):
    asked = audience_to_ask(make.saved(session), "Europe/Copenhagen", NOW)
    assert (asked.criterion, asked.on) == (parse_criteria(make.NEAR_GLUMSOE), TODAY)
    assert (asked.theme, asked.min_age, asked.commercial) == ("turning-18", 15, False)


def test_today_is_the_day_at_the_place(session, ane):
    late = NOW.replace(hour=23, minute=30)
    assert audience_to_ask(make.saved(session), "Europe/Copenhagen", late).on == TODAY + timedelta(days=1)


def test_an_audience_is_listed_by_name_and_by_theme(session, ane):
    make.saved(session, name="Beta")
    make.saved(session, "new-pensioners", name="Alfa")
    assert names(session) == ["Alfa", "Beta"]
    assert names(session, theme="new-pensioners") == ["Alfa"]


def test_a_changed_audience_keeps_its_theme_and_its_maker(session, ane):
    audience = make.saved(session)
    change_audience(session, audience, make.draft(name=" Born  in 2008 ", criteria={"age": {"min": 18}}), ane, LATER)
    assert (audience.name, audience.theme, audience.made_by) == ("Born in 2008", "turning-18", ane)
    assert (audience.criteria, audience.changed_at) == ({"age": {"min": 18, "max": 130}}, LATER)


def test_an_archived_audience_can_be_put_back(session, ane):
    audience = make.saved(session)
    archive_audience(session, audience, ane, LATER)
    assert (names(session), names(session, archived=True)) == ([], [audience.name])
    put_back(session, audience, ane, LATER)
    assert names(session) == [audience.name]
    assert trail(session) == ["audience saved", "audience archived", "audience put back"]


def test_archiving_twice_archives_once(session, ane):
    audience = make.saved(session)
    archive_audience(session, audience, ane, NOW)
    archive_audience(session, audience, ane, LATER)
    assert audience.archived_at == NOW
    assert trail(session) == ["audience saved", "audience archived"]


@pytest.mark.parametrize("name", ["Eighteen at Glumsø", "EIGHTEEN AT glumsø"])
def test_two_audiences_in_use_cannot_have_one_name(session, ane, name):
    make.saved(session)
    with pytest.raises(Refusal, match="already") as refused:
        make.saved(session, name=name)
    assert refused.value.field == "name"


def test_the_name_of_an_archived_audience_is_free_until_it_is_put_back(session, ane):
    old = make.saved(session)
    archive_audience(session, old, ane, NOW)
    make.saved(session)
    with pytest.raises(Refusal, match="already"):
        put_back(session, old, ane, LATER)


@pytest.mark.parametrize("changes", [{"name": ""}, {"name": "two\nlines"}, {"name": "n" * 81}, {"note": "n" * 501},
                                     {"name": "For 010180-0000"}, {"note": "ask 0101800000"}])
def test_name_and_note_are_refused_at_their_field(session, ane, changes):
    with pytest.raises(Refusals) as refused:
        make.saved(session, **changes)
    assert [refusal.field for refusal in refused.value.refusals] == list(changes)
    assert names(session) == []


@pytest.mark.parametrize(("criteria", "said"), [
    ({"civil_status": "married"}, "civil_status may not decide"),
    ({"nearest_place": ["atlantis"]}, "no place called atlantis"),
    ({"reaches": {"milestone": "majority", "within_months": [1, 2]}}, "no majority for DK"),
])
def test_a_rule_we_may_not_or_cannot_ask_is_refused_when_saved_and_when_changed(session, ane, criteria, said):
    audience = make.saved(session)
    with pytest.raises(Refusal, match=said):
        make.saved(session, name="Another", criteria=criteria)
    with pytest.raises(Refusal, match=said):
        change_audience(session, audience, make.draft(criteria=criteria), ane, LATER)
    assert audience.changed_at == NOW


@pytest.mark.parametrize(("theme", "instead"), [("travel", "open event"), ("wedding", "open event"),
                                                ("low-vision", "partners"), ("fresh-start", "partners")])
def test_a_theme_without_a_register_has_no_audience_and_says_what_to_do_instead(session, ane, theme, instead):
    with pytest.raises(Refusal, match=f"{theme} has no audience.*{instead}"):
        make.saved(session, theme)


@pytest.mark.parametrize("unknown", [7, 2**31, 10**30])
def test_an_audience_that_is_not_there_is_not_found(session, unknown):
    with pytest.raises(NotFoundError, match="no saved audience"):
        find_audience(session, unknown)
