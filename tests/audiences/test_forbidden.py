"""What must not be built from a register is refused by every way in: a table of the ways, one of the forbidden."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from planner.audiences.actions import AudienceDraft, change_audience, save_audience
from planner.audiences.models import SavedAudience
from planner.audiences.queries import audience_to_ask
from planner.citizens.models import Citizen
from planner.invitations.actions import content_hash, plan_campaign, set_audience
from planner.invitations.jobs import launch_due_wave
from planner.invitations.models import Campaign, Invitation
from planner.refusal import Refusal, Refusals
from planner.segments.queries import count_audience
from planner.themes.pack import Reach
from planner.themes.reader import themes
from tests.audiences.make import ane, draft
from tests.invitations import desk as desks
from tests.invitations import make
from tests.segments.make import audience
from tests.themes.make import copy_of, faults

pytestmark = pytest.mark.usefixtures("today")
OPEN, MEDIATED = ("travel", "wedding"), ("low-vision", "fresh-start")
FIELDS = ("civil_status", "civilstand", "church", "folkekirke", "birthplace", "Place of birth", "mother-tongue",
          "ethnicity", "citizenship", "health", "diagnose", "disability", "fritaget", "digital_post_exempt",
          "exemption", "income", "criminal_record", "union", "kjønn", "given_name", "loans")
#: A forbidden fact, at the top, deep inside, and behind a field we know; an inference from one; and the people of a
#: theme that only partners reach, found by their invitations or by having come.
RULES = [
    *({field: "x"} for field in FIELDS),
    {"all": [{"age": {"min": 18}}, {"any": [{"not": {"birthplace": ["SY"]}}]}]},
    {"moved_in": {"within_days": [0, 90], "citizenship": "SY"}},
    {"language": {"birthplace": ["SY"]}},
    {"moved_in": {"within_days": [0, 90], "from_country": "SY"}},
    *({kind: {"theme": theme, "within_days": 365}} for kind in ("came_to", "invited_to") for theme in MEDIATED),
    {"not": {"came_to": {"theme": "fresh-start", "within_days": 365}}},
    *({kind: {"theme": "pensioneers", "within_days": 365}} for kind in ("came_to", "invited_to")),
    {"any": [{"age": {"min": 18}}, {"not": {"came_to": {"theme": "nobody-made-it", "within_days": 365}}}]},
]
GROWN_UP = {"sentences": "1", "name": "New", "part-0": "age", "min-0": "18", "max-0": ""}
START = ["--place", "glumsoe", "--starts", "2027-02-10T17:00", "--capacity", "40", "--by", "birk@example.org"]


class Ways:
    """Somebody who tries every way in; each returns what refused, or None when it got through."""

    def __init__(self, app, session, folder):
        self.app, self.session, self.folder = app, session, folder
        make.town(session)
        self.account = make.account(session, "birk@example.org", "planner")
        self.campaign = make.campaign(session, self.account)
        self.audience = save_audience(session, "turning-18", draft(), ane(session), make.NOW)
        self.desk = desks.browser(app, session, "planner")
        session.commit()

    def tried(self, act, *asked, **named):
        try:
            act(self.session, *asked, **named)
        except (Refusal, Refusals) as refused:
            self.session.rollback()
            return str(refused)
        return None

    def command(self, *asked):
        self.session.rollback()  # a command begins with a transaction of its own
        answer = self.app.test_cli_runner().invoke(args=list(asked))
        assert answer.exit_code in (0, 2), answer.output
        return answer.stderr if answer.exit_code == 2 else None

    def file(self, criteria):
        path = Path(self.folder) / "rule.json"
        path.write_text(json.dumps(criteria), "utf-8")
        return str(path)

    def page(self, path, **data):
        answer = self.desk.post(path, data=data)
        return answer.text if answer.status_code in (404, 409, 422) else None


@pytest.fixture
def ways(app, session, tmp_path):
    """The ways into a town with a campaign and a saved audience."""
    return Ways(app, session, tmp_path)


def left_behind(session):
    """How many campaigns and audiences there are, and what they ask."""
    session.rollback()
    return [session.scalars(select(row.criteria).order_by(row.id)).all() for row in (Campaign, SavedAudience)]


BY_RULE = {
    "flask segments count": lambda ways, rule: ways.command("segments", "count", "--criteria", ways.file(rule)),
    "flask segments explain": lambda ways, rule: ways.command("segments", "explain", "--person", "SYN-1",
                                                              "--criteria", ways.file(rule)),
    "flask segments ahead": lambda ways, rule: ways.command("segments", "ahead", "--criteria", ways.file(rule)),
    "flask campaigns plan": lambda ways, rule: ways.command("campaigns", "plan", "--theme", "new-pensioners", *START,
                                                            "--criteria", ways.file(rule)),
    "a count": lambda ways, rule: ways.tried(lambda session: count_audience(session, audience(rule), make.NOW)),
    "a campaign": lambda ways, rule: ways.tried(plan_campaign, make.plan(criteria=rule), ways.account.id, make.NOW),
    "another audience": lambda ways, rule: ways.tried(set_audience, ways.campaign, rule, ways.account.id, make.NOW),
    "a saved audience": lambda ways, rule: ways.tried(
        save_audience, "turning-18", AudienceDraft(name="New", criteria=rule), ways.account.id, make.NOW),
    "a changed audience": lambda ways, rule: ways.tried(
        change_audience, ways.audience, draft(criteria=rule), ways.account.id, make.NOW),
}
BY_THEME = {
    "flask campaigns plan": lambda ways, theme: ways.command("campaigns", "plan", "--theme", theme, *START),
    "flask campaigns plan --criteria": lambda ways, theme: ways.command(
        "campaigns", "plan", "--theme", theme, *START, "--criteria", ways.file({"age": {"min": 18}})),
    "the wizard with a saved audience": lambda ways, theme: ways.page(
        f"/staff/plan/{theme}", **desks.PLAN, audience=str(ways.audience.id)),
    "a campaign": lambda ways, theme: ways.tried(
        plan_campaign, make.plan(event=make.event_plan(theme=theme)), ways.account.id, make.NOW),
    "a saved audience": lambda ways, theme: ways.tried(
        save_audience, theme, draft(name="New"), ways.account.id, make.NOW),
    "the builder": lambda ways, theme: ways.page("/staff/audiences/new", **GROWN_UP, theme=theme),
}
PAGES = {
    "the audience of a campaign": lambda ways: f"/staff/campaigns/{ways.campaign.id}/audience",
    "a new audience": lambda ways: "/staff/audiences/new",
    "an audience to change": lambda ways: f"/staff/audiences/{ways.audience.id}/edit",
}


@pytest.mark.parametrize("way", BY_RULE)
def test_no_way_in_takes_a_rule_on_what_we_may_not_know(session, ways, way):
    before = left_behind(session)
    got_through = [rule for rule in RULES if not BY_RULE[way](ways, rule)]
    assert got_through == []
    assert left_behind(session) == before


@pytest.mark.parametrize("way", BY_THEME)
@pytest.mark.parametrize("theme", [*OPEN, *MEDIATED])
def test_no_way_in_gives_an_audience_to_a_theme_that_has_none_and_each_says_what_to_do_instead(
    session, ways, way, theme,
):
    before = left_behind(session)
    said = BY_THEME[way](ways, theme)
    assert f"{theme} has no audience" in said
    assert ("open event" if theme in OPEN else "partners") in said
    assert left_behind(session) == before


@pytest.mark.parametrize("field", FIELDS)
def test_a_forbidden_field_is_refused_by_name_with_what_to_choose_by_instead(ways, field):
    said = BY_RULE["flask segments count"](ways, {field: "x"})
    assert field in said
    assert "Choose by age, place, time since moving here or chosen language instead." in said


def test_the_ways_are_open_to_a_rule_that_is_ours_to_ask(ways):
    sound = {"turns": {"age": 18, "within_days": [0, 90]}}
    make.citizen(ways.session, "SYN-1")
    ways.session.commit()
    refused = {way: said for way, act in BY_RULE.items() if (said := act(ways, sound))}
    assert refused == {}
    assert not BY_THEME["flask campaigns plan --criteria"](ways, "new-pensioners")


@pytest.mark.parametrize("forged", [
    {"part-0": "civil_status", "values-0": "married"}, {"part-0": "language", "languages-0": "birthplace"},
    {"part-0": "reaches", "from-0": "1", "to-0": "2", "milestone-0": "diagnosis"},
    {"part-0": "nearest_place", "places-0": "church"}, {"criteria": '{"health": "x"}'}, {"what": "health", "add": "1"},
])
def test_a_forged_form_changes_no_audience(session, ways, forged):
    before = left_behind(session)
    for way in PAGES.values():
        ways.desk.post(way(ways), data={"sentences": "1", "name": "New", "theme": "turning-18"} | forged)
    assert left_behind(session) == before


@pytest.mark.parametrize("way", PAGES)
def test_no_page_looks_people_up_by_a_theme_that_is_closed_or_unknown(session, ways, way):
    before, path = left_behind(session), PAGES[way](ways)
    asked = [(part, theme) for part in ("came_to", "invited_to", "not_invited")
             for theme in (*MEDIATED, "pensioneers")]
    for part, theme in asked:
        forged = GROWN_UP | {"part-1": part, "group-1": "any-1", "theme-1": theme, "days-1": "365"}
        assert theme in (ways.page(path, **forged) or "")
    assert left_behind(session) == before
    assert ways.page(path, **GROWN_UP) is None


def test_an_unknown_theme_is_refused_at_its_part_with_those_one_may_ask_for(ways):
    said = BY_RULE["flask segments count"](ways, {"came_to": {"theme": "pensioneers", "within_days": 365}})
    assert "came_to.theme: there is no theme called pensioneers." in said
    assert "Known: digital-help, new-pensioners, newcomers, travel, turning-18, wedding." in said


@pytest.mark.parametrize("rule", ['{ church = "yes" }', '{ all = [{ birthplace = ["SY"] }] }'])
def test_a_theme_pack_cannot_ask_it_either(tmp_path, rule):
    pack = copy_of("turning-18", tmp_path)
    sheet = (pack / "theme.toml").read_text("utf-8")
    begins = sheet.index("[audience]")
    ends = sheet.index("[partners]")
    (pack / "theme.toml").write_text(f"{sheet[:begins]}[audience]\ncriteria = {rule}\n{sheet[ends:]}", "utf-8")
    assert any("may not decide who is invited" in fault for fault in faults(pack))


@pytest.mark.parametrize("theme", [*OPEN, *MEDIATED])
def test_a_theme_pack_without_a_register_cannot_bring_an_audience(tmp_path, theme):
    pack = copy_of(theme, tmp_path)
    with (pack / "theme.toml").open("a", encoding="utf-8") as sheet:
        sheet.write('\n[audience]\ncriteria = { age = { min = 18 } }\n')
    assert any("must not be there" in fault for fault in faults(pack))


@pytest.mark.parametrize("column", ["civil_status", "church", "birthplace", "health", "citizenship", "exemption"])
def test_a_register_file_with_such_a_column_is_refused_by_name(session, ways, tmp_path, column):
    extract = tmp_path / "extract.csv"
    extract.write_text(f"person_id,birth_date,{column}\nSYN-9,1980-05-01,x\n", "utf-8")
    assert column in ways.command("citizens", "import", str(extract))
    assert session.scalar(select(func.count()).select_from(Citizen)) == 0


def test_a_theme_that_leaves_the_register_takes_its_audiences_and_waves_along(session, ways, monkeypatch):
    for number in range(6):
        make.citizen(session, f"SYN-{number}")
    campaign = make.campaign(session, ways.account, event=make.event_plan(starts_local=make.STARTS.replace(hour=10)))
    ready = campaign.waves[0].send_at
    campaign.status, campaign.approved_hash = "approved", content_hash(campaign)
    saved = save_audience(session, "new-pensioners", AudienceDraft(name="Was one", criteria={"age": {"min": 60}}),
                          ways.account.id, make.NOW)
    monkeypatch.setitem(themes(), "new-pensioners", _turned(themes()["new-pensioners"]))
    with pytest.raises(Refusal, match="partners"):
        audience_to_ask(saved, "Europe/Copenhagen", make.NOW)
    assert launch_due_wave(session, ready) == 1
    assert session.scalar(select(func.count()).select_from(Invitation)) == 0
    assert campaign.waves[0].dropped == "changed"


def _turned(theme):
    return replace(theme, reach=Reach.MEDIATED)
