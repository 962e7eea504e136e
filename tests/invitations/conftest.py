"""A town with a planner, an approver and a handful of citizens."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.invitations.models import Campaign
from planner.staff.models import Account, RoleName
from tests.invitations import desk as desks
from tests.invitations import make


@dataclass
class Town:
    """Who there is: Anna and Carl fit, Bo has died, Dina is too young, Erik has no mail."""

    planner: Account
    approver: Account
    anna: Citizen
    carl: Citizen
    erik: Citizen


@pytest.fixture
def town(session: Session) -> Town:
    """The town, committed."""
    make.town(session)
    make.citizen(session, "bo", status="dead")
    make.citizen(session, "dina", birth_date=make.SOON_67.replace(year=2000))
    found = Town(
        planner=make.account(session, "birk@example.org", "planner"),
        approver=make.account(session, "ane@example.org", "planner", "approver"),
        anna=make.citizen(session, "anna"),
        carl=make.citizen(session, "carl", postcode="4700", language="en"),
        erik=make.citizen(session, "erik", email=""),
    )
    session.commit()
    return found


@pytest.fixture
def today() -> Iterator[None]:
    """It is NOW."""
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture
def campaign(session: Session, town: Town) -> Campaign:
    """A draft that Birk has made."""
    made = make.campaign(session, town.planner)
    session.commit()
    return made


@pytest.fixture
def desk(app: Flask, session: Session, town: Town) -> FlaskClient:
    """A planner's browser."""
    return desks.browser(app, session, RoleName.PLANNER)
