"""Settings and the start: what cannot be used is named in one line, and what is made is its owner's alone."""

import os
import subprocess
import sys

import pytest

from planner.config import ROOT, SettingError, read_settings


@pytest.mark.parametrize(("name", "value"), [
    ("PLANNER_TIMEZONE", "Mars/X"), ("PLANNER_TIMEZONE", "../etc/passwd"), ("PLANNER_TIMEZONE", "Europe"),
    ("PLANNER_HOLD_SECONDS", "999999999999999"), ("PLANNER_HOLD_SECONDS", "604801"),
    ("PLANNER_HOLD_SECONDS", "9" * 5000), ("PLANNER_LEASE_SECONDS", "3601"), ("PLANNER_LEASE_SECONDS", "soon"),
    ("PLANNER_PROXIES", "-1"), ("PLANNER_PROXIES", "all"), ("PLANNER_INSTANCE", "/proc/x"),
])
def test_a_setting_that_cannot_be_used_is_named(tmp_path, name, value):
    with pytest.raises(SettingError, match=f"^{name} [^\n]+$"):
        read_settings({"PLANNER_INSTANCE": str(tmp_path), name: value})


def test_the_longest_hold_and_lease_and_a_proxy_are_taken(tmp_path):
    found = read_settings({"PLANNER_HOLD_SECONDS": "604800", "PLANNER_LEASE_SECONDS": "3600", "PLANNER_PROXIES": "1"},
                          instance=tmp_path)
    assert (found.hold_s, found.lease_s, found.proxies) == (604_800, 3600, 1)


@pytest.fixture
def upgrade(tmp_path):
    """Runs `flask db upgrade` in a process of its own, its instance an open folder that was there before."""
    folder = tmp_path / "instance"
    folder.mkdir()
    folder.chmod(0o755)

    def run(**more):
        command = [sys.executable, "-m", "flask", "db", "upgrade"]
        ours = {"SECRET_KEY": "k" * 40, "PLANNER_INSTANCE": str(folder), "DATABASE_URL": ""}
        environment = {**os.environ, **ours, **more}
        return folder, subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return run


def test_in_a_folder_open_to_others_the_database_is_still_its_owners_alone(upgrade):
    folder, done = upgrade()
    assert (done.returncode, (folder / "planner.db").stat().st_mode & 0o777) == (0, 0o600)


def test_an_upgrade_of_a_database_that_is_away_is_one_line_and_exit_1(upgrade):
    _folder, done = upgrade(DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
