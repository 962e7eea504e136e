"""A protected person is named in no output of any kind, but for the few places that are listed here with their reason.

The routes are read from the map and the commands from the command line, so that a new one is walked by itself.
"""

import json
import logging
import re

import click
import pytest

from planner.delivery.models import Kind
from planner.events.queries import find_event
from planner.web import keys
from tests.canary import scene as canary
from tests.canary.scene import DEAD, HIDDEN, LEFT, MARKERS, SPECIAL, YOUNG
from tests.guards.routes import path_of, routes
from tests.guards.test_get_changes_nothing import browsers
from tests.guards.test_routes import ROLES
from tests.test_shell import every_command

#: Where a marker may stand, and why: pages and what lies below them, and answers to forms. Nothing else is allowed.
OPEN = {DEAD, LEFT, YOUNG}
ONE_PERSON = (OPEN, "nobody protects them; this one person was looked up, and that is in the trail")
OWN_MAIL = ({DEAD, LEFT}, "nobody protects them; staff see what was sent")
REVEALED = ({*MARKERS}, "shown once, for a reason or a way of knowing the person that is in the trail")
ALLOWED = {
    "/staff/events/<int:event_id>/guests": ({DEAD, LEFT}, "no protection; staff must know whose seats they are"),
    "/staff/citizens/<subject>": ONE_PERSON,
    "/staff/outbox/<public_id>": OWN_MAIL,
    "/staff/register/<int:import_id>/rejected.csv": ({*MARKERS}, "the admin's own rows, given back to be mended"),
    "POST /staff/citizens/<subject>/name": REVEALED,
    "POST /staff/citizens/<subject>/access": REVEALED,
}
#: What the forms are sent with, so that the pages behind them open; the others get a name alone.
TYPED = {
    "/staff/citizens/<subject>/name": {"reason": "She stands here with her letter"},
    "/staff/citizens/<subject>/access": {"checked_how": "showed_proof", "language": "da"},
    "/staff/audiences/new": {
        "sentences": "1", "theme": "new-pensioners", "name": "Alle", "part-0": "age", "min-0": "0", "count": "1"},
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
    """The whole scene: invited, answered, their mails sent, then set apart, the event moved, all that was due sent."""
    caplog.set_level(logging.DEBUG)
    event = find_event(session, samples["event_id"])
    found = canary.scene(session, event)
    work(app)
    canary.happen(session, found)
    canary.move(session, event)
    canary.staged(session, samples["import_id"])
    work(app)
    return found


def work(app):
    """Let a worker do all that is due."""
    result = app.test_cli_runner().invoke(args=["work", "--until-idle"])
    assert result.exit_code == 0, result.output


def values_of_each(session, samples, town):
    """The samples once for each canary, with what leads to this one: all mails of it, and its own address."""
    for marker, person in town.people.items():
        mails = canary.deliveries_of(session, town.invitations[marker]) if marker in town.invitations else []
        for public_id in mails or [samples["public_id"]]:
            yield {**samples, "subject": person.subject, "public_id": public_id}


def addresses(app, session, samples, town):
    """Rule and address of every GET route; what can name a person names each canary in turn."""
    for route in routes(app):
        if route.method != "GET":
            continue
        slug = samples["theme" if route.rule.startswith("/staff/plan/") else "slug"]
        token = samples["no_thanks" if route.rule.startswith("/u/") else "invited"]
        for values in values_of_each(session, samples, town):
            path = path_of(app, route, {**values, "slug": slug, "token": token})
            yield route.rule, path
            if route.rule.startswith("/staff/outbox/<"):
                yield from ((route.rule, f"{path}?part={part}") for part in ("text", "html", "calendar"))


def leaks(rule, body):
    """The markers that stand in an answer of `rule` without leave."""
    leave = [who for place, (who, _why) in ALLOWED.items() if rule.removeprefix("POST ").startswith(place)]
    return canary.markers_in(body).difference(*leave, *ALLOWED.get(rule, ())[:1])


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
    forms, found = sorted(set(forms_of(app, samples, town))), {}
    for browser in browsers(app):
        for name, rule, path in forms:
            if seen := leaks(name, browser.post(path, data=TYPED.get(rule, {"name": "x"})).data):
                found[path] = seen
    assert found == {}


def forms_of(app, samples, town):
    """Name, rule and address of every form, those about one person for each canary; without the way out."""
    for route in routes(app):
        if route.method == "POST" and "sign-out" not in route.rule:
            token = samples["no_thanks" if route.rule.startswith("/u/") else "invited"]
            for person in town.people.values():
                values = {**samples, "token": token, "slug": samples["theme"], "subject": person.subject}
                yield str(route), route.rule, path_of(app, route, values)


def test_the_page_of_a_protected_person_names_them_to_those_with_a_right_and_a_reason_alone(app, session, town):
    named = {}
    for role, browser in zip(("nobody", *ROLES), browsers(app), strict=True):
        page = f"/staff/citizens/{town.people[HIDDEN].subject}"
        answers = [browser.get(page), browser.post(f"{page}/name", data={"reason": ""}),
                   browser.post(f"{page}/name", data={"reason": "She stands here with her letter"})]
        named[role] = [HIDDEN in canary.markers_in(answer.data) for answer in answers]
    may = {"desk", "admin"}
    assert named == {role: [False, False, role in may] for role in ("nobody", *ROLES)}


def test_a_search_by_name_leads_to_a_protected_person_without_naming_them(app, session, town):
    town.people[SPECIAL].given_name, town.people[SPECIAL].family_name = HIDDEN.capitalize(), f"{HIDDEN}sen"
    desk = list(browsers(app))[ROLES.index("desk") + 1]
    answer = desk.post("/staff/citizens", data={"name": f"{HIDDEN} {HIDDEN}sen", "born": "1.3.1960",
                                               "reason": "ringer selv om sit brev"})
    said = answer.text.partition('id="by-code"')[0]  # further down stands what was typed
    assert said.count("Beskyttet person") == 2
    assert canary.markers_in(said) == set()


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


def test_a_canary_stands_in_the_own_mails_alone_and_the_dead_get_none_any_more(app, session, samples, settings, town):
    canary.cancel(session, find_event(session, samples["event_id"]))
    work(app)
    mails = [path for path in (settings.instance / "outbox").rglob("*") if path.is_file()]
    told = {}
    for path in mails:
        said, to, kind = canary.said_by_mail(path.read_bytes())
        assert canary.markers_in(path.name) == set()
        assert canary.markers_in(said) <= {to.partition("@")[0]}
        told.setdefault(to.partition("@")[0], set()).add(kind)
    assert {HIDDEN, SPECIAL, LEFT} <= {*told}  # they booked: it is their own
    assert told[HIDDEN] >= {Kind.INVITATION, Kind.CONFIRMATION, Kind.MOVED, Kind.CANCELLED}
    assert told[DEAD] == {Kind.INVITATION, Kind.CONFIRMATION} and YOUNG not in told  # sent while they lived


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


def test_a_mail_of_a_protected_person_leads_to_the_page_where_a_reason_opens_their_name(app, session, town):
    mail = canary.deliveries_of(session, town.invitations[HIDDEN])[0]
    page = list(browsers(app))[ROLES.index("planner") + 1].get(f"/staff/outbox/{mail}").text
    assert f'href="/staff/citizens/{town.people[HIDDEN].subject}"' in page
