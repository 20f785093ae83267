"""My part of the front page: who names me, what is mine to decide, what became of what I wrote."""

from datetime import timedelta

import pytest

from backlog.activity.services import add_comment
from backlog.core.clock import utcnow
from backlog.core.permissions import Actor, Role
from backlog.identity.models import User
from backlog.requirements.models import COMMENTED
from backlog.requirements.services import create_requirement, update_requirement
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory, member

FRONT = "/w/harkenau/"
PART = "/w/harkenau/requirements/today"
NEWS = "/w/harkenau/requirements/news"


@pytest.fixture
def merle(page, workspace):
    """Sign a product manager in whose handle is merle."""
    user = MembershipFactory.create(
        workspace=workspace, role=Role.PRODUCT_MANAGER, user__name="Merle Ohlsen", user__email="merle@example.org"
    ).user
    page.sign_in(user)
    return Actor(user_id=user.id, name=user.name, workspace_id=workspace.id, role=Role.PRODUCT_MANAGER)


@pytest.fixture
def says(session, workspace, actor):
    def say(key, body, *, by=actor, at=None):
        add_comment(session, on=COMMENTED, workspace=workspace, actor=by, key=key, body=body, now=at or utcnow())
        session.commit()

    return say


def test_a_new_workspace_teaches_how_to_begin(page, merle):
    assert page.get(FRONT).heading == "Nothing is waiting for you, Merle"
    assert "Start with one thing a customer asked for" in page.fragment(PART).text


def test_the_headline_counts_what_waits(page, session, workspace, merle, says):
    for status in ("new", "refinement", "ready", "planned"):
        RequirementFactory.create(workspace=workspace, status=status, owner_id=merle.user_id)
    RequirementFactory.create(workspace=workspace, status="ready", title="Nobody's but ready")
    RequirementFactory.create(workspace=workspace, status="new", title="Nobody's")
    says("REQ-4", "@merle what do you think?")

    assert page.get(FRONT).heading == "Five things are waiting for you, Merle"
    shown = page.fragment(PART).text
    assert "what do you think?" in shown
    assert "Nobody's but ready" in shown
    assert "One new requirement has no owner yet." in shown


def test_what_somebody_asks_is_shown_without_its_markup(page, workspace, merle, says):
    says(RequirementFactory.create(workspace=workspace).key, "@merle is this **urgent**?\n\n- `yes`\n- no")
    assert "@merle is this urgent? yes no" in page.fragment(PART).text


def test_a_mention_waits_until_its_reader_reacts(page, session, workspace, merle, says):
    story = RequirementFactory.create(workspace=workspace)
    says(story.key, "@merle. Please look.", at=utcnow() - timedelta(hours=1))
    assert page.get(FRONT).heading == "One thing is waiting for you, Merle"

    says(story.key, "Looked.", by=merle)
    assert page.get(FRONT).heading == "Nothing is waiting for you, Merle"


@pytest.mark.parametrize("body", ["@merlette knows", "merle@example.org wrote", "no name at all", "a@merle"])
def test_a_name_that_is_not_mine_does_not_wait_for_me(page, workspace, merle, says, body):
    says(RequirementFactory.create(workspace=workspace).key, body)
    assert page.get(FRONT).heading == "Nothing is waiting for you, Merle"


def test_old_questions_archived_things_and_other_workspaces_do_not_wait(page, session, workspace, merle, says):
    story = RequirementFactory.create(workspace=workspace)
    says(story.key, "@merle?", at=utcnow() - timedelta(days=31))
    elsewhere = RequirementFactory.create(workspace=WorkspaceFactory.create(), status="ready")
    stranger = member(elsewhere.workspace)
    add_comment(
        session,
        on=COMMENTED,
        workspace=elsewhere.workspace,
        actor=stranger,
        key=elsewhere.key,
        body="@merle?",
        now=utcnow(),
    )
    session.commit()
    assert page.get(FRONT).heading == "Nothing is waiting for you, Merle"


def test_who_may_not_hand_over_sees_only_their_own_that_are_ready(page, session, workspace):
    RequirementFactory.create(workspace=workspace, status="ready")
    viewer = member(workspace, Role.VIEWER)
    session.commit()
    page.sign_in(session.get(User, viewer.user_id))

    assert "Nothing of yours is ready to hand over." in page.fragment(PART).text


def test_what_is_ready_and_somebody_elses_does_not_wait_for_me(page, session, workspace, merle):
    other = member(workspace, Role.PRODUCT_MANAGER)
    RequirementFactory.create(workspace=workspace, status="ready", owner_id=other.user_id)
    session.commit()
    assert "Nothing of yours is ready to hand over." in page.get(PART).text


def test_the_writer_hears_what_became_of_it_and_not_of_other_things(page, session, workspace, actor, merle):
    mine = create_requirement(session, workspace=workspace, actor=merle, values={"title": "Mine"}, now=utcnow())
    other = RequirementFactory.create(workspace=workspace, title="Not mine")
    for one in (mine, other):
        update_requirement(
            session, workspace=workspace, actor=actor, key=one.key, version=one.version,
            values={"status": "shipped", "points": "1"}, now=utcnow(),
        )  # fmt: skip
    session.commit()

    shown = page.fragment(NEWS).text
    assert "Mine" in shown
    assert "Not mine" not in shown
    assert "set the status from New to Shipped" in shown
    assert "estimated 1 point." in shown


def test_what_i_did_myself_and_mere_moves_are_no_news(page, session, workspace, merle):
    mine = create_requirement(session, workspace=workspace, actor=merle, values={"title": "Mine"}, now=utcnow())
    update_requirement(
        session, workspace=workspace, actor=merle, key=mine.key, version=mine.version,
        values={"status": "ready"}, now=utcnow(),
    )  # fmt: skip
    session.commit()

    assert "shows up here" in page.fragment(NEWS).text


def test_both_parts_are_pages_without_javascript(page, workspace, merle):
    RequirementFactory.create(workspace=workspace, status="ready")
    assert page.get(PART).heading == "What waits for you"
    assert page.get(NEWS).heading == "What became of it"
