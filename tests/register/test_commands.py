"""The commands: what they print, what they refuse, and what a killed import leaves behind."""

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from planner.citizens.models import Citizen
from planner.config import ROOT
from planner.places.models import Postcode
from planner.refusal import Refusal
from planner.register.actions import discard_import
from planner.register.importing import import_register
from planner.register.models import RegisterImport
from tests.register import make

KEYS_OF_THE_REPORT = ["rows", "added", "changed", "unchanged", "rejected", "left", "report"]


@pytest.fixture
def run(app):
    """Runs `flask citizens …` in this process."""
    return lambda *words: app.test_cli_runner().invoke(args=["citizens", *map(str, words)])


@pytest.fixture
def register(tmp_path):
    """A register file of two people."""
    path = tmp_path / "register.csv"
    path.write_bytes(make.file(make.BO, make.EVA))
    return path


def number_of_citizens(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Citizen))


def test_generate_writes_the_people_asked_for_and_says_where(run, tmp_path):
    made = run("generate", "--count", 30, "--seed", 1, "--out", tmp_path / "town.csv")
    assert (made.exit_code, made.stdout) == (0, f"30 invented people are in {tmp_path}/town.csv.\n")
    assert len((tmp_path / "town.csv").read_bytes().splitlines()) == 31


@pytest.mark.parametrize("where", ["no/such/folder/town.csv", "."])
def test_generate_refuses_a_path_it_cannot_write_in_one_line(run, tmp_path, where):
    refused = run("generate", "--count", 3, "--seed", 1, "--out", tmp_path / where)
    assert refused.exit_code == 2
    assert re.fullmatch(r".* cannot be written: [^\n]+\.\n", refused.stderr)


def test_what_is_generated_is_imported_whole(run, session, tmp_path):
    run("generate", "--count", 500, "--seed", 1, "--out", tmp_path / "town.csv")
    done = run("import", tmp_path / "town.csv", "--json")
    assert {key: json.loads(done.stdout)[key] for key in ("rows", "added", "rejected")} == {
        "rows": 500, "added": 500, "rejected": 0,
    }
    assert number_of_citizens(session) == 500


def test_import_tells_a_program_every_count(run, register):
    done = run("import", register, "--json")
    assert list(json.loads(done.stdout))[:7] == KEYS_OF_THE_REPORT
    assert (done.exit_code, done.stderr) == (0, "")


def test_import_tells_people_in_words_and_lists_the_rows_it_could_not_take(run, register):
    register.write_bytes(make.file(make.BO, {**make.EVA, "birth_date": ""}, forskerbeskyttelse="0"))
    done = run("import", register)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "2 rows: 1 added, 0 changed, 0 unchanged, 1 rejected. 0 people are marked as left.",
        "The column forskerbeskyttelse was ignored: this protection ended on 1 April 2014.",
        "Line 3, birth_date: It is empty, and no row can do without it.",
    ]


def test_a_long_list_of_rejections_is_cut_short_for_people(run, register):
    register.write_bytes(make.file(make.BO, *({**make.EVA, "birth_date": ""} for _ in range(25))))
    lines = run("import", register).stdout.splitlines()
    assert len(lines) == 22
    assert lines[-1] == "… and 5 more; --json lists the first thousand."


def test_import_brings_the_postcodes_with_it(run, session, register):
    run("import", register)
    assert session.scalar(select(func.count()).select_from(Postcode)) == 1089


def test_a_trial_run_changes_nothing(run, session, register):
    done = run("import", register, "--dry-run")
    assert "2 added" in done.stdout
    assert done.stdout.endswith("This was a trial: nothing was changed.\n")
    assert number_of_citizens(session) == 0


def test_a_torn_full_extract_is_one_line_and_many_left_goes_on(run, session, register):
    run("import", register)
    register.write_bytes(make.file(make.BO))
    refused = run("import", register, "--full", "--json")
    assert (refused.exit_code, refused.stdout, len(refused.stderr.splitlines())) == (2, "", 1)
    assert json.loads(run("import", register, "--full", "--many-left", "--json").stdout)["left"] == 1


@pytest.mark.parametrize("content", [
    None, b"", b"person_id,birth_date,diagnosis\nP-1,1960-05-20,x\n", b"person_id\nP-1\n",
    b"person_id,birth_date,given_name\nP-1,1960-05-20,S\xf8ren\n",
])
def test_a_file_that_cannot_be_taken_is_one_line_and_exit_2(run, session, register, content):
    register.unlink() if content is None else register.write_bytes(content)
    refused = run("import", register, "--json")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 1
    assert number_of_citizens(session) == 0


def test_an_import_killed_half_way_leaves_nothing_and_runs_again(run, session, settings, tmp_path):
    run("generate", "--count", 20_000, "--seed", 1, "--out", tmp_path / "town.csv")
    kill_when_it_shows_progress(settings, tmp_path / "town.csv")
    assert number_of_citizens(session) == 0
    again = run("import", tmp_path / "town.csv", "--json")
    assert json.loads(again.stdout)["added"] == number_of_citizens(session) == 20_000


def test_an_import_that_was_broken_off_is_given_up_by_the_next_and_that_is_told(run, session, register):
    session.add(RegisterImport(
        begun_at=make.NOW, file_name="old.csv", status="ready", worker="gone", lease_until=make.NOW, added=7))
    session.commit()
    done = run("import", register)
    assert done.stderr.startswith("The import of old.csv was broken off. It had changed nothing, and is given up.\n")
    assert "2 added" in done.stdout
    assert session.scalars(select(RegisterImport.status).order_by(RegisterImport.id)).all() == ["discarded", "done"]


def test_an_import_that_somebody_threw_away_meanwhile_does_not_say_that_it_was_taken_in(session):
    def throw_away(one):
        discard_import(session, one, None, make.NOW)
        session.commit()

    with pytest.raises(Refusal, match="given up meanwhile"):
        import_register(session, io.BytesIO(make.file(make.BO)), make.KEYS, make.NOW, rejected=throw_away)
    assert number_of_citizens(session) == 0


def kill_when_it_shows_progress(settings, path):
    """Start the import in a process of its own and end it with SIGKILL when its progress bar has left 0 %."""
    screen, its_end = pty.openpty()
    environment = {
        **os.environ, "DATABASE_URL": settings.database_url, "SECRET_KEY": settings.secret_key,
        "PLANNER_INSTANCE": str(settings.instance), "COLUMNS": "80",
    }
    command = [sys.executable, "-m", "flask", "citizens", "import", str(path)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=its_end, stdout=its_end) as process:
        os.close(its_end)
        shown = b""
        while not (percent := re.search(rb"([1-9]\d?)%", shown)):
            shown += os.read(screen, 1000)
        process.send_signal(signal.SIGKILL)
    os.close(screen)
    assert process.returncode == -signal.SIGKILL
    assert int(percent.group(1)) < 100
