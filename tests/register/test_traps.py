"""The people on whom programs stumble, each with the id the docstring of `traps` promises."""

from datetime import date

import pytest

from planner.register.generator import AS_OF, people
from planner.register.traps import Trap, traps

PENSION_WINDOW = (date(1960, 4, 22), date(1960, 6, 22))


@pytest.fixture
def who():
    return {Trap(person.person_id): person for person in traps(AS_OF)}


def test_they_come_first_in_every_register_and_their_ids_follow_the_table():
    first = [person.person_id for person in people(40, seed=99)][: len(Trap)]
    assert first == [trap.value for trap in Trap]
    assert first[0] == "SYN-0000001"


def test_one_died_and_one_left_and_one_moved_away_yesterday(who):
    assert (who[Trap.DIED].status, who[Trap.DIED].status_on) == ("dead", date(2026, 11, 10))
    assert (who[Trap.LEFT].status, who[Trap.LEFT].status_on) == ("left", date(2026, 8, 24))
    assert (who[Trap.LEFT_YESTERDAY].status, who[Trap.LEFT_YESTERDAY].status_on) == ("left", date(2026, 11, 21))


def test_one_is_protected_with_an_address_and_one_without(who):
    assert who[Trap.PROTECTED].name_address_protected
    assert who[Trap.PROTECTED].street
    special = who[Trap.SPECIALLY_PROTECTED]
    assert special.name_address_protected
    assert (special.street, special.postcode, special.town, special.status) == ("", "", "", "resident")


def test_the_birthdays_on_which_rules_turn(who):
    assert who[Trap.BORN_29_FEBRUARY].birth_date == date(2008, 2, 29)
    assert who[Trap.LAST_AT_67].birth_date == date(1962, 12, 31)
    assert who[Trap.FIRST_AT_68].birth_date == date(1963, 1, 1)


def test_twins_share_home_name_and_birthday_and_turn_18_soon(who):
    one, other = who[Trap.TWIN], who[Trap.OTHER_TWIN]
    assert (one.family_name, one.birth_date, one.street) == (other.family_name, other.birth_date, other.street)
    assert one.given_name != other.given_name
    assert one.birth_date == date(2008, 12, 22)


def test_namesakes_share_name_and_birth_date_and_nothing_else(who):
    one, other = who[Trap.NAMESAKE], who[Trap.OTHER_NAMESAKE]
    assert one[1:4] == other[1:4]
    assert one.street != other.street


def test_one_is_107(who):
    assert date(1918, 11, 22) < who[Trap.AGED_107].birth_date <= date(1919, 11, 22)


def test_one_is_exempt_at_16(who):
    assert date(2009, 11, 22) < who[Trap.EXEMPT_AT_16].birth_date <= date(2010, 11, 22)
    assert who[Trap.EXEMPT_AT_16].digital_post_exempt


def test_one_has_neither_address_nor_mail_and_one_lives_care_of_someone(who):
    nowhere = who[Trap.NO_ADDRESS]
    assert (nowhere.street, nowhere.postcode, nowhere.email, nowhere.name_address_protected) == ("", "", "", False)
    assert who[Trap.CARE_OF].street.startswith("c/o ")


def test_the_names_that_break_layouts(who):
    assert "'" in who[Trap.APOSTROPHE].family_name
    assert set("æøåÆØÅ") & set(who[Trap.DANISH_LETTERS].given_name + who[Trap.DANISH_LETTERS].family_name)
    assert "\u0600" < who[Trap.ARABIC_SCRIPT].given_name[0] < "\u06ff"
    assert len(f"{who[Trap.SIXTY_CHARACTERS].given_name} {who[Trap.SIXTY_CHARACTERS].family_name}") == 60
    assert who[Trap.SINGLE_NAME].given_name
    assert who[Trap.SINGLE_NAME].family_name == ""


def test_two_share_a_mailbox(who):
    assert who[Trap.MAILBOX].email == who[Trap.SAME_MAILBOX].email != ""
    assert who[Trap.MAILBOX].person_id != who[Trap.SAME_MAILBOX].person_id


@pytest.mark.parametrize("trap", [
    Trap.DIED, Trap.LEFT, Trap.PROTECTED, Trap.SPECIALLY_PROTECTED, Trap.LEFT_YESTERDAY, Trap.NO_ADDRESS, Trap.CARE_OF,
    Trap.MAILBOX, Trap.SAME_MAILBOX,
])
def test_only_the_trap_decides_about_those_who_near_pension_age(who, trap):
    assert PENSION_WINDOW[0] <= who[trap].birth_date <= PENSION_WINDOW[1]
