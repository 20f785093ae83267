"""Comments: whose they are, and whom they mention."""

import pytest

from backlog.activity.queries import get_subject, list_comments, list_history
from backlog.activity.services import add_comment, delete_comment, edit_comment, latest_act
from backlog.activity.undo import undo
from backlog.core.errors import Conflict, Forbidden, Invalid, NotFound
from backlog.core.permissions import Role
from backlog.requirements.models import COMMENTED as REQUIREMENTS
from backlog.sprints.models import COMMENTED as ACTIONS
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.sprints import ActionFactory
from tests.factories.workspaces import WorkspaceFactory, member


@pytest.fixture
def thing(session, workspace, talk):
    return get_subject(session, on=talk.on, workspace=workspace, key=talk.key)


@pytest.fixture
def do(session, workspace, actor, talk):
    def call(service, by=None, key=None, **how):
        return service(
            session, on=talk.on, workspace=workspace, actor=by or actor, key=key or talk.key, now=NOW, **how
        )  # fmt: skip

    return call


@pytest.fixture
def said(session, talk, thing):
    return lambda: [one.body for one in list_comments(session, on=talk.on, subject_id=thing.id)]


@pytest.fixture
def take_back(session, workspace, actor):
    def call(by=None):
        act = latest_act(session)
        assert act is not None
        undo(session, workspace=workspace, actor=by or actor, first=act.first, last=act.last, now=NOW)

    return call


def test_a_comment_mentions_members_by_handle(session, workspace, talk, thing, do):
    tarek = member(workspace, email="tarek@example.org")
    anna = member(workspace, email="anna.lena@example.org")
    member(workspace, email="tarekson@example.org")
    member(WorkspaceFactory.create(), email="else@example.org")
    body = "@Tarek and @anna.lena. look; not mail@tarek or @else or @nobody"
    comment, mentioned = do(add_comment, body=body)
    assert mentioned == {tarek.user_id, anna.user_id}
    kind = talk.on.entity_type
    entry = list_history(session, workspace_id=workspace.id, entity_type=kind, entity_id=thing.id)[0]
    assert (entry.verb, entry.entity_key) == (f"{kind}.commented", talk.key)
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


def test_only_the_author_edits_and_only_author_and_administrators_delete(workspace, do, said):
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
    assert said() == []
    with pytest.raises(NotFound):
        do(delete_comment, comment_id=comment.id)


def test_a_comment_belongs_to_its_thing(workspace, talk, do):
    other = talk.make(workspace=workspace)
    comment, _ = do(add_comment, body="Here")
    for service, how in ((edit_comment, {"body": "There"}), (delete_comment, {})):
        with pytest.raises(NotFound):
            do(service, key=other.key, comment_id=comment.id, **how)


def test_a_key_of_another_kind_or_workspace_is_not_found(session, workspace, actor, talk, do):
    other = next(kind for kind in (REQUIREMENTS, ACTIONS) if kind is not talk.on)
    talk.make(workspace=WorkspaceFactory.create())
    beyond = f"{talk.key.split('-')[0]}-2"
    for kind, key in ((other, talk.key), (talk.on, beyond)):
        with pytest.raises(NotFound):
            add_comment(session, on=kind, workspace=workspace, actor=actor, key=key, body="Lost", now=NOW)


def test_what_is_said_about_one_kind_is_not_said_about_the_other(session, workspace, actor):
    story, action = RequirementFactory.create(workspace=workspace), ActionFactory.create(workspace=workspace)
    common = {"workspace": workspace, "actor": actor, "now": NOW}
    add_comment(session, on=REQUIREMENTS, key=story.key, body="Asked", **common)
    add_comment(session, on=ACTIONS, key=action.key, body="Done", **common)
    found = [
        list_comments(session, on=kind, subject_id=thing.id)
        for kind, thing in ((REQUIREMENTS, story), (ACTIONS, action))
    ]
    assert [[one.body for one in kind] for kind in found] == [["Asked"], ["Done"]]


def test_a_deleted_comment_comes_back_and_a_written_one_cannot_be_unwritten(do, said, take_back):
    comment, _ = do(add_comment, body="Hello")
    with pytest.raises(Conflict):
        take_back()
    do(delete_comment, comment_id=comment.id)
    assert said() == []
    take_back()
    assert said() == ["Hello"]


@pytest.mark.parametrize("body", ["", " \x00\n", "x" * 20_001])
def test_an_empty_or_endless_comment_is_refused(do, body):
    with pytest.raises(Invalid):
        do(add_comment, body=body)


def test_a_developer_may_comment_and_a_viewer_may_not(workspace, do):
    do(add_comment, by=member(workspace, Role.DEVELOPER), body="Hello")
    with pytest.raises(Forbidden):
        do(add_comment, by=member(workspace, Role.VIEWER), body="Hello")
