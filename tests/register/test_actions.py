"""What staff do with a register file, one step after the other."""

import io

import pytest
from sqlalchemy import func, select

from planner.refusal import Refusal
from planner.register.actions import PIECE, begin_import, confirm_import, discard_import
from planner.register.models import ImportStatus, RegisterPiece
from planner.staff.models import AuditEntry
from tests.register.make import BO, NOW, file
from tests.staff.make import account


@pytest.fixture
def admin(session):
    return account(session, "admin")


def handed_in(session, admin, content=None):
    content = file(BO) if content is None else content
    return begin_import(session, io.BytesIO(content), name="town.csv", full=False, account_id=admin.id, now=NOW)


def pieces(session):
    return session.scalar(select(func.count()).select_from(RegisterPiece))


def test_an_upload_is_kept_in_pieces_until_a_worker_reads_it(session, admin):
    one = handed_in(session, admin, b"x" * (2 * PIECE + 1))
    assert (one.status, one.size_bytes, len(one.file_hash), pieces(session)) == ("reading", 2 * PIECE + 1, 64, 3)


def test_a_second_file_has_to_wait_for_the_first(session, admin):
    first = handed_in(session, admin)
    with pytest.raises(Refusal, match="on its way in"):
        handed_in(session, admin)
    discard_import(session, first, admin.id, NOW)
    assert handed_in(session, admin).status == "reading"


def test_an_empty_file_is_refused(session, admin):
    with pytest.raises(Refusal, match="empty"):
        handed_in(session, admin, b"")


def test_a_file_name_is_kept_without_its_folders_and_what_cannot_be_shown(session, admin):
    one = begin_import(session, io.BytesIO(b"x"), name="C:\\Users\\x\\to\x00wn.csv", full=False,
                       account_id=admin.id, now=NOW)
    assert one.file_name == "town.csv"


def test_a_discarded_import_keeps_nothing_of_the_file(session, admin):
    one = handed_in(session, admin)
    discard_import(session, one, admin.id, NOW)
    assert (one.status, one.ended_at, pieces(session)) == ("discarded", NOW, 0)
    with pytest.raises(Refusal, match="too late"):
        discard_import(session, one, admin.id, NOW)


def test_only_what_is_ready_can_be_confirmed_and_only_once(session, admin):
    one = handed_in(session, admin)
    with pytest.raises(Refusal, match="nothing to say yes to"):
        confirm_import(session, one, admin.id, NOW)
    one.status = ImportStatus.READY
    confirm_import(session, one, admin.id, NOW)
    assert one.status == "taking_in"
    with pytest.raises(Refusal, match="somebody was faster"):
        confirm_import(session, one, admin.id, NOW)


def test_a_fifth_of_the_town_does_not_leave_by_one_click(session, admin):
    one = handed_in(session, admin)
    one.status, one.residents, one.left = ImportStatus.READY, 10, 3
    with pytest.raises(Refusal, match="Tick that so many have left"):
        confirm_import(session, one, admin.id, NOW)
    confirm_import(session, one, admin.id, NOW, many_left=True)
    assert one.status == "taking_in"


def test_every_step_leaves_a_line_in_the_trail_without_names(session, admin):
    one = handed_in(session, admin)
    discard_import(session, one, admin.id, NOW)
    lines = session.execute(select(AuditEntry.act, AuditEntry.about).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert lines == [("register import discarded", f"import:{one.id}"), ("register file handed in", f"import:{one.id}")]
