import json
from datetime import date

import pytest

from planner.db import db
from tests.segments import make

PENSION = {"reaches": {"milestone": "folkepension", "within_months": [5, 7]}}
JUNE = ["--on", "2029-06-15"]


@pytest.fixture
def flask(app, session, tmp_path):
    """Runs a command on a register of three, and gives exit code, what it printed, and what it complained of."""
    make.town(session)
    for name, born in (("anna", "1962-12-01"), ("bo", "1962-12-31"), ("carl", "1963-01-01")):
        make.citizen(session, name, birth_date=date.fromisoformat(born))
    make.objection(session, session.query(make.Citizen).filter_by(person_id="bo").one())
    session.commit()

    def run(*arguments, criteria=PENSION):
        rule = tmp_path / "rule.json"
        rule.write_text(criteria if isinstance(criteria, str) else json.dumps(criteria))
        db.session.remove()
        return app.test_cli_runner().invoke(args=["segments", *(str(rule) if a == "RULE" else a for a in arguments)])

    return run


def test_count_prints_the_keys_that_others_rely_on(flask):
    told = json.loads(flask("count", "--criteria", "RULE", *JUNE, "--json").stdout)
    assert (told["matching"], told["invitable"], told["by_channel"]) == (2, 1, {"mail": 1, "letter": 0})
    assert (told["excluded"]["objected"], sum(told["excluded"].values()), told["ms"] > 0) == (1, 1, True)


def test_count_for_people_says_the_rule_its_meaning_and_who_is_left_out(flask):
    told = flask("count", "--criteria", "RULE", *JUNE).stdout
    assert "Everyone who reaches the state pension age in 5 to 7 months." in told
    assert "born between 15 November 1962 and 31 December 1962" in told
    assert "2 match, 1 may be invited" in told
    assert "Have said no to invitations: 1" in told


@pytest.mark.parametrize(("year", "age"), [(2030, 68), (2035, 69), (2040, 70)])
def test_count_explains_a_year_in_which_nobody_reaches_the_age(flask, year, age):
    told = flask("count", "--criteria", "RULE", "--on", f"{year}-01-15")
    assert told.exit_code == 0
    assert "0 match" in told.stdout
    assert f"Nobody reaches the state pension age in {year}: the age rises to {age} that year." in told.stdout


def test_count_of_17_year_olds_holds_them_for_no_theme_asks_for_grown_ups(flask, session):
    make.citizen(session, "dina", birth_date=date(2012, 1, 1))
    session.commit()
    told = json.loads(flask("count", "--criteria", "RULE", *JUNE, "--json", criteria={"age": {"max": 17}}).stdout)
    assert (told["matching"], told["invitable"]) == (1, 1)


def test_the_rule_may_come_by_standard_input(flask, app):
    db.session.remove()
    told = app.test_cli_runner().invoke(
        args=["segments", "count", "--criteria", "-", *JUNE, "--json"], input=json.dumps(PENSION)
    )
    assert json.loads(told.stdout)["matching"] == 2


def test_explain_says_why_and_why_not_with_the_day_and_every_reason_in_words(flask):
    told = {
        who: json.loads(flask("explain", "--criteria", "RULE", "--person", who, *JUNE, "--json").stdout)
        for who in ("bo", "carl")
    }
    age = "reaches the state pension age"
    assert told["bo"] == {
        "matches": True,
        "because": [f"yes: {age} in 5 to 7 months ({age} on 31 December 2029)"],
        "excluded_because": ["objected"],
        "excluded_in_words": ["Has said no to invitations, and that always holds."],
    }
    assert told["carl"]["because"] == [f"no: {age} in 5 to 7 months ({age} on 1 January 2031)"]
    assert (told["carl"]["matches"], told["carl"]["excluded_because"]) == (False, [])


def test_explain_prints_neither_name_nor_address(flask, session):
    make.citizen(session, "erik", given_name="Erik", family_name="Prøve", street="Hemmeligvej 7", phone="0000")
    session.commit()
    rule = {"any": [PENSION, {"postcode": ["4171"]}, {"not": {"moved_in": {"within_days": [0, 9]}}}]}
    told = flask("explain", "--criteria", "RULE", "--person", "erik", *JUNE, criteria=rule).stdout
    assert "yes: lives in postcode 4171" in told
    assert "yes: did not move here within the last 9 days" in told
    assert not any(word in told for word in ("Erik", "Prøve", "Hemmeligvej", "example.org", "0000"))


REFUSED = [
    (["count", "--criteria", "nowhere.json"], PENSION, "nowhere.json"),
    (["count", "--criteria", "RULE"], "{", "line 1"),
    (["count", "--criteria", "RULE"], {"all": [{"church": True}]}, "all[0].church"),
    (["count", "--criteria", "RULE", "--on", "2027-02-30"], PENSION, "2027-02-30"),
    (["count", "--criteria", "RULE", "--on", "0001-01-01"], PENSION, "too far"),
    (["count", "--criteria", "RULE"], {"nearest_place": ["atlantis"]}, "atlantis"),
    (["explain", "--criteria", "RULE", "--person", "zoe"], PENSION, "nobody"),
]


def test_bad_input_gets_one_line_and_exit_2(flask):
    for arguments, criteria, word in REFUSED:
        told = flask(*arguments, criteria=criteria)
        assert (told.exit_code, told.stdout, len(told.stderr.splitlines())) == (2, "", 1)
        assert word in told.stderr
