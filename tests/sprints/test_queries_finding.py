"""Finding actions and sprints while somebody types, and in the palette."""

import pytest

from backlog.core.keys import number_ranges
from backlog.identity.models import User
from backlog.sprints.queries import suggest_actions, suggest_sprints
from tests.factories.sprints import ActionFactory, SprintFactory
from tests.factories.workspaces import WorkspaceFactory
from tests.support.sign_in import sign_in


@pytest.fixture
def workspace(team):
    return team.workspace


@pytest.fixture
def actions(session, workspace):
    def search(text):
        return [one.title for one in suggest_actions(session, workspace=workspace, text=text, limit=8)]

    return search


@pytest.fixture
def sprints(session, workspace):
    def search(text):
        return [one.number for one in suggest_sprints(session, workspace=workspace, text=text, limit=8)]

    return search


@pytest.mark.parametrize("text", ["ACT-2", "act-2", "ACT 2", "2", "video", "Videos", "video schere"])
def test_an_action_is_found_by_its_key_its_number_and_its_words(workspace, actions, text):
    ActionFactory.create(workspace=workspace, title="Newsletter")
    ActionFactory.create(workspace=workspace, title="Video: Schere pflegen")
    assert actions(text) == ["Video: Schere pflegen"]


def test_the_beginning_of_a_key_finds_all_that_begin_so_and_the_very_key_first(workspace, actions):
    for number in range(1, 13):
        ActionFactory.create(workspace=workspace, title=f"Brief {number}")
    assert actions("ACT-1") == ["Brief 1", "Brief 12", "Brief 11", "Brief 10"]


def test_actions_of_another_workspace_stay_there(workspace, actions):
    ActionFactory.create(workspace=WorkspaceFactory.create(), title="Newsletter")
    assert actions("Newsletter") == []
    assert actions("ACT-1") == []


@pytest.mark.parametrize("text", ["2", "Sprint 2", "sprint2", "igelfreundlich", "MÄHEN garten"])
def test_a_sprint_is_found_by_its_number_and_the_words_of_its_goal(workspace, sprints, text):
    SprintFactory.create(workspace=workspace, goal="Ersatzklingen finden")
    SprintFactory.create(workspace=workspace, goal="Igelfreundlich mähen im Garten")
    assert sprints(text) == [2]


@pytest.mark.parametrize("text", ["", "  ", "\x00", "%", "_", "Sprint 0", "9999999999"])
def test_what_means_nothing_finds_nothing(workspace, actions, sprints, text):
    SprintFactory.create(workspace=workspace, goal="Ersatzklingen finden")
    ActionFactory.create(workspace=workspace, title="Newsletter")
    assert actions(text) == []
    assert sprints(text) == []


def test_the_ranges_of_a_beginning_meet_every_number_that_begins_so():
    numbers = [n for low, high in number_ranges("12") for n in (low, high)]
    assert all(str(number).startswith("12") for number in numbers)


def test_the_palette_shows_actions_and_sprints(page, client, team, workspace):
    ActionFactory.create(workspace=workspace, title="Igel der Woche")
    SprintFactory.create(workspace=workspace, goal="Igelfreundlich mähen")
    team.session.commit()
    sign_in(client, team.session.get(User, team.actor.user_id))

    shown = page.fragment(f"/w/{workspace.slug}/search?q=igel")
    assert any("Igel der Woche" in text for text in shown.texts(".//a"))
    assert any("Sprint 1" in text for text in shown.texts(".//a"))
