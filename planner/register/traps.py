"""The people in every synthetic register on whom programs stumble, each with an id that stays. Pure.

They come first in the file. Dates count from the day the register is made for; "the window" is 67 years, pension age,
in 180 days, so that only what the trap says decides about them. All live in Glumsø (4171) unless they have no address.

| id          | who                                                                                    |
|-------------|----------------------------------------------------------------------------------------|
| SYN-0000001 | in the window, died 12 days ago                                                        |
| SYN-0000002 | in the window, left the municipality 90 days ago                                       |
| SYN-0000003 | in the window, name and address protected                                              |
| SYN-0000004 | in the window, special protection: protected and registered without an address         |
| SYN-0000005 | born 29 February 2008: 18 on 1 March 2026                                              |
| SYN-0000006 | born 31 December 1962, the last day with pension at 67                                 |
| SYN-0000007 | born 1 January 1963, the first day with pension at 68                                  |
| SYN-0000008 | twin of the next: same home, family name and birthday, 18 in 30 days                   |
| SYN-0000009 | twin of the one before                                                                 |
| SYN-0000010 | shares full name and birth date with the next, and is someone else                     |
| SYN-0000011 | shares full name and birth date with the one before                                    |
| SYN-0000012 | 107 years old                                                                          |
| SYN-0000013 | in the window, moved away yesterday                                                    |
| SYN-0000014 | 16 years old and exempt from Digital Post                                              |
| SYN-0000015 | in the window, without address or mail, and not protected                              |
| SYN-0000016 | in the window, lives care of someone                                                   |
| SYN-0000017 | names with an apostrophe and accents                                                   |
| SYN-0000018 | names with æ, ø and å                                                                  |
| SYN-0000019 | name in Arabic script, reads Arabic, came from abroad 60 days ago                      |
| SYN-0000020 | full name of exactly 60 characters                                                     |
| SYN-0000021 | one single name, no family name                                                        |
| SYN-0000022 | in the window, shares a mailbox with the next                                          |
| SYN-0000023 | in the window, shares a mailbox with the one before                                    |
"""

from datetime import date, timedelta
from enum import StrEnum

from planner.register.row import RegisterRow

MUNICIPALITY = "370"


class Trap(StrEnum):
    """The fixed ids, named by what is special."""

    DIED = "SYN-0000001"
    LEFT = "SYN-0000002"
    PROTECTED = "SYN-0000003"
    SPECIALLY_PROTECTED = "SYN-0000004"
    BORN_29_FEBRUARY = "SYN-0000005"
    LAST_AT_67 = "SYN-0000006"
    FIRST_AT_68 = "SYN-0000007"
    TWIN = "SYN-0000008"
    OTHER_TWIN = "SYN-0000009"
    NAMESAKE = "SYN-0000010"
    OTHER_NAMESAKE = "SYN-0000011"
    AGED_107 = "SYN-0000012"
    LEFT_YESTERDAY = "SYN-0000013"
    EXEMPT_AT_16 = "SYN-0000014"
    NO_ADDRESS = "SYN-0000015"
    CARE_OF = "SYN-0000016"
    APOSTROPHE = "SYN-0000017"
    DANISH_LETTERS = "SYN-0000018"
    ARABIC_SCRIPT = "SYN-0000019"
    SIXTY_CHARACTERS = "SYN-0000020"
    SINGLE_NAME = "SYN-0000021"
    MAILBOX = "SYN-0000022"
    SAME_MAILBOX = "SYN-0000023"


def years_before(day: date, years: int) -> date:
    """Return the same date `years` earlier; 28 February when that year has no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def traps(as_of: date) -> list[RegisterRow]:
    """Return the people of the table above, in its order, as they stand on `as_of`."""
    return [*_gone_or_hidden(as_of), *_by_birthday(as_of), *_by_address(as_of), *_by_name(as_of)]


def _someone(trap: Trap, given_name: str, family_name: str, birth_date: date) -> RegisterRow:
    return RegisterRow(
        trap.value, given_name, family_name, birth_date, street=f"Prøvevænget {int(trap.value[4:])}", postcode="4171",
        town="Glumsø", municipality_code=MUNICIPALITY, language="da", email=f"{trap.value.lower()}@example.org",
    )


def _in_window(as_of: date) -> date:
    return years_before(as_of, 67) + timedelta(days=180)


def _gone_or_hidden(as_of: date) -> list[RegisterRow]:
    birth = _in_window(as_of)
    protected = _someone(Trap.PROTECTED, "Signe", "Skjold", birth)._replace(name_address_protected=True)
    special = _someone(Trap.SPECIALLY_PROTECTED, "Vera", "Værn", birth)
    return [
        _someone(Trap.DIED, "Dagny", "Dam", birth)._replace(status="dead", status_on=as_of - timedelta(days=12)),
        _someone(Trap.LEFT, "Frank", "Fjord", birth)._replace(status="left", status_on=as_of - timedelta(days=90)),
        protected,
        special._replace(name_address_protected=True, street="", postcode="", town=""),
    ]


def _by_birthday(as_of: date) -> list[RegisterRow]:
    soon_18 = years_before(as_of, 18) + timedelta(days=30)
    twins = [
        _someone(Trap.TWIN, "Tilde", "Tvilling", soon_18),
        _someone(Trap.OTHER_TWIN, "Troels", "Tvilling", soon_18),
    ]
    moved = _someone(Trap.LEFT_YESTERDAY, "Fie", "Flyt", _in_window(as_of))
    exempt = _someone(Trap.EXEMPT_AT_16, "Uffe", "Ung", years_before(as_of, 16) - timedelta(days=100))
    return [
        _someone(Trap.BORN_29_FEBRUARY, "Skud", "Dag", date(2008, 2, 29)),
        _someone(Trap.LAST_AT_67, "Nytte", "Aften", date(1962, 12, 31)),
        _someone(Trap.FIRST_AT_68, "Nyla", "Aarsdag", date(1963, 1, 1)),
        *(twin._replace(street="Tvillingevej 2") for twin in twins),
        _someone(Trap.NAMESAKE, "Anne", "Sand", date(1984, 4, 4)),
        _someone(Trap.OTHER_NAMESAKE, "Anne", "Sand", date(1984, 4, 4)),
        _someone(Trap.AGED_107, "Olga", "Old", years_before(as_of, 107) - timedelta(days=40)),
        moved._replace(status="left", status_on=as_of - timedelta(days=1)),
        exempt._replace(digital_post_exempt=True, email=""),
    ]


def _by_address(as_of: date) -> list[RegisterRow]:
    birth = _in_window(as_of)
    homeless = _someone(Trap.NO_ADDRESS, "Uden", "Vej", birth)
    return [
        homeless._replace(street="", postcode="", town="", email=""),
        _someone(Trap.CARE_OF, "Carla", "Gæst", birth)._replace(street="c/o Holm, Lindevej 4", email=""),
    ]


def _by_name(as_of: date) -> list[RegisterRow]:
    arabic = _someone(Trap.ARABIC_SCRIPT, "سلمى", "الحداد", date(1991, 7, 3))
    birth = _in_window(as_of)
    both = [_someone(Trap.MAILBOX, "Mona", "Par", birth), _someone(Trap.SAME_MAILBOX, "Max", "Par", birth)]
    longest = "Alexandrine Wilhelmine Margrethe", "Hovmand-Christoffersen Vang"
    return [
        _someone(Trap.APOSTROPHE, "Siobhán", "O'Mórdha-D'Angelis", date(1979, 9, 9)),
        _someone(Trap.DANISH_LETTERS, "Åse Ærø", "Bækgård Ødum", date(1950, 8, 8)),
        arabic._replace(language="ar", moved_in_on=as_of - timedelta(days=60), moved_from_abroad=True),
        _someone(Trap.SIXTY_CHARACTERS, *longest, date(1988, 6, 1)),
        _someone(Trap.SINGLE_NAME, "Suryani", "", date(1993, 3, 3)),
        *(one._replace(email="mona.og.max@example.org", street="Parkvej 22") for one in both),
    ]
