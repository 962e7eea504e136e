"""Which passwords are refused when they are set."""

import pytest

from planner.refusal import Refusal
from planner.staff.passwords import check_password, hash_secret, is_right, random_password


@pytest.mark.parametrize("weak", [
    "Password123!", "P@ssw0rd1234", "Velkommen2027", "bibliotek-2027", "elleve-tegn", "aaaaaaaaaaaa", "Qwertyuiop12",
    "ane.proeve-2027", "12345678901234", "passwordpassword",
])
def test_a_password_that_is_easy_to_guess_is_refused(weak):
    with pytest.raises(Refusal):
        check_password(weak, "ane.proeve@example.org")


@pytest.mark.parametrize("good", ["lampe violin regnvejr kanel", "kæmpehøj12!", "vb7-kq2m-xw9z"])
def test_long_and_unlike_the_common_ones_is_good(good):
    check_password(good + "x", "ane@example.org")


def test_a_password_made_at_random_is_good():
    check_password(random_password(), "ane@example.org")


def test_random_passwords_are_never_alike():
    assert len({random_password() for _ in range(100)}) == 100


def test_an_aa_sent_in_two_parts_is_the_same_password(app):
    assert is_right("bla\u030abærgrød med fløde", hash_secret("bl\u00e5bærgrød med fløde"))


def test_nothing_opens_an_account_without_a_password(app):
    assert not is_right("", None)
    assert not is_right("anything at all", None)


def test_the_hash_is_argon2id_and_does_not_hang_on_the_secret_key(app):
    hashed = hash_secret("lampe violin regnvejr kanel")
    app.config["SECRET_KEY"] = "another-key-for-tests-only-never-for-a-real-one"
    assert hashed.startswith("$argon2id$")
    assert is_right("lampe violin regnvejr kanel", hashed)
