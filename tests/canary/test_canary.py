"""A protected person is named in no output of any kind, but for the few places that are listed here with their reason.

The routes are read from the map and the commands from the command line, so that a new one is walked by itself.
"""

import json
import logging
import re

import click
import pytest

from planner.events.queries import find_event
from planner.web import keys
from tests.canary import scene as canary
from tests.canary.scene import DEAD, HIDDEN, LEFT, MARKERS, SPECIAL, YOUNG
from tests.guards.routes import path_of, routes
from tests.guards.test_get_changes_nothing import browsers
from tests.test_shell import every_command

#: Where a marker may stand, and why. Nothing else is allowed; the walk opens these pages, too.
ALLOWED = {
    "/staff/events/<int:event_id>/guests": ({DEAD, LEFT}, "no protection; staff must know whose seats they are"),
}
#: What a command is called with beyond what it demands; what it demands is filled in by the name of the parameter.
MORE = {"privacy retention": ["--dry-run"], "work": ["--until-idle"]}
ROLE_OF = {"campaigns approve": "approver"}
#: Commands that know nothing of the register, and why.
UNCALLED = {
    "citizens generate": "makes people up, into a file", "demo load": "fills an empty database",
    "staff add": "accounts", "staff close": "accounts", "staff password": "accounts", "staff roles": "accounts",
}


@pytest.fixture
def town(app, session, samples, caplog):
    """The whole scene: invited, answered, set apart, the event moved, all that was due sent."""
    caplog.set_level(logging.DEBUG)
    event = find_event(session, samples["event_id"])
    found = canary.scene(session, event)
    canary.happen(session, found)
    canary.move(session, event)
    work(app)
    return found


def work(app):
    """Let a worker do all that is due."""
    result = app.test_cli_runner().invoke(args=["work", "--until-idle"])
    assert result.exit_code == 0, result.output


def addresses(app, session, samples, town):
    """Rule and address of every GET route; what can name a person names each canary in turn."""
    mails = [canary.deliveries_of(session, town.invitations[marker])[-1] for marker in (HIDDEN, SPECIAL)]
    for route in routes(app):
        if route.method != "GET":
            continue
        slug = samples["theme" if route.rule.startswith("/staff/plan/") else "slug"]
        token = samples["no_thanks" if route.rule.startswith("/u/") else "invited"]
        for person, public_id in zip([*town.people.values()] * len(mails), mails, strict=False):
            values = {**samples, "slug": slug, "token": token, "public_id": public_id,
                      "citizen_id": person.id, "person_id": person.person_id}
            path = path_of(app, route, values)
            yield route.rule, path
            if route.rule.startswith("/staff/outbox/<"):
                yield from ((route.rule, f"{path}?part={part}") for part in ("text", "html", "calendar"))


def leaks(rule, body):
    """The markers that stand in an answer of `rule` without leave."""
    return canary.markers_in(body) - ALLOWED.get(rule, (set(),))[0]


def test_no_page_file_or_feed_names_a_canary_to_anybody(app, session, samples, town):
    asked = sorted(set(addresses(app, session, samples, town)))
    found = {}
    for browser in browsers(app):
        for rule, path in asked:
            answer = browser.get(path)
            if seen := leaks(rule, answer.data) | leaks(rule, str(answer.headers)):
                found[path] = seen
    assert found == {}


def test_no_answer_to_a_form_names_a_canary(app, session, samples, town):
    found = {}
    for browser in browsers(app):
        for route in routes(app):
            if route.method == "POST" and "sign-out" not in route.rule:
                token = samples["no_thanks" if route.rule.startswith("/u/") else "invited"]
                path = path_of(app, route, {**samples, "token": token, "slug": samples["theme"]})
                if seen := leaks(route.rule, browser.post(path, data={"name": "x"}).data):
                    found[str(route)] = seen
    assert found == {}


def call_of(words, command, values):
    """How to call a command: with all that it demands, and as JSON where it can."""
    said = words.split()
    for param in command.params:
        value = str(values.get(param.name, "SYN-1"))
        if isinstance(param, click.Argument):
            said.append(value)
        elif param.required:
            said += [param.opts[0], value]
        elif param.name == "as_json":
            said.append("--json")
    return said + MORE.get(words, [])


def by(words):
    """The account of somebody who may."""
    return f"{ROLE_OF.get(words, 'planner')}@guards.example.org"


def called(app, session, words):
    """What a command answers; one that was refused leaves no lock behind."""
    result = app.test_cli_runner().invoke(args=words)
    session.rollback()
    return result


def test_no_command_prints_a_canary(app, session, samples, town, tmp_path):
    file, criteria = tmp_path / "day.csv", tmp_path / "all.json"
    facts = {"person_id": "SYN-BAD", "birth_date": "never", **canary.fields(HIDDEN)}
    file.write_text(",".join(facts) + "\n" + ",".join(facts.values()) + "\n", "utf-8")
    criteria.write_text(json.dumps({"age": {"min": 0}}), "utf-8")
    values = {
        "campaign": samples["campaign_id"], "campaign_id": samples["campaign_id"], "event_id": samples["event_id"],
        "path": file, "criteria": criteria, "person": town.people[HIDDEN].person_id, "theme": samples["theme"],
        "person_id": town.people[YOUNG].person_id, "place": "glumsoe", "starts": "2027-03-10T17:00", "capacity": 4,
        "reason": "Sygdom"}
    ours = {words: command for words, command in every_command(app.cli) if words not in UNCALLED}
    said = {
        words: called(app, session, call_of(words, command, values | {"by": by(words)}))
        for words, command in ours.items()}
    assert {words for words, result in said.items() if canary.markers_in(result.output)} == set()
    assert [words for words, result in said.items() if result.exit_code not in (0, 2)] == []
    assert sum(result.exit_code == 0 for result in said.values()) > len(said) / 2


def test_a_canary_stands_in_the_own_mails_alone_and_the_dead_get_none(app, settings, town):
    mails = [path for path in (settings.instance / "outbox").rglob("*") if path.is_file()]
    told = {}
    for path in mails:
        said, to, kind = canary.said_by_mail(path.read_bytes())
        assert canary.markers_in(path.name) == set()
        assert canary.markers_in(said) <= {to.partition("@")[0]}
        told.setdefault(to.partition("@")[0], set()).add(kind)
    assert {HIDDEN, SPECIAL, LEFT} <= {*told}  # they booked: it is their own
    assert {DEAD, YOUNG}.isdisjoint(told)


def test_no_line_of_the_log_names_a_canary(app, session, samples, town, caplog):
    for browser in browsers(app):
        for _rule, path in set(addresses(app, session, samples, town)):
            browser.get(path)
    said = [record.getMessage() for when in ("setup", "call") for record in caplog.get_records(when)]
    assert said
    assert canary.markers_in("\n".join(said)) == set()


@pytest.mark.parametrize("marker", [HIDDEN, SPECIAL])
def test_the_own_invitation_greets_by_the_given_name_and_says_no_more(client, town, marker):
    token = keys().token("invitation", town.invitations[marker].public_id)
    page = client.get(f"/i/{token}").text.casefold()
    assert canary.markers_in(page) == {marker}
    assert set(re.findall(rf"{marker}\w*", page)) == {marker}


def test_a_page_that_did_name_one_would_be_found_out(app, session, samples, town):
    town.people[HIDDEN].name_address_protected = False
    session.commit()
    browser = list(browsers(app))[4]
    assert leaks("/", browser.get(f"/staff/events/{samples['event_id']}/guests").data) >= {HIDDEN}
    assert set(MARKERS) > {HIDDEN}
