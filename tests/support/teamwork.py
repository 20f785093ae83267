"""Fixtures of a team with a workspace of its own, for the tests of sprints and board."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from backlog.identity.models import User
from tests.factories.workspaces import WorkspaceFactory, member
from tests.support.api import ApiClient
from tests.support.sign_in import sign_in
from tests.support.team import Team


@pytest.fixture
def team(session: Session) -> Team:
    """Return a team without actions or sprints."""
    workspace = WorkspaceFactory.create(name="Harkenau", slug="harkenau")
    return Team(session, workspace, member(workspace, name="Merle Ohlsen", email="merle@example.org"))


@pytest.fixture
def merle(team: Team, client: FlaskClient) -> Team:
    """Return the team, whose person is signed in."""
    team.session.commit()
    sign_in(client, team.session.get_one(User, team.actor.user_id))
    return team


@pytest.fixture
def colleague(team: Team) -> Team:
    """Return the same workspace as somebody else works in it."""
    return team.beside(member(team.workspace, name="Tarek Winkelroth", email="tarek@example.org"))


@pytest.fixture
def call(client: FlaskClient, session: Session, team: Team) -> ApiClient:
    """Return a program that acts for the team's person."""
    return ApiClient(client, session, team.workspace.slug, team.actor)
