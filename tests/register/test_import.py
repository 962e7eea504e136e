"""Register files are taken in: each person once, nothing lost, nothing half done."""

import io
import threading
from datetime import date

import pytest
from sqlalchemy import func, select

from planner.citizens.models import Citizen
from planner.citizens.queries import citizens_by_id
from planner.db import db
from planner.refusal import Refusal
from planner.register.importing import import_register
from planner.register.reader import BLOCK
from tests.register import make
from tests.register.make import BO, EVA, citizen, counts, file, take_in

CHUNK = 5_000


def number_of_citizens(session):
    return session.scalar(select(func.count()).select_from(Citizen))


def reasons(report):
    return [(rejection.line, rejection.column, rejection.reason) for rejection in report.report]


def test_people_are_added_and_the_same_file_again_changes_nothing(session):
    assert counts(take_in(session, file(BO, EVA))) == (2, 0, 0, 0, 0)
    assert counts(take_in(session, file(BO, EVA))) == (0, 0, 2, 0, 0)
    assert number_of_citizens(session) == 2


def test_every_column_arrives_as_it_was_told(session):
    more = {"language": "uk", "moved_in_on": "2026-10-01", "moved_from_abroad": "1", "digital_post_exempt": "1",
            "name_address_protected": "1", "marketing_protected": "1", "status": "left", "status_on": "2026-11-01"}
    take_in(session, file({**BO, **more}))
    bo = citizen(session, "P-1")
    assert (bo.birth_date, bo.language, bo.moved_in_on) == (date(1960, 5, 20), "uk", date(2026, 10, 1))
    assert (bo.status, bo.status_on, bo.chose_mail) == ("left", date(2026, 11, 1), False)
    assert all([bo.moved_from_abroad, bo.digital_post_exempt, bo.name_address_protected, bo.marketing_protected])


def test_a_citizen_is_known_to_the_post_office_by_a_keyed_hash_only(session):
    take_in(session, file(BO))
    assert citizen(session, "P-1").subject == make.KEYS.subject("P-1")


def test_what_changed_is_brought_up_to_date_and_what_the_person_chose_with_us_stays(session):
    take_in(session, file(BO, EVA))
    citizen(session, "P-1").chose_mail = True
    session.commit()
    assert counts(take_in(session, file({**BO, "email": "new@example.org"}, EVA))) == (0, 1, 1, 0, 0)
    assert (citizen(session, "P-1").email, citizen(session, "P-1").chose_mail) == ("new@example.org", True)


def test_a_file_with_fewer_columns_leaves_the_others_as_they_were(session):
    take_in(session, file({**BO, "status": "dead", "status_on": "2026-11-01"}))
    assert counts(take_in(session, file({"person_id": "P-1", "birth_date": "1960-05-21"}))) == (0, 1, 0, 0, 0)
    bo = citizen(session, "P-1")
    assert (bo.email, bo.birth_date, bo.status) == ("bo@example.org", date(1960, 5, 21), "dead")


def test_a_bad_row_is_rejected_alone_and_listed_with_line_column_and_reason(session):
    report = take_in(session, file(BO, {**EVA, "birth_date": ""}, {**EVA, "person_id": "P-3"}))
    assert counts(report) == (2, 0, 0, 1, 0)
    assert reasons(report) == [(3, "birth_date", "It is empty, and no row can do without it.")]
    assert report.rows == 3


def test_the_column_of_a_bad_row_is_called_what_the_file_calls_it(session):
    report = take_in(session, file(BO, {**EVA, "birth_date": ""}).replace(b"birth_date", b" Birth_Date "))
    assert [row.column for row in report.report] == ["Birth_Date"]


def test_a_person_twice_in_a_file_counts_once_and_the_first_row_stands(session):
    report = take_in(session, file(BO, EVA, {**BO, "given_name": "Other"}))
    assert counts(report) == (2, 0, 0, 1, 0)
    assert reasons(report) == [(4, "person_id", "This person stands on line 2 already, and that line counts.")]
    assert citizen(session, "P-1").given_name == "Bo"


def test_a_person_twice_is_noticed_however_far_apart_and_among_the_known_too(session):
    content = file(BO, *others(CHUNK), {**BO, "given_name": "Other"})
    report = take_in(session, content)
    assert counts(report) == (CHUNK + 1, 0, 0, 1, 0)
    assert "on line 2 already" in reasons(report)[0][2]
    assert counts(take_in(session, content)) == (0, 0, CHUNK + 1, 1, 0)
    assert citizen(session, "P-1").given_name == "Bo"


def others(count):
    return [{**EVA, "person_id": f"Q-{number}"} for number in range(count)]


def test_a_good_row_after_a_bad_one_of_the_same_person_is_taken(session):
    report = take_in(session, file({**BO, "email": "nonsense"}, BO))
    assert counts(report) == (1, 0, 0, 1, 0)


def test_who_is_missing_from_a_full_extract_is_marked_as_left_today(session):
    take_in(session, file(BO, EVA))
    assert counts(take_in(session, file(BO), full=True, many_left=True)) == (0, 0, 1, 0, 1)
    assert (citizen(session, "P-2").status, citizen(session, "P-2").status_on) == ("left", date(2026, 11, 22))
    assert counts(take_in(session, file(BO), full=True)) == (0, 0, 1, 0, 0)


def test_a_torn_full_extract_marks_nobody_as_left_unless_one_insists(session):
    take_in(session, make.crowd(10))
    assert counts(take_in(session, make.crowd(8), full=True)) == (0, 0, 8, 0, 2)
    with pytest.raises(Refusal, match=r"2 of 8 residents are missing .* --many-left"):
        take_in(session, make.crowd(6).replace(b"bo@", b"bob@"), full=True)
    assert (citizen(session, "P-0").email, number_of_citizens(session)) == ("bo@example.org", 10)
    assert counts(take_in(session, make.crowd(6), full=True, many_left=True)) == (0, 0, 6, 0, 2)


def test_who_comes_back_in_a_full_extract_lives_here_again_but_nobody_rises_from_the_dead(session):
    take_in(session, file({**BO, "status": "dead"}, {**EVA, "status": "left"}))
    assert counts(take_in(session, file(BO, EVA), full=True)) == (0, 1, 1, 0, 0)
    assert (citizen(session, "P-1").status, citizen(session, "P-2").status) == ("dead", "resident")


def test_the_dead_who_are_missing_stay_dead(session):
    take_in(session, file({**BO, "status": "dead", "status_on": "2026-11-01"}, {**EVA, "status": "", "status_on": ""}))
    take_in(session, file(EVA), full=True)
    assert (citizen(session, "P-1").status, citizen(session, "P-1").status_on) == ("dead", date(2026, 11, 1))


def test_a_rejected_row_does_not_make_its_person_leave(session):
    take_in(session, file(BO, EVA))
    assert counts(take_in(session, file(BO, {**EVA, "email": "nonsense"}), full=True)) == (0, 0, 1, 1, 0)
    assert citizen(session, "P-2").status == "resident"


def test_a_full_extract_without_a_usable_row_empties_nothing(session):
    take_in(session, file(BO, EVA))
    with pytest.raises(Refusal, match="Nobody was marked as left"):
        take_in(session, b"person_id,birth_date\n", full=True)
    assert citizen(session, "P-1").status == "resident"


def test_a_trial_tells_the_same_and_leaves_no_trace(session):
    take_in(session, file(BO))
    trial = take_in(session, file({**BO, "email": ""}, EVA), dry_run=True, full=True)
    assert counts(trial) == (1, 1, 0, 0, 0)
    assert number_of_citizens(session) == 1
    assert citizen(session, "P-1").email == "bo@example.org"


def test_a_refused_file_leaves_no_trace_of_the_rows_before(session):
    many = file(*others(CHUNK + 1), town="x" * 80, phone="0" * 8, family_name="y" * 80)
    assert len(many) > BLOCK
    with pytest.raises(Refusal, match="not UTF-8"):
        take_in(session, many + b"P-3,\xff,1960-05-20,,\n")
    session.commit()
    assert number_of_citizens(session) == 0


def test_a_row_with_a_national_number_is_rejected_and_the_number_is_not_repeated(session):
    report = take_in(session, file(*others(9), {**BO, "street": f"c/o {make.danish_number()}"}))
    assert counts(report) == (9, 0, 0, 1, 0)
    assert reasons(report)[0][:2] == (11, "street")
    assert make.danish_number() not in str(report)


def test_the_national_number_is_named_even_where_another_cell_is_bad_too(session):
    report = take_in(session, file(*others(9), {**BO, "birth_date": "?", "street": make.norwegian_number()}))
    assert reasons(report)[0][1] == "street"


def test_a_column_with_more_than_a_fifth_of_national_numbers_refuses_the_file(session):
    numbers = [{**BO, "person_id": make.danish_number(serial)} for serial in range(3)]
    with pytest.raises(Refusal, match="column person_id, 3 of 12 rows"):
        take_in(session, file(*others(9), *numbers))
    assert number_of_citizens(session) == 0


def test_researcher_protection_is_ignored_with_a_word_on_why(session):
    report = take_in(session, file(BO, forskerbeskyttelse="1"))
    assert counts(report) == (1, 0, 0, 0, 0)
    assert "1 April 2014" in report.notes[0]


def test_the_list_of_rejections_stops_at_a_thousand_and_the_count_does_not(session):
    report = take_in(session, file(BO, *({**EVA, "birth_date": ""} for _ in range(1500))))
    assert (len(report.report), report.rejected) == (1000, 1500)


def test_progress_adds_up_to_the_size_of_the_file(session):
    told, content = [], make.crowd(BLOCK // 40)
    assert BLOCK < len(content) < 2 * BLOCK
    import_register(session, io.BytesIO(content), make.KEYS, make.NOW, progress=told.append)
    assert sum(told) == len(content)
    assert len(told) == 2


def test_rows_of_citizens_already_loaded_are_seen_anew(session):
    take_in(session, file(BO))
    bo = citizen(session, "P-1")
    import_register(session, io.BytesIO(file({**BO, "given_name": "Bo Emil"})), make.KEYS, make.NOW)
    assert bo.given_name == "Bo Emil"
    assert citizens_by_id(session, [bo.id]) == {bo.id: bo}


def test_two_imports_at_once_wait_for_each_other_and_nobody_comes_twice(app, session):
    take_in(session, file(*others(1)))  # into an empty register the locks of its indexes would let only one in anyway
    done, start = [], threading.Barrier(2)

    def take_in_beside() -> None:
        with app.app_context():
            start.wait()
            done.append(counts(take_in(db.session(), make.crowd(300))))
            db.session.remove()

    threads = [threading.Thread(target=take_in_beside) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [(0, 0, 300, 0, 0), (300, 0, 0, 0, 0)]


@pytest.mark.parametrize("torn", [
    b"P-2,Eva,1951-01-01,eva@example.org,Vej 1, 2. tv\n", b'P-2,"Eva,1951-01-01,eva@example.org,Vej 1\n',
    b'"P-2,Eva",1951-01-01,eva@example.org\n', b'"Ida\nP-2",Eva,1951-01-01,eva@example.org,Vej 1\n',
    b", P-2 ,Eva\n",
])
def test_who_stands_in_a_row_of_a_full_extract_that_fell_apart_has_not_left(session, torn):
    take_in(session, file(BO, EVA))
    assert counts(take_in(session, file(BO) + torn, full=True, many_left=True))[4] == 0
    assert citizen(session, "P-2").status == "resident"


def test_a_row_too_long_to_see_whom_it_is_about_marks_nobody_as_left_and_the_report_says_so(session):
    take_in(session, file(BO, EVA))
    report = take_in(session, file(BO) + b"," * 20_000 + b"\n", full=True, many_left=True)
    assert (report.left, citizen(session, "P-2").status) == (0, "resident")
    assert report.notes == ["A row is too long to see whom it is about. So nobody is marked as left."]
