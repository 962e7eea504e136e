"""A planner may ask any rule; no answer tells whether, where or why somebody of protected name and address is in it."""

from datetime import date

import pytest

from planner.audiences.overlap import overlap
from planner.invitations.models import Wave
from planner.refusal import Refusal
from planner.segments.ahead import look_ahead
from planner.segments.criteria import parse_criteria
from planner.segments.queries import count_audience, preview_audience
from tests.audiences import make
from tests.invitations import make as campaigns
from tests.invitations.desk import page
from tests.segments.make import NOW, audience, citizen

NEW = "/staff/audiences/new"
#: Exactly hers: she turns 70 today. Nobody else in the town does.
BIRTHDAY = {"part-0": "turns", "age-0": "70", "from-0": "0", "to-0": "0"}
BORN = date(1956, 11, 25)
NEAR = {"part-0": "postcode", "group-0": "any-1", "codes-0": "4700"}
OR_HERS = {f"{name[:-1]}1": value for name, value in BIRTHDAY.items()} | {"group-1": "any-1"}


@pytest.fixture
def ida(session, ane):
    """Twenty people in 4700, and Ida of Fensmark, whose name and address are protected."""
    for number in range(20):
        citizen(session, f"SYN-{number}", postcode="4700")
    found = citizen(session, "SYN-ida", birth_date=BORN, postcode="4684", name_address_protected=True)
    session.commit()
    return found


def asked(desk, **rule):
    return page(desk, NEW, sentences="1", theme="digital-help", count="1", **rule)


def counted(text):
    """What the page shows of the audience, without the time of day."""
    return text.partition('id="counted"')[2].partition("Counted at")[0], text.partition('id="tables"')[2]


def test_an_exact_birthday_finds_nobody_and_names_no_place(desk, ida):
    text = asked(desk, **BIRTHDAY)
    assert '<span class="big-n">0</span>' in text
    assert "People with protected names are invited too, but are not counted here." in text
    assert "Fensmark" not in text.partition('id="tables"')[2]


def test_halving_the_postcodes_gives_the_same_answer_on_both_sides(desk, ida):
    hers, other = (asked(desk, **BIRTHDAY, **{"part-1": "postcode", "codes-1": codes})
                   for codes in ("4600-4699", "4700-4799"))
    assert counted(hers) == counted(other)


def test_special_protection_has_no_row_of_its_own(desk, session, ida):
    ida.street = ida.postcode = ida.town = ""
    session.commit()
    for text in (asked(desk, **BIRTHDAY), asked(desk, **NEAR, **OR_HERS)):
        assert "under 5" not in text.partition('id="counted"')[2]
        assert "protection" not in text.partition('id="tables"')[2]


def test_the_difference_of_two_full_numbers_tells_nothing(desk, ida):
    without, with_hers = asked(desk, **NEAR), asked(desk, **NEAR, **OR_HERS)
    assert '<span class="big-n">20</span>' in without
    assert counted(with_hers) == counted(without)


def test_overlap_months_ahead_and_the_preview_leave_her_out_and_the_command_counts_her(session, ida):
    hers = audience({"turns": {"age": 70, "within_days": [0, 0]}})
    assert preview_audience(session, hers, NOW).matching == 0
    assert overlap(session, hers, hers, NOW).fit.both == 0
    ahead = look_ahead(session, audience({"turns": {"age": 71, "within_days": [0, 9]}}), 12)
    assert sum(month.number for month in ahead) == 0
    assert count_audience(session, hers, NOW).invitable == 1


def test_a_saved_audience_is_shown_without_her(desk, session, ida):
    rule = {"any": [{"postcode": ["4700"]}, {"turns": {"age": 70, "within_days": [0, 0]}}]}
    saved = make.saved(session, criteria=rule)
    session.commit()
    assert '<span class="big-n">20</span>' in page(desk, f"/staff/audiences/{saved.id}")


def test_of_one_who_fits_only_fewer_than_five_is_told(desk, session, ida):
    ida.name_address_protected = False
    session.commit()
    text = asked(desk, **BIRTHDAY)
    assert '<span class="big-n">under 5</span>' in text
    tables = text.partition('id="tables"')[2].partition("</form>")[0]
    assert "<table" not in tables and "Fensmark" not in tables and "Citizens who fit" not in text


def test_the_last_wave_takes_the_protected_along_and_pages_do_not_count_them(session):
    campaigns.town(session)
    for number in range(6):
        campaigns.citizen(session, f"SYN-{number}", name_address_protected=number == 0)
    campaign = campaigns.campaign(session, campaigns.account(session, "gry@example.org", "planner"))
    wave: Wave = campaign.waves[-1]
    assert (wave.size, wave.shown, campaign.invitable) == (6, 5, 5)


@pytest.mark.parametrize("key", ["came_to", "invited_to"])
def test_a_rule_looks_back_at_most_five_times(key):
    looks = [{key: {"theme": "newcomers", "within_days": days}} for days in range(1, 7)]
    assert parse_criteria({"any": looks[:5]})
    with pytest.raises(Refusal, match="more than"):
        parse_criteria({"any": [*looks[:4], {"not": {"any": looks[4:]}}]})
