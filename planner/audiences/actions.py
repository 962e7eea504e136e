"""An audience is saved, changed, used, archived and put back; nothing is lost, and the rule is checked each time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planner.audiences.keeping import keep_count
from planner.audiences.models import LONGEST_NAME, LONGEST_NOTE, AudienceUse, SavedAudience
from planner.national_numbers import refused_numbers
from planner.refusal import N_, Refusal, Refusals
from planner.segments.criteria import parse_criteria, to_json
from planner.segments.queries import legal_ages, own_place_names, refuse_unknown
from planner.staff.actions import record
from planner.themes.reach import refuse_without_register
from planner.themes.reader import find_theme


@dataclass(frozen=True, kw_only=True)
class AudienceDraft:
    """What someone wants to keep, as typed."""

    name: str
    criteria: Mapping[str, object]
    note: str = ""


def save_audience(
    session: Session, theme: str, draft: AudienceDraft, account_id: int, now: datetime,
) -> SavedAudience:
    """Return a new saved audience, flushed.

    Raises Refusal for a theme that has no audience or a rule that is not ours to ask, Refusals for name and note.
    """
    refuse_without_register(find_theme(theme))
    audience = SavedAudience(theme=theme, made_by=account_id, made_at=now)
    _write(session, audience, draft, now)
    record(session, account_id, "audience saved", audience.about, now)
    return audience


def change_audience(
    session: Session, audience: SavedAudience, draft: AudienceDraft, account_id: int, now: datetime,
) -> None:
    """Let the audience have the name, rule and note of `draft`; the theme stays. Campaigns keep the rule they took."""
    refuse_without_register(find_theme(audience.theme))
    _write(session, audience, draft, now)
    record(session, account_id, "audience changed", audience.about, now)


def archive_audience(session: Session, audience: SavedAudience, account_id: int, now: datetime) -> None:
    """Take the audience out of the list; `put_back` undoes it. Doing it twice does it once."""
    if audience.archived_at is None:
        audience.archived_at = now
        record(session, account_id, "audience archived", audience.about, now)


def put_back(session: Session, audience: SavedAudience, account_id: int, now: datetime) -> None:
    """Put an archived audience back into the list; refuses when another one has its name by now."""
    if audience.archived_at is not None:
        audience.archived_at = None
        _flush(session, audience)
        record(session, account_id, "audience put back", audience.about, now)


def take_rule(session: Session, audience: SavedAudience, mailing: str, now: datetime) -> dict[str, object]:
    """Return the rule for `mailing` to keep, and note the use and today's numbers; refuses an archived audience."""
    if audience.archived_at is not None:
        raise Refusal(N_("The audience “%(name)s” is archived. Put it back, or choose another."), field="audience",
                      name=audience.name)
    session.merge(AudienceUse(mailing=mailing, audience_id=audience.id, at=now))
    keep_count(session, audience, now)
    return dict(audience.criteria)


def keep_before_sending(session: Session, mailing: str, criteria: Mapping[str, object], now: datetime) -> None:
    """Keep the numbers of the audience whose rule `mailing` took, if it still has that rule: people are about to be
    invited, and will be left out for a while."""
    used = select(SavedAudience).join(AudienceUse).where(AudienceUse.mailing == mailing)
    audience = session.scalar(used)
    if audience is not None and audience.criteria == criteria:
        keep_count(session, audience, now)


def _write(session: Session, audience: SavedAudience, draft: AudienceDraft, now: datetime) -> None:
    criterion = parse_criteria(draft.criteria)
    refuse_unknown(criterion, legal_ages(session), own_place_names(session))
    if found := _refused_words(draft):
        raise Refusals(found)
    audience.name, audience.note = " ".join(draft.name.split()), draft.note.strip()
    audience.criteria, audience.changed_at = to_json(criterion), now
    _flush(session, audience)
    keep_count(session, audience, now)


def _refused_words(draft: AudienceDraft) -> list[Refusal]:
    """Return what is wrong with name and note: too long, missing, or what reads as somebody's number."""
    found = []
    if not draft.name.strip() or len(draft.name.strip()) > LONGEST_NAME or not draft.name.strip().isprintable():
        found.append(Refusal(N_("Write a name of at most %(most)s characters, on one line."), field="name",
                             most=LONGEST_NAME))
    if len(draft.note.strip()) > LONGEST_NOTE:
        found.append(Refusal(N_("Write a note of at most %(most)s characters."), field="note", most=LONGEST_NOTE))
    return found + refused_numbers(name=draft.name, note=draft.note)


def _flush(session: Session, audience: SavedAudience) -> None:
    """Write the row; a colleague may have taken the name between our look and our writing."""
    name = audience.name
    try:
        with session.begin_nested():
            session.add(audience)
            session.flush()
    except IntegrityError as error:
        raise Refusal(N_("There is an audience called “%(name)s” already. Choose another name."), field="name",
                      name=name) from error
