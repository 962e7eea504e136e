"""A no that was said here always wins over the register's files, whatever they say and whoever was erased meanwhile."""

import pytest
from sqlalchemy.orm import Session

from planner.citizens.actions import object_to
from planner.citizens.models import Source
from planner.citizens.queries import was_erased
from planner.delivery.models import ChannelName
from planner.privacy.erasing import erase
from planner.privacy.jobs import finish_erasures
from planner.privacy.lifting import let_in_again
from planner.segments.queries import count_audience
from planner.staff.models import RoleName
from tests.register.make import BO, EVA, KEYS, file, take_in
from tests.segments import make
from tests.segments.make import NOW
from tests.staff.make import account

HIM = KEYS.subject(BO["person_id"])
TOWN = file(BO, EVA)
MOVED = file(BO | {"email": "bo.new@example.org", "street": "Vej 9"}, EVA)
GONE = file(EVA)


def left_out(session: Session, theme: str | None = None) -> dict[str, int]:
    """How many are left out for which reason."""
    found = count_audience(session, make.audience(theme=theme), NOW)
    return {str(reason): number for reason, number in found.excluded.items() if number}


@pytest.mark.parametrize("files", [
    [(TOWN, True)], [(TOWN, False)], [(MOVED, True)], [(MOVED, False)], [(GONE, True), (TOWN, True)],
    [(GONE, True), (file(BO, status="resident"), False)]])
def test_no_file_takes_a_no_back(session: Session, files: list[tuple[bytes, bool]]) -> None:
    take_in(session, TOWN)
    object_to(session, HIM, Source.PHONE, NOW)
    for content, full in files:
        take_in(session, content, full=full, many_left=full)
    assert left_out(session) == {"objected": 1}


def test_a_no_to_one_theme_and_to_mails_outlives_an_erasure_and_the_next_import(session: Session) -> None:
    take_in(session, TOWN)
    object_to(session, HIM, Source.PAPER, NOW, channel=ChannelName.MAIL)
    object_to(session, HIM, Source.PAPER, NOW, scope="travel")
    erase(session, KEYS, BO["person_id"], by=None, now=NOW)
    session.commit()
    finish_erasures(session, NOW)
    take_in(session, TOWN, full=True)
    assert was_erased(session, HIM) and left_out(session, "travel") == {}
    let_in_again(session, HIM, "asked at the desk", account(session, RoleName.ADMIN).id, NOW)
    take_in(session, TOWN, full=True)
    assert left_out(session, "travel") == {"objected": 1}


def test_a_no_that_was_noted_before_the_person_came_holds_when_they_come(session: Session) -> None:
    object_to(session, HIM, Source.DESK, NOW)
    session.commit()
    assert left_out(session) == {}
    take_in(session, TOWN)
    assert left_out(session) == {"objected": 1}
