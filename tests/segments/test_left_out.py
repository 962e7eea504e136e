from datetime import date, timedelta

from planner.citizens.actions import give_consent
from planner.citizens.models import Purpose, Source
from planner.segments.queries import count_audience, select_audience
from tests.segments import make
from tests.segments.make import NOW

#: Each reason in the order of counting, with what in the register makes it hold.
MARKS = {
    "dead": {"status": "dead"},
    "left": {"status": "left"},
    "too_young": {"birth_date": date(2012, 1, 1)},
    "protected": {"name_address_protected": True, "street": "", "postcode": "", "town": ""},
    "objected": {},
    "marketing_protected": {"marketing_protected": True},
    "capped": {},
    "no_channel": {"email": "", "street": ""},
}
COMMERCIAL = make.audience(commercial=True)


def test_whoever_is_left_out_for_several_reasons_counts_for_the_first(session):
    for first in MARKS:
        _with_every_reason_from(session, first)
    assert _reasons(session, COMMERCIAL) == dict.fromkeys(MARKS, 1)


def test_a_no_counts_for_the_kind_and_the_theme_it_names(session):
    for kind, scope in ((None, None), ("invitation", None), (None, "travel"), ("invitation", "travel")):
        make.objection(session, make.citizen(session, "out-" + f"{kind}"[:4] + f"{scope}"[:4]), kind=kind, scope=scope)
    for kind, scope in (("reminder", None), (None, "wedding"), ("reminder", "travel")):
        make.objection(session, make.citizen(session, "in-" + f"{kind}"[:4] + f"{scope}"[:4]), kind=kind, scope=scope)
    asked = make.audience(theme="travel")
    assert _reasons(session, asked) == {"objected": 4}
    assert {one.subject[:10] for one in select_audience(session, asked, NOW)} == {"subject-in"}


def test_a_no_to_one_way_goes_the_other_way_and_is_an_objection_only_where_that_was_the_last(session):
    cannot = {"mail": {}, "both": {}, "email": {"email": ""}, "street": {"street": ""}}
    for lacking, facts in cannot.items():
        for no_to in ("mail", "letter"):
            person = make.citizen(session, f"{lacking}-{no_to}", **facts)
            make.objection(session, person, channel=no_to)
            if lacking == "both":
                make.objection(session, person, channel={"mail": "letter", "letter": "mail"}[no_to])
    make.objection(session, make.citizen(session, "none-mail", email="", street=""), channel="mail")
    found = {one.subject[8:]: one.channel for one in select_audience(session, make.audience(), NOW)}
    assert found == {
        "mail-mail": "letter", "mail-letter": "mail", "email-mail": "letter", "street-letter": "mail"}
    assert _reasons(session, make.audience()) == {"objected": 4, "no_channel": 1}


def test_a_no_to_mails_about_one_theme_leaves_the_others_to_come_by_mail(session):
    make.objection(session, make.citizen(session, "ane"), channel="mail", scope="travel")
    ways = [select_audience(session, make.audience(theme=theme), NOW)[0].channel for theme in ("travel", "wedding")]
    assert ways == ["letter", "mail"]


def test_marketing_protection_stops_advertising_only_unless_the_municipality_respects_it_always(session):
    town = make.town(session)
    make.citizen(session, "bo", marketing_protected=True)
    assert _reasons(session, make.audience()) == {}
    assert _reasons(session, COMMERCIAL) == {"marketing_protected": 1}
    town.respect_marketing_always = True
    assert _reasons(session, make.audience()) == {"marketing_protected": 1}


def test_two_invitations_in_30_days_or_one_in_7_are_enough(session):
    capped = {(6.9,), (8, 29.9), (1, 90)}
    for days_ago in (*capped, (7,), (8,), (8, 30), (40, 41), ()):
        person = make.citizen(session, str(days_ago))
        for days in days_ago:
            make.invited(session, person, timedelta(days=days))
    free = {one.subject.removeprefix("subject-") for one in select_audience(session, make.audience(), NOW)}
    assert free == {"(7,)", "(8,)", "(8, 30)", "(40, 41)", "()"}
    assert _reasons(session, make.audience()) == {"capped": len(capped)}


def test_the_municipality_decides_how_often_and_only_invitations_count(session):
    make.town(session, cap_invitations=3, cap_gap_days=1)
    often, told = make.citizen(session, "often"), make.citizen(session, "told")
    for days in (2, 3, 4):
        make.invited(session, often, timedelta(days=days))
        make.invited(session, told, timedelta(days=days), kind="moved")
    assert [one.citizen_id for one in select_audience(session, make.audience(), NOW)] == [told.id]


def test_special_protection_is_one_without_any_address_and_ordinary_protection_hinders_nothing(session):
    make.citizen(session, "ordinary", name_address_protected=True)
    make.citizen(session, "special", **MARKS["protected"])
    make.citizen(session, "homeless", street="", postcode="", town="")
    assert _reasons(session, make.audience()) == {"protected": 1}


def test_nobody_under_15_is_written_to_nor_under_the_age_of_the_theme(session):
    for born in ("2011-11-25", "2011-11-26", "2008-11-25", "2008-11-26"):
        make.citizen(session, born, birth_date=date.fromisoformat(born))
    invited = {
        min_age: {one.subject[-10:] for one in select_audience(session, make.audience(min_age=min_age), NOW)}
        for min_age in (3, 15, 18)
    }
    assert invited[3] == invited[15] == {"2011-11-25", "2008-11-25", "2008-11-26"}
    assert invited[18] == {"2008-11-25"}


def test_by_mail_go_those_who_may_get_it_by_letter_the_rest_with_an_address(session):
    make.citizen(session, "mail")
    make.citizen(session, "mail-no-street", street="")
    make.citizen(session, "mail-chosen", digital_post_exempt=True, chose_mail=True)
    make.citizen(session, "letter-exempt", digital_post_exempt=True)
    make.citizen(session, "letter", email="")
    for number, lacking in enumerate(({"street": ""}, {"postcode": ""}, {"digital_post_exempt": True, "street": ""})):
        make.citizen(session, f"none-{number}", **({"email": "", "digital_post_exempt": False} | lacking))
    found = {
        one.subject.removeprefix("subject-"): one.channel for one in select_audience(session, make.audience(), NOW)
    }
    assert all(name.startswith(channel) for name, channel in found.items())
    assert len(found) == 5
    assert _reasons(session, make.audience()) == {"no_channel": 3}


def _with_every_reason_from(session, first):
    holding = list(MARKS)[list(MARKS).index(first) :]
    marks = {}
    for reason in reversed(holding):  # what is set last is what the first reason needs
        marks |= MARKS[reason]
    person = make.citizen(session, first[:14], **marks)
    if "objected" in holding:
        make.objection(session, person)
    if "marketing_protected" not in holding:
        give_consent(session, person.subject, Purpose.PAID_OFFERS, Source.DESK, NOW)
    if "capped" in holding:
        make.invited(session, person, timedelta(days=1))
    return person


def _reasons(session, audience):
    session.flush()
    return {reason: n for reason, n in count_audience(session, audience, NOW).excluded.items() if n}
