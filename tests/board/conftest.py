"""A reader of the board."""

import pytest

from backlog.identity.models import User
from tests.support.sign_in import sign_in


@pytest.fixture
def merle(team, client):
    """Return the team, whose person is signed in."""
    team.session.commit()
    sign_in(client, team.session.get(User, team.actor.user_id))
    return team
