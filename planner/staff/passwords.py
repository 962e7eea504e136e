"""Which passwords are good enough, and how they are hashed and compared."""

import secrets
import unicodedata
from functools import cache
from typing import NewType

from flask_security import hash_password, verify_password

from planner.refusal import N_, Refusal

Hashed = NewType("Hashed", str)

SHORTEST = 12
FEWEST_DIFFERENT = 5
#: What guessers try first, as it looks when digits, signs and the usual swaps (@ for a, 0 for o) are undone.
COMMON = frozenset({
    "password", "passwordpassword", "passw", "adgangskode", "kodeord", "hemmelig", "hemmelighed", "passord", "losenord",
    "qwerty", "qwertyuiop", "asdfghjkl", "qwertyuiopasdfghjkl", "abcdefghijkl", "letmein", "letmeinplease", "iloveyou",
    "welcome", "welcometo", "velkommen", "velkommentil", "changeme", "changemeplease", "administrator", "admin",
    "login", "planner", "bibliotek", "biblioteket", "library", "borgerservice", "bibliotekogborgerservice", "kommune",
    "kommunen",
    "naestved", "naestvedkommune", "naestvedbibliotek", "glumsoe", "danmark", "denmark", "norge", "koebenhavn",
    "sommer", "vinter", "efteraar", "foraar", "summer", "winter", "football", "fodbold", "sunshine", "princess",
    "dragon",
})
_SWAPS = str.maketrans({"@": "a", "4": "a", "0": "o", "3": "e", "$": "s", "5": "s", "!": "i", "1": "i", "7": "t"})


def check_password(password: str, email: str) -> None:
    """Refuse a password that is short, common, or made of the account's own address (OWASP ASVS 5.0, V6.2)."""
    if len(password) < SHORTEST:
        raise Refusal(N_("The password must have at least %(shortest)s characters."),
                      field="password", shortest=SHORTEST)
    if _is_common(password) or _holds_own_name(password, email):
        raise Refusal(N_("That password is easy to guess. Choose four words that have nothing to do with each other."),
                      field="password")
    if len(set(password)) < FEWEST_DIFFERENT:
        raise Refusal(N_("That password repeats the same few characters. Choose another."), field="password")


def random_password() -> str:
    """Return a fresh password with 120 bits of chance, in five groups that can be read aloud."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(5))


def hash_secret(password: str) -> Hashed:
    """Return the Argon2id hash of `password`.

    It is slow on purpose; call it before the first query of a transaction, since on SQLite every writing transaction
    holds the one lock.
    """
    return Hashed(hash_password(_same_letters(password)))


def is_right(password: str, hashed: str | None) -> bool:
    """Return whether `password` is the one behind `hashed`; None takes the same time and is never right."""
    nobodys = _hash_of_nobody()
    return verify_password(_same_letters(password), hashed or nobodys) and hashed is not None


@cache
def _hash_of_nobody() -> Hashed:
    return hash_secret(secrets.token_urlsafe(24))


def _same_letters(password: str) -> str:
    """Return `password` with composed letters: keyboards differ in how they send å (RFC 8265, 4.2)."""
    return unicodedata.normalize("NFC", password)


def _is_common(password: str) -> bool:
    """Whether `password` is digits and signs alone, or a common word dressed up with them."""
    return not any(map(str.isalpha, password)) or not COMMON.isdisjoint(_cores(password))


def _holds_own_name(password: str, email: str) -> bool:
    """Whether the account's own name is in `password`; shorter names are in many words by chance (Ane in kanel)."""
    own_name = email.partition("@")[0].lower()
    return len(own_name) > len("anna") and own_name in password.lower()


def _cores(password: str) -> tuple[str, str]:
    """Return the letters of `password` alone, as typed and with the usual swaps undone."""
    lower = password.lower()
    ends_off = lower.strip("0123456789!?.,-_#*@$ ")
    return "".join(filter(str.isalpha, lower)), "".join(filter(str.isalpha, ends_off.translate(_SWAPS)))
