"""Comments: whose they are, and whom they mention."""

import pytest

from backlog.activity.queries import list_history
from backlog.core.errors import Forbidden, Invalid, NotFound
from backlog.core.permissions import Role
from backlog.requirements.models import ENTITY
from backlog.requirements.queries import list_comments
from backlog.requirements.services import add_comment, delete_comment, edit_comment
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import member


@pytest.fixture
def story(workspace):
    return RequirementFactory.create(workspace=workspace)


@pytest.fixture
def do(session, workspace, actor, story):
    def call(service, by=None, **how):
        return service(session, workspace=workspace, actor=by or actor, key=story.key, now=NOW, **how)

    return call


def test_a_comment_mentions_members_by_handle(session, workspace, story, do):
    tarek = member(workspace, email="tarek@example.org")
    anna = member(workspace, email="anna.lena@example.org")
    member(workspace, email="tarekson@example.org")
    member(RequirementFactory.create().workspace, email="else@example.org")
    body = "@Tarek and @anna.lena. look; not mail@tarek or @else or @nobody"
    comment, mentioned = do(add_comment, body=body)
    assert mentioned == {tarek.user_id, anna.user_id}
    entry = list_history(session, workspace_id=workspace.id, entity_type=ENTITY, entity_id=story.id)[0]
    assert entry.verb == "requirement.commented"
    assert entry.changes == {f"comment/{comment.id}": [None, {"mentions": sorted(mentioned)}]}
    assert entry.entity_version is None


@pytest.mark.parametrize("body", ["@merle", "(@merle)", "@Merle.", "**@merle**", "> @merle", "@merle- or not?"])
def test_who_stands_out_in_a_comment_is_mentioned(workspace, do, body):
    merle = member(workspace, email="merle@example.org")
    assert do(add_comment, body=body)[1] == {merle.user_id}


@pytest.mark.parametrize(
    "body",
    [
        "foo-@merle",
        "a@merle",
        "`@merle`",
        "```\n@merle\n```",
        "Look:\n\n    @merle",
        "[@merle](https://example.org)",
        "@+merle",
    ],
)
def test_who_does_not_stand_out_is_not(workspace, do, body):
    member(workspace, email="merle@example.org")
    assert do(add_comment, body=body)[1] == frozenset()


def test_editing_tells_only_who_is_mentioned_now(workspace, do):
    tarek = member(workspace, email="tarek@example.org")
    anna = member(workspace, email="anna@example.org")
    comment, _ = do(add_comment, body="@tarek")
    edited, mentioned = do(edit_comment, comment_id=comment.id, body="@tarek @anna")
    assert (edited.body, edited.edited_at, mentioned) == ("@tarek @anna", NOW, {anna.user_id})
    assert tarek.user_id not in mentioned


def test_only_the_author_edits_and_only_author_and_administrators_delete(session, workspace, story, do):
    comment, _ = do(add_comment, body="Mine")
    other, chief = member(workspace), member(workspace, Role.ADMINISTRATOR)
    for service, by, how in (
        (edit_comment, other, {"body": "Theirs"}),
        (edit_comment, chief, {"body": "Theirs"}),
        (delete_comment, other, {}),
    ):
        with pytest.raises(Forbidden):
            do(service, by=by, comment_id=comment.id, **how)
    do(delete_comment, by=chief, comment_id=comment.id)
    assert list_comments(session, requirement=story) == []
    with pytest.raises(NotFound):
        do(delete_comment, comment_id=comment.id)


def test_a_comment_belongs_to_its_requirement(session, workspace, actor, do):
    other = RequirementFactory.create(workspace=workspace)
    comment, _ = do(add_comment, body="Here")
    with pytest.raises(NotFound):
        edit_comment(
            session, workspace=workspace, actor=actor, key=other.key, comment_id=comment.id, body="There", now=NOW
        )


@pytest.mark.parametrize("body", ["", " \x00\n", "x" * 20_001])
def test_an_empty_or_endless_comment_is_refused(do, body):
    with pytest.raises(Invalid):
        do(add_comment, body=body)


def test_a_developer_may_comment_and_a_viewer_may_not(workspace, do):
    do(add_comment, by=member(workspace, Role.DEVELOPER), body="Hello")
    with pytest.raises(Forbidden):
        do(add_comment, by=member(workspace, Role.VIEWER), body="Hello")
