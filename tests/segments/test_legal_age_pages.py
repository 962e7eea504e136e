"""The table of legal ages as people read it, and the admin who keeps it right."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from planner.refusal import Refusal
from planner.segments import legal_ages
from planner.segments.ages import AgeRule
from planner.segments.brackets import Years, year_by_year
from planner.segments.legal_ages import rows_of
from planner.segments.models import LegalAge
from planner.segments.queries import legal_ages as all_rules
from planner.staff.models import AuditEntry
from tests.places import make
from tests.segments.law import added_age
from tests.staff.make import account, sign_in

PAGE = "/staff/settings/legal-ages"
ROW = {
    "country": "DK", "milestone": "folkepension", "born_from": "1.1.1975", "born_to": "", "years": "71", "months": "0",
    "source": "lov nr. 1 af 2030", "checked_on": "24. november 2026",
}
D = date.fromisoformat


@pytest.fixture
def admin(client, session):
    make.municipality(session)
    account(session, "admin").language = "en"
    session.commit()
    with time_machine.travel(datetime(2026, 11, 25, 11, tzinfo=UTC), tick=False):
        sign_in(client)
        yield client


def law(session):
    session.expire_all()
    return [(row.born_from, row.born_to, row.years) for row in rows_of(session, "DK", "folkepension")][-2:]


def acts(session):
    return session.scalars(select(AuditEntry.act).where(AuditEntry.act.startswith("legal age"))).all()


def test_an_empty_year_is_explained_and_not_alarmed_about(admin):
    text = admin.get(PAGE).text
    assert "<dt>2030</dt><dd>Nobody reaches it: the age rises to 68 years. This is not an error.</dd>" in text
    assert "<dt>2026–2029</dt><dd>Reached at 67 years.</dd>" in text


def test_a_row_says_whose_births_which_age_and_when_it_is_reached(admin):
    cells = re.split(r"<[^>]+>", admin.get(PAGE).text)
    at = cells.index("1 January 1955 to 30 June 1955")
    told = [cell for cell in cells[at:] if cell.strip()]
    assert told[1:3] == ["66 years and 6 months", "1 July 2021 to 30 December 2021"]
    assert "1 January 1971 and later" in cells


def test_a_year_the_law_is_silent_on_is_no_rise():
    norway = [AgeRule("NO", "folkepension", D("1943-01-01"), D("1963-12-31"), 67)]
    assert year_by_year(norway, 2029, 2032) == [Years(2029, 2030, ((67, 0),), None), Years(2031, 2032, (), None)]


def test_a_rise_that_is_added_ends_the_row_before_it(admin, session):
    assert admin.post(f"{PAGE}/new", data=ROW).status_code == 303
    assert law(session) == [(D("1971-01-01"), D("1974-12-31"), 70), (D("1975-01-01"), date.max, 71)]
    assert acts(session) == ["legal age added"]


@pytest.mark.parametrize(("field", "typed", "sentence"), [
    ("born_from", "1.1.1964", "The table already has an age for those born on"),
    ("born_from", "31.2.1975", "Write a date like"),
    ("born_to", "1.1.1974", "The last day lies before the first."),
    ("years", "0", "Write a whole number from 1 to 120."),
    ("months", "12", "Write a whole number from 0 to 11."),
    ("source", "", "Write where the law stands"),
    ("checked_on", "26.11.2026", "Write the day you read it there, today at the latest."),
    ("milestone", "nonsense", "Choose which age the law speaks of."),
    ("country", "SE", "Choose a country."),
])
def test_what_cannot_be_law_is_refused_and_changes_nothing(admin, session, field, typed, sentence):
    before = law(session)
    answer = admin.post(f"{PAGE}/new", data=ROW | {field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert (law(session), acts(session)) == (before, [])


def test_a_gap_is_taken_only_when_it_is_said_to_be_meant(admin, session):
    bounded = ROW | {"born_to": "31.12.1978"}
    refused = admin.post(f"{PAGE}/new", data=bounded)
    assert refused.status_code == 422
    assert "would then have no age. Choose other days, or tick" in refused.text
    assert admin.post(f"{PAGE}/new", data=bounded | {"gap": "1"}).status_code == 303
    assert law(session)[-1] == (D("1975-01-01"), D("1978-12-31"), 71)


def test_an_age_that_is_new_gets_a_name_in_each_language(admin, session):
    names = {"milestone": "new", "name_da": "alderen for gratis bus", "name_nb": "alderen for gratis buss",
             "name_en": "the age of a free bus pass", "born_from": ""}
    assert admin.post(f"{PAGE}/new", data=ROW | names).status_code == 303
    assert "Denmark: the age of a free bus pass" in admin.get(PAGE).text
    assert "alderen for gratis bus" in admin.get(f"{PAGE}?lang=da").text
    assert AgeRule("DK", "the-age-of-a-free-bus-pass", date.min, date.max, 71) in all_rules(session)


def test_taking_a_row_out_lets_the_row_before_go_on(admin, session):
    before = law(session)
    added_age(session)
    later = added_age(session, D("1979-01-01"), years=72)
    first = session.scalars(select(LegalAge).where(LegalAge.born_from == D("1975-01-01"))).one()
    assert admin.post(f"{PAGE}/{first.id}/remove").status_code == 303
    assert law(session) == [(D("1971-01-01"), D("1978-12-31"), 70), (D("1979-01-01"), date.max, 72)]
    assert admin.post(f"{PAGE}/{later.id}/remove").status_code == 303
    assert law(session) == before


def test_law_that_came_with_the_planner_cannot_be_taken_out(admin, session):
    row = rows_of(session, "DK", "folkepension")[0]
    assert admin.get(f"{PAGE}/{row.id}/remove").status_code == 409
    assert admin.post(f"{PAGE}/{row.id}/remove").status_code == 409
    assert session.get(LegalAge, row.id) is not None


def test_the_last_row_of_an_age_stays_while_somebody_asks_for_it(session, monkeypatch):
    account(session)
    row = added_age(session)
    row.milestone = "alone"
    session.flush()
    monkeypatch.setattr(legal_ages, "leaning", [lambda session, country, slug: ["Summer letters"]])
    with pytest.raises(Refusal, match="Summer letters asks for it"):
        raise legal_ages.why_not_removed(session, row)
    monkeypatch.setattr(legal_ages, "leaning", [])
    assert legal_ages.why_not_removed(session, row) is None


def test_checking_again_notes_where_and_when(admin, session):
    row = rows_of(session, "DK", "folkepension")[0]
    answer = admin.post(f"{PAGE}/{row.id}", data={"source": "retsinformation.dk", "checked_on": "25.11.2026"})
    assert answer.status_code == 303
    session.expire_all()
    assert (row.source, row.checked_on) == ("retsinformation.dk", D("2026-11-25"))
    assert admin.post(f"{PAGE}/{row.id}", data={"source": "", "checked_on": "x"}).status_code == 422


def test_law_nobody_has_read_for_a_year_is_pointed_out(admin, session):
    assert "not been checked for over a year" not in admin.get(PAGE).text
    rows_of(session, "DK", "folkepension")[0].checked_on = D("2025-11-24")
    assert "1 row has not been checked for over a year." in admin.get(PAGE).text
    assert "A row was last checked on 24 November 2025." in admin.get("/staff/settings").text
