"""Keys and names in what people write."""

import pytest

from backlog.core.permissions import Role
from tests.factories.requirements import RequirementFactory
from tests.factories.sprints import ActionFactory
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory

TEXT = "See REQ-1, ACT-1.\n\nACT-2 `ACT-3` [ACT-4](https://example.org) OTHER-5 ACT-0\n\n    REQ-9"
LINKS = ["/w/harkenau/requirements/REQ-1", "/w/harkenau/actions/ACT-1", "/w/harkenau/actions/ACT-2"]


@pytest.fixture
def workspace():
    return WorkspaceFactory.create(name="Harkenau", slug="harkenau")


@pytest.fixture
def reader(page, workspace):
    page.sign_in(MembershipFactory.create(workspace=workspace, role=Role.PRODUCT_MANAGER).user)
    return page


def links_in(shown, part):
    found = [link.get("href") for link in shown.find(part).iter("a")]
    return [href for href in found if href.startswith("/w/")]


def test_keys_lead_to_requirements_and_actions_of_the_workspace(reader, workspace):
    RequirementFactory.create(workspace=workspace, description=TEXT)
    shown = reader.get("/w/harkenau/requirements/REQ-1")
    assert links_in(shown, ".//div[@class='prose prose--asked']") == LINKS
    shown = reader.get(reader.submit(shown, "/comments/create", body=TEXT).url)
    assert links_in(shown, ".//div[@class='comment__text prose']") == LINKS


def test_actions_speak_of_requirements_too(reader, workspace):
    action = ActionFactory.create(workspace=workspace, description=TEXT)
    assert links_in(reader.get(f"/w/harkenau/actions/{action.key}"), ".//div[@class='prose']") == LINKS


def test_only_the_prefixes_of_the_workspace_itself_count(reader, workspace, session):
    workspace.action_prefix, workspace.requirement_prefix = "MK", "SHOP"
    session.commit()
    RequirementFactory.create(workspace=workspace, description="REQ-1 SHOP-1 ACT-1 MK-7")
    shown = reader.get("/w/harkenau/requirements/SHOP-1")
    assert links_in(shown, ".//div[@class='prose prose--asked']") == [
        "/w/harkenau/requirements/SHOP-1", "/w/harkenau/actions/MK-7",
    ]  # fmt: skip


def test_the_same_words_lead_elsewhere_in_another_workspace_and_once_the_prefixes_change(reader, workspace, session):
    other = WorkspaceFactory.create(name="Lindwerk", slug="lindwerk")
    for one in (workspace, other):
        RequirementFactory.create(workspace=one, description="See REQ-7 and MK-7.")
    asked = ".//div[@class='prose prose--asked']"
    assert links_in(reader.get("/w/harkenau/requirements/REQ-1"), asked) == ["/w/harkenau/requirements/REQ-7"]
    workspace.action_prefix = "MK"
    session.commit()
    assert links_in(reader.get("/w/harkenau/requirements/REQ-1"), asked) == [
        "/w/harkenau/requirements/REQ-7", "/w/harkenau/actions/MK-7",
    ]  # fmt: skip
    reader.sign_in(MembershipFactory.create(workspace=other, role=Role.VIEWER).user)
    assert links_in(reader.get("/w/lindwerk/requirements/REQ-1"), asked) == ["/w/lindwerk/requirements/REQ-7"]
