"""Recognises Danish and Norwegian national identity numbers, so that none gets in. Pure, and made to refuse too much.

Sources: the CPR office, “Personnummeret i CPR” (the seventh digit tells the century; since October 2007 numbers need
not satisfy modulus 11, so a plausible birth date alone makes ten digits suspect); the Norwegian population register
regulation, section 2-2 (two check digits modulus 11; D-numbers add 4 to the first digit; made-up numbers for tests add
40, 65 or 80 to the month).
"""

import re
from datetime import date

from planner.refusal import N_, Refusal

#: Ten digits or more in a row, single blanks, dots and hyphens among them; a phone number with its + is none.
MAYBE = re.compile(r"[0-9](?<![0-9+].)(?:[ .:-]{0,3}[0-9]){9}")
WRITTEN = re.compile(r"(?<![\w+-])(?:\d{6}[ -]?\d{4}|\d{6} ?\d{5})(?![\w-])")
#: The same inside a sentence: pairs of day, month and year, then four digits or five. A phone number has pairs only.
IN_A_SENTENCE = re.compile(
    r"(?<![\d+])\d{2}(?P<between>[ ./-]?)\d{2}(?P=between)\d{2}[ .–-]{0,3}(?:\d{4,5}|\d{3} \d{2})(?!\d)"
    r"|(?<![\d+])\d(?: \d){9,10}(?! ?\d)"
)
SEPARATORS = str.maketrans("", "", " .:-")
FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def is_national_number(text: str) -> bool:
    """Return whether `text`, as a whole or as one of its words, reads as a CPR number or a fødselsnummer."""
    return _validates(text.translate(SEPARATORS)) or any(
        _validates(found.translate(SEPARATORS)) for found in WRITTEN.findall(text)
    )


def refused_numbers(**texts: str) -> list[Refusal]:
    """Return a refusal for each of `texts`, by the name of its field, in which somebody has written such a number."""
    sentence = N_("It looks as if you have written a personal identity number. Please take it out: we do not need it.")
    return [Refusal(sentence, field=field) for field, text in texts.items() if mentions_number(text)]


def mentions_number(text: str) -> bool:
    """Return whether a free text holds a national number; of a Norwegian one the check digits are not asked.

    Made so that phone numbers, dates, hours and postcodes pass, also side by side.
    """
    found = ("".join(filter(str.isdigit, match.group())) for match in IN_A_SENTENCE.finditer(text))
    return any(is_cpr(digits) if len(digits) == 10 else _begins_with_birth(digits) for digits in found)


def _validates(digits: str) -> bool:
    if not (digits.isascii() and digits.isdigit()):
        return False
    return (len(digits) == 10 and is_cpr(digits)) or (len(digits) == 11 and is_fodselsnummer(digits))


def is_cpr(digits: str) -> bool:
    """Return whether ten digits begin with the birth date of a CPR number, its century told by the seventh digit."""
    year, seventh = int(digits[4:6]), digits[6]
    if seventh in "5678" and year >= 58:
        century = 1800
    elif seventh in "0123" or (seventh in "49" and year >= 37):
        century = 1900
    else:
        century = 2000
    return _is_day(century + year, int(digits[2:4]), int(digits[:2]))


def is_fodselsnummer(digits: str) -> bool:
    """Return whether eleven digits are a Norwegian number, D-numbers and made-up test numbers included."""
    numbers = [int(digit) for digit in digits]
    if _sum(FIRST_WEIGHTS, numbers) % 11 or _sum(SECOND_WEIGHTS, numbers) % 11:
        return False
    return _begins_with_birth(digits)


def _begins_with_birth(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    month -= next((added for added in (80, 65, 40) if month > added), 0)
    return any(_is_day(century + year, month, day - 40 if day > 40 else day) for century in (1800, 1900, 2000))


def _sum(weights: tuple[int, ...], numbers: list[int]) -> int:
    return sum(weight * number for weight, number in zip(weights, numbers, strict=False))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
