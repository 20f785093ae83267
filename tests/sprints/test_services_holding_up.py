"""What holds an action up: a block with its reason, an approval that is waited for, both at once."""

import pytest

from backlog.board.services import update_column
from backlog.core.errors import Conflict, Forbidden, Invalid
from backlog.core.permissions import Role
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import ApprovalBy
from backlog.sprints.services import archive_actions, await_approval, block_action, end_waiting
from tests.factories.workspaces import member


def ask(team, key, by=ApprovalBy.LEGAL, note="", **more):
    return await_approval(team.session, key=key, by=by, note=note, **more, **team.who)


def waiting(team, key):
    action = team.action(key)
    return action.waiting_for, action.waiting_note


def test_an_action_waits_until_somebody_says_that_it_goes_on(team):
    (key,) = team.actions(1)
    since = ask(team, key, note=" The claim\n on page 2 ").waiting_at
    assert waiting(team, key) == ("legal", "The claim on page 2")
    assert ask(team, key, ApprovalBy.BRAND).waiting_at == since
    assert waiting(team, key) == ("brand", None)
    assert end_waiting(team.session, key=key, **team.who).waiting_at is None
    assert team.verbs()[-3:] == ["action.waiting", "action.waiting", "action.waiting_ended"]


def test_asking_for_the_same_again_is_no_change(team):
    (key,) = team.actions(1)
    ask(team, key)
    before = team.verbs()
    ask(team, key)
    assert team.verbs() == before


def test_it_ends_by_itself_when_the_card_is_done_and_comes_back_with_it(team):
    (key,) = team.actions(1)
    team.started(key)
    ask(team, key, ApprovalBy.CUSTOMER, note="Sample page")
    block_action(team.session, key=key, reason="No sample", **team.who)
    team.move(key, "Done")
    assert waiting(team, key) == (None, None)
    team.undo()
    assert waiting(team, key) == ("customer", "Sample page")
    assert team.action(key).blocked_reason == "No sample"


def test_it_ends_with_a_column_that_comes_to_mean_done(team):
    (key,) = team.actions(1)
    team.started(key)
    team.move(key, "In progress")
    ask(team, key)
    values = {"category": StatusCategory.DONE}
    update_column(team.session, column_id=team.column("In progress"), values=values, **team.who)
    assert waiting(team, key) == (None, None)


def test_waiting_and_its_end_are_taken_back(team):
    (key,) = team.actions(1)
    ask(team, key, note="The claim")
    end_waiting(team.session, key=key, **team.who)
    team.undo()
    assert waiting(team, key) == ("legal", "The claim")
    ask(team, key, ApprovalBy.BRAND, note="The claim")
    team.undo()
    assert waiting(team, key) == ("legal", "The claim")
    ask(team, key, note="")
    team.undo()
    assert waiting(team, key) == ("legal", "The claim")


def test_what_is_done_or_archived_waits_for_nothing(team):
    done, away = team.actions(2)
    team.started(done)
    team.move(done, "Done")
    archive_actions(team.session, keys=[away], **team.who)
    for key in (done, away):
        with pytest.raises(Conflict):
            ask(team, key)


def test_a_note_has_an_end_and_readers_do_not_ask(team):
    (key,) = team.actions(1)
    with pytest.raises(Invalid) as refused:
        ask(team, key, note="x" * 501)
    assert refused.value.field == "note"
    reader = team.beside(member(team.workspace, role=Role.VIEWER))
    with pytest.raises(Forbidden):
        ask(reader, key)


@pytest.mark.parametrize("reason", ["", " ", "\u200b\u202e", "\u3164"])
def test_what_nobody_sees_holds_nothing_up(team, reason):
    (key,) = team.actions(1)
    with pytest.raises(Invalid) as refused:
        block_action(team.session, key=key, reason=reason, **team.who)
    assert refused.value.field == "reason"
