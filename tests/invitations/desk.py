"""A browser at somebody's desk, and how pages are read in tests."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from planner.invitations.models import Campaign
from tests.staff.make import account, sign_in

PLAN = {"place": "glumsoe", "date": "2027-02-10", "time": "17.00", "minutes": "150", "seats": "40", "hosts": "Maja"}
REACHES = {"sentences": "1", "part-0": "reaches", "from-0": "3", "to-0": "9", "law-0": "DK:folkepension"}
#: What the page shows for a town of so few: the widest audience of the theme.
WIDEST = REACHES | {"from-0": "2", "to-0": "12", "part-1": "not_invited", "theme-1": "new-pensioners", "days-1": "365"}


def browser(app: Flask, session: Session, *roles: str) -> FlaskClient:
    """A browser in which Gry, who has `roles`, has signed in; pages in English."""
    gry = account(session, *roles, email="gry@example.org", name="Gry Prøve")
    gry.language = "en"
    session.commit()
    client = app.test_client()
    sign_in(client, gry.email)
    return client


def ways(campaign: Campaign) -> dict[str, str]:
    """The addresses of the steps of planning."""
    return {step: f"/staff/campaigns/{campaign.id}/{step}" for step in ("time", "audience", "text", "submit")}


def page(client: FlaskClient, path: str, **data: object) -> str:
    """The page at `path`, or what it answers to `data`: 200."""
    answer = client.post(path, data=data) if data else client.get(path)
    assert answer.status_code == 200, path
    return answer.text


def refusal(client: FlaskClient, path: str, **data: object) -> str:
    """The page that refuses `data`: 422, and its title and summary say so."""
    answer = client.post(path, data=data)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert "ds-error-summary" in answer.text
    return answer.text


def marked(text: str) -> list[str]:
    """The names of the fields marked as wrong."""
    return re.findall(r'name="([\w-]+)"[^>]*aria-invalid="true"', text)
