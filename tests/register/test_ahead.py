import io
import os
import signal
from datetime import date

import pytest

from planner.register.ahead import Ahead, Helper, sifted_ahead
from planner.register.columns import ColumnRules
from planner.register.reader import RegisterFile

TODAY = date(2026, 11, 25)
HEADER = b"person_id,family_name,birth_date\n"
ROWS = [
    b"SYN-1,Holm,1960-05-20\n", b'SYN-2,"Holm, Lund",1961-05-20\n', b"SYN-3,Holm,1962-13-20\n",
    b'SYN-4,"Holm\nLund",1963-05-20\n', b'SYN-5,"Holm,1964-05-20\n', b"SYN-6,Holm\n", b"\n",
    "SYN-7,Ødum,1966-05-20\n".encode(),
]
FILE = HEADER + b"".join(ROWS * 6)


def sifted(texts_alone, size):
    """The rows of FILE as they come with a helper after so many texts; `size` is that of a text, in bytes."""
    file = RegisterFile(io.BytesIO(FILE), size)
    found = sifted_ahead(file, ColumnRules(file.columns, TODAY), TODAY, texts_alone)
    return [(list(people.numbers), people.rows(), list(bad)) for people, bad in found]


@pytest.mark.parametrize("size", [30, 100, 400])
def test_with_a_helper_the_rows_are_those_of_reading_alone(size):
    assert sifted(0, size) == sifted(1000, size)
    assert sum(len(numbers) for numbers, _, _ in sifted(0, size)) == 18


@pytest.fixture
def helper():
    file = RegisterFile(io.BytesIO(HEADER))
    started = Helper(file.columns, ",", TODAY)
    yield started
    started.stop()


def test_a_helper_that_is_killed_is_done_without(helper, caplog):
    texts = [(line, f"SYN-{line},Holm,1960-05-20") for line in range(2, 8)]
    found = []
    ahead = Ahead(iter(texts), helper, alone=0)
    for at, _ in enumerate(ahead):
        found.append(ahead.found is not None)
        if at == 2:
            os.kill(helper.process.pid, signal.SIGKILL)
            helper.process.wait()
    assert found == [False, True, True, False, False, False]
    assert caplog.messages == ["the process that helps with the register file is gone: going on alone"]


def test_a_helper_whose_asker_is_gone_ends_by_itself(helper):
    helper.ask((2, "SYN-2,Holm,1960-05-20"))
    process = helper.process
    process.communicate()
    assert process.returncode == 0


def test_a_days_file_is_read_without_a_helper(helper):
    list(Ahead(iter([(2, "SYN-2,Holm,1960-05-20")] * 4), helper))
    assert helper.process is None
