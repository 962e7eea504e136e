"""The Maildir: mail without any service, each letter once, and nothing of it lost on the way to the disk."""

import datetime as dt
import os
import shutil
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.delivery import actions
from planner.delivery.channels.contract import ChannelDownError
from planner.delivery.channels.maildir import OLDEST_TMP_S, file_name, find_mail
from planner.delivery.worker import Worker
from tests.conftest import make_settings
from tests.delivery.make import NOW, posted, row_of, states


@pytest.fixture
def settings(migrated_file: Path, tmp_path: Path) -> Settings:
    """One database is enough here: what is tested is the way out; the ledger's own tests run on both."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


def deliver(settings: Settings, mail_url: str) -> None:
    Worker(replace(settings, mail_url=mail_url), clock=lambda: NOW).work_until_idle()


def test_a_maildir_holds_each_letter_once_readable_by_its_owner_alone(
    app: Flask, settings: Settings, session: Session, tmp_path: Path
) -> None:
    whom = [f"citizen-{number}" for number in range(70)]
    posted(session, *whom)
    deliver(settings, f"maildir:{tmp_path}/outbox")
    mails = list((tmp_path / "outbox/new").iterdir())
    assert {message_from_bytes(mail.read_bytes())["To"].partition(" ")[2] for mail in mails} == {
        f"<{one}@example.org>" for one in whom
    }
    assert len(mails) == 70
    assert not list((tmp_path / "outbox/tmp").iterdir())
    assert {oct(mail.stat().st_mode & 0o777) for mail in mails} == {"0o600"}
    assert set(states(session).values()) == {"accepted"}


def test_a_letter_is_found_also_when_a_mail_reader_has_moved_it(
    app: Flask, settings: Settings, session: Session, tmp_path: Path
) -> None:
    posted(session, "ane")
    deliver(settings, f"maildir:{tmp_path}/outbox")
    row = row_of(session)
    name = file_name(row.public_id, row.created_at)
    found = find_mail(tmp_path / "outbox", name)
    (tmp_path / "outbox/new" / name).rename(tmp_path / "outbox/cur" / f"{name}:2,S")
    assert found is not None
    assert find_mail(tmp_path / "outbox", name) == found
    assert find_mail(tmp_path / "outbox", "no-such-mail") is None


def test_a_retry_into_a_maildir_takes_the_place_of_the_first_copy(
    app: Flask, settings: Settings, session: Session, tmp_path: Path
) -> None:
    posted(session, "ane")
    worker = Worker(replace(settings, mail_url=f"maildir:{tmp_path}/outbox"), clock=lambda: NOW)
    worker.do_due()
    session.execute(actions.sql.delivery.update().values(state="queued", tried_again=True))
    session.commit()
    worker.do_due()
    assert len(list((tmp_path / "outbox/new").iterdir())) == 1


def test_what_dead_workers_left_half_written_is_cleared_away(app: Flask, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "outbox/tmp").mkdir(parents=True)
    for name, age_s in (("old", OLDEST_TMP_S + 60), ("young", 60)):
        (tmp_path / "outbox/tmp" / name).touch()
        then = dt.datetime.now(dt.UTC).timestamp() - age_s
        os.utime(tmp_path / "outbox/tmp" / name, (then, then))
    deliver(settings, f"maildir:{tmp_path}/outbox")
    assert [path.name for path in (tmp_path / "outbox/tmp").iterdir()] == ["young"]


def test_an_outbox_that_cannot_be_written_burns_no_letter(
    app: Flask, settings: Settings, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "outbox").write_text("a file where a folder should be", encoding="ascii")
    posted(session, "ane")
    with pytest.raises(ChannelDownError, match="cannot be written to"):
        deliver(settings, f"maildir:{tmp_path}/outbox")
    assert (row_of(session).state, row_of(session).attempts) == ("queued", 0)
