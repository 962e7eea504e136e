"""`flask campaigns plan` as a scheduler calls it: the draft, and where everyone is whom the rule fits."""

import json

import pytest

from tests.invitations import make

START = ("--place", "glumsoe", "--starts", "2027-02-10T17:00", "--capacity", "10", "--by", "birk@example.org")


@pytest.fixture
def plan(app, session, town, today, tmp_path):
    """Plan an evening for everyone of 60 and older."""
    rule = tmp_path / "rule.json"
    rule.write_text(json.dumps({"age": {"min": 60}}))
    make.citizen(session, "mute", email="", street="", postcode="", town="")
    session.commit()

    def invoked(*more):
        arguments = ["campaigns", "plan", "--theme", "new-pensioners", *START, "--criteria", str(rule), *more]
        return app.test_cli_runner().invoke(args=arguments)
    return invoked


def test_whoever_fits_and_is_not_invited_is_accounted_for_by_reason(plan):
    answer = json.loads(plan("--json").output)
    assert (answer["excluded"]["dead"], answer["excluded"]["no_channel"]) == (1, 1)
    assert answer["matching"] == answer["invitable"] + sum(answer["excluded"].values())


def test_people_read_the_reasons_in_words(plan):
    told = plan().output
    assert "Have died: 1" in told and "Have neither mail nor postal address: 1" in told
    assert "Have said no to invitations" not in told
