"""What an admin types about the municipality: read field by field, and nothing typed is lost."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale
from email_validator import EmailNotValidError, validate_email
from werkzeug.datastructures import MultiDict

from planner.national_numbers import refused_numbers
from planner.numbers import whole_number
from planner.places.models import Municipality
from planner.refusal import N_, Refusal, Refusals

#: Offered to tick; whatever else is already chosen stays on the list.
OFFERED = ("da", "nb", "sv", "en", "de", "ar", "fa", "so", "ti", "tr", "uk", "ru", "pl", "ro", "ur", "es", "fr")
PHONE_SIGNS = frozenset("0123456789 +()-")
FEWEST_DIGITS = 5


@dataclass(frozen=True)
class Typed:
    """The form as it stands; numbers are texts until they are read."""

    sender_name: str
    sender_email: str
    phone: str
    phone_hours: str
    legal_basis: str
    dpo_contact: str
    spoken_languages: tuple[str, ...]
    respect_marketing_always: bool
    cap_invitations: str
    cap_window_days: str
    cap_gap_days: str


@dataclass(frozen=True)
class AboutUs:
    """What a municipality says of itself and has decided; the names are those of its columns."""

    sender_name: str
    sender_email: str
    phone: str
    phone_hours: str
    legal_basis: str
    dpo_contact: str
    spoken_languages: list[str]
    respect_marketing_always: bool
    cap_invitations: int
    cap_window_days: int
    cap_gap_days: int


def typed_of(town: Municipality) -> Typed:
    """Return what stands in the form before anybody types: how things are."""
    return Typed(
        town.sender_name, town.sender_email, town.phone, town.phone_hours, town.legal_basis, town.dpo_contact,
        tuple(town.spoken_languages), town.respect_marketing_always,
        str(town.cap_invitations), str(town.cap_window_days), str(town.cap_gap_days))


def as_typed(form: "MultiDict[str, str]") -> Typed:
    """Return what somebody has typed, each text on one line."""
    def text(name: str) -> str:
        return " ".join(form.get(name, "").split())
    return Typed(
        text("sender_name"), text("sender_email"), text("phone"), text("phone_hours"), text("legal_basis"),
        text("dpo_contact"), tuple(form.getlist("spoken_languages")), "respect_marketing_always" in form,
        text("cap_invitations"), text("cap_window_days"), text("cap_gap_days"))


def languages_to_tick(typed: Typed, reader: str) -> list[tuple[str, str, bool]]:
    """Return code, name for the reader, and whether it is ticked, of each language on offer, by name."""
    names = Locale.parse(reader).languages
    codes = dict.fromkeys([*OFFERED, *(code for code in typed.spoken_languages if code in names)])
    return sorted(((code, names.get(code, code), code in typed.spoken_languages) for code in codes),
                  key=lambda language: language[1].casefold())


def read_about_us(typed: Typed) -> AboutUs:
    """Return what was typed as values; raises Refusals with all that has to be mended, in the order of the fields."""
    reading = _Reading()
    about = AboutUs(
        sender_name=reading.text("sender_name", typed.sender_name, 120, N_("Write the name citizens know you by.")),
        sender_email=reading.address(typed.sender_email),
        phone=reading.phone(typed.phone),
        phone_hours=reading.text("phone_hours", typed.phone_hours, 80, None),
        legal_basis=reading.text("legal_basis", typed.legal_basis, 500, N_("Write the law you write to citizens by.")),
        dpo_contact=reading.text("dpo_contact", typed.dpo_contact, 254,
                                 N_("Write how citizens reach the data protection officer.")),
        spoken_languages=reading.languages(typed.spoken_languages),
        respect_marketing_always=typed.respect_marketing_always,
        cap_invitations=reading.number("cap_invitations", typed.cap_invitations, 1, 50),
        cap_window_days=reading.number("cap_window_days", typed.cap_window_days, 1, 366),
        cap_gap_days=reading.number("cap_gap_days", typed.cap_gap_days, 0, 366))
    wrong = reading.refusals + refused_numbers(
        sender_name=about.sender_name, phone=about.phone, phone_hours=about.phone_hours,
        legal_basis=about.legal_basis, dpo_contact=about.dpo_contact)
    if wrong:
        raise Refusals(wrong)
    return about


class _Reading:
    """Reads one field after the other, and keeps what has to be mended."""

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []

    def text(self, field: str, text: str, longest: int, missing: str | None) -> str:
        """Return a line of text; `missing` says what to write there, None where it may stay empty."""
        if missing and not text:
            self._refuse(field, missing)
        elif len(text) > longest:
            self._refuse(field, N_("Write at most %(longest)s characters; these are %(length)s."),
                         longest=longest, length=len(text))
        elif not text.isprintable():
            self._refuse(field, N_("There is a character in it that cannot be shown. Type it anew."))
        return text

    def address(self, text: str) -> str:
        """Return a mail address, without asking the network whether it exists."""
        try:
            return validate_email(text, check_deliverability=False).normalized
        except EmailNotValidError:
            self._refuse("sender_email", N_("Write a whole mail address, such as library@example.org."))
            return text

    def phone(self, text: str) -> str:
        """Return a telephone number as it was written."""
        if not set(text) <= PHONE_SIGNS or sum(map(str.isdigit, text)) < FEWEST_DIGITS:
            self._refuse("phone", N_("Write a telephone number, such as 55 00 00 01."))
            return text
        return self.text("phone", text, 24, None)

    def languages(self, codes: Iterable[str]) -> list[str]:
        """Return the codes of languages that have a name."""
        known = Locale("en").languages
        chosen = [code for code in codes if code in known]
        if not chosen:
            self._refuse("spoken_languages", N_("Tick at least one language."))
        return chosen

    def number(self, field: str, text: str, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`."""
        number = whole_number(text, least, most)
        if number is None:
            self._refuse(field, N_("Write a whole number from %(least)s to %(most)s."), least=least, most=most)
            return least
        return number

    def _refuse(self, field: str, message: str, **values: object) -> None:
        self.refusals.append(Refusal(message, field=field, **values))
