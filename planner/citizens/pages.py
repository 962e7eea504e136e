"""What the two pages show: the search with what it found, and one person."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask_login import current_user
from sqlalchemy.orm import Session

from planner.citizens.forms import Search
from planner.citizens.person import Person, sections_of, subject_of_code, themes_by_slug
from planner.citizens.queries import agreements_of, citizen_of, find_citizen, objections_of, people_named, was_erased
from planner.citizens.shown import agreement_lines, choices, facts_of, objection_lines
from planner.refusal import Refusal
from planner.web import LANGUAGE_NAMES, keys, may_act_as, reader_language, sentence, settings

#: More namesakes born on one day than this are nobody's to leaf through.
HANDFUL = 5
MAY_REVEAL = ("desk", "admin")


def may_reveal() -> bool:
    """Return whether the reader may see a protected name for a reason."""
    return may_act_as([role.name for role in current_user.roles], MAY_REVEAL)


def looked_for(session: Session, typed: Search, born: date | None) -> list[str]:
    """Return the keyed hashes of those who fit: by code, else by name and the birth date; one more than a handful."""
    if born is not None:
        named = people_named(session, typed.name, born, HANDFUL + 1, protected_too=bool(typed.reason) and may_reveal())
        return [citizen.subject for citizen in named]
    subject = subject_of_code(session, keys(), typed.code)
    if subject is None:
        by_id = keys().subject(typed.code)
        is_known = find_citizen(session, typed.code) is not None or was_erased(session, by_id)
        subject = by_id if is_known else None
    return [subject] if subject else []


def search_page(
    session: Session, typed: Search, refusals: Sequence[Refusal], found: Sequence[str] | None,
) -> dict[str, object]:
    """Return the search form as it was typed, and what it found; `found` None before anybody has looked."""
    people = [citizen_of(session, subject) for subject in (found or ())[:HANDFUL]]
    return {
        "typed": typed, "may_reveal": may_reveal(), **_faults(refusals),
        "looked": found is not None, "too_many": len(found or ()) > HANDFUL,
        "people": [(one.subject, facts_of(one, LANGUAGE_NAMES, revealed=False)) for one in people if one],
        "unknown": keys().subject(typed.code) if typed.by_code else "",
    }


def person_page(
    session: Session, person: Person, form: Mapping[str, str], refusals: Sequence[Refusal], now: datetime, *,
    revealed: bool,
) -> dict[str, object]:
    """Return all of one person's page; `form` is what was typed where it has to be mended."""
    themes, zone = themes_by_slug(reader_language()), settings().timezone
    citizen = person.citizen
    return {
        "subject": person.subject, "typed": form if refusals else {}, **_faults(refusals), "revealed": revealed,
        "facts": facts_of(citizen, LANGUAGE_NAMES, revealed=revealed) if citizen else None,
        "may_reveal": may_reveal(),
        "objections": objection_lines(objections_of(session, person.subject), themes, zone),
        "agreements": agreement_lines(agreements_of(session, person.subject, now), zone),
        "erased": was_erased(session, person.subject), "sections": sections_of(session, person, now),
        "choices": choices(themes),
    }


def _faults(refusals: Sequence[Refusal]) -> dict[str, object]:
    errors = [(refusal.field or "", sentence(refusal)) for refusal in refusals]
    return {"errors": errors, "by_field": dict(errors)}
