"""A verdict that comes after completion: once, signed and dated, with the rest of the record as it was."""

import json

import pytest

from backlog.core.errors import Conflict, Forbidden, Invalid
from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.sprints.models import GoalVerdict
from backlog.sprints.queries import get_sprint, list_sprints
from backlog.sprints.services import judge_goal
from tests.factories.workspaces import member
from tests.support.sign_in import sign_in

SAID = {"goal_verdict", "goal_verdict_at", "goal_verdict_by"}


@pytest.fixture
def completed(team):
    number = team.started(*team.actions(2, hours=3))
    team.complete(number)
    return number


def test_the_verdict_is_signed_and_all_else_in_the_record_stays_to_the_byte(team, colleague, completed):
    before = _record(team, completed)
    when = {**colleague.who}
    judge_goal(team.session, number=completed, goal_verdict=GoalVerdict.MET, **when)
    after = _record(team, completed)
    assert (after["goal_verdict"], after["goal_verdict_at"]) == ("met", when["now"].isoformat())
    assert after["goal_verdict_by"] == {"name": "Tarek Winkelroth", "handle": "tarek"}
    assert _rest(before) == _rest(after)
    assert list_sprints(team.session, workspace=team.workspace).items[0].goal_verdict == GoalVerdict.MET


def test_a_record_frozen_before_verdicts_could_come_later_takes_one_too(team, completed):
    sprint = get_sprint(team.session, workspace=team.workspace, number=completed)
    sprint.report = {name: value for name, value in _record(team, completed).items() if name not in SAID}
    team.session.flush()
    judge_goal(team.session, number=completed, goal_verdict=GoalVerdict.MISSED, **team.who)
    assert _record(team, completed)["goal_verdict"] == "missed"


def test_it_is_given_once_however_it_was_given(team, completed):
    judge_goal(team.session, number=completed, goal_verdict=GoalVerdict.MET, **team.who)
    at_once = team.started(*team.actions(1))
    team.complete(at_once, goal_verdict=GoalVerdict.MISSED)
    for number in (completed, at_once):
        with pytest.raises(Conflict, match="said already"):
            judge_goal(team.session, number=number, goal_verdict=GoalVerdict.PARTLY_MET, **team.who)


def test_without_a_goal_before_completion_or_without_the_right_there_is_none(team, completed):
    running = team.started(*team.actions(1))
    with pytest.raises(Conflict, match="not complete"):
        judge_goal(team.session, number=running, goal_verdict=GoalVerdict.MET, **team.who)
    viewer = team.beside(member(team.workspace, role=Role.VIEWER))
    with pytest.raises(Forbidden):
        judge_goal(team.session, number=completed, goal_verdict=GoalVerdict.MET, **viewer.who)
    team.complete(running)
    aimless = team.sprint(goal="")
    team.start(aimless)
    team.complete(aimless)
    with pytest.raises(Invalid, match="no goal"):
        judge_goal(team.session, number=aimless, goal_verdict=GoalVerdict.MET, **team.who)


def test_the_record_asks_and_then_says_who_answered(page, client, team, completed):
    team.session.commit()
    sign_in(client, team.session.get(User, team.actor.user_id))
    record = page.get(f"/w/harkenau/sprints/{completed}")
    asked = page.get(next(link for link in _links(record) if link.endswith("/judging")))
    assert "Choose what the goal came to" in page.submit(asked, "/judge", status=422).text
    record = page.submit(asked, "/judge", goal_verdict="partly_met")
    assert "Goal partly met." in record.text
    assert "by Merle Ohlsen" in record.text
    assert not [link for link in _links(record) if link.endswith("/judging")]
    for answer in ({"goal_verdict": "met"}, {}):
        page.submit(asked, "/judge", status=409, **answer)


def test_nothing_is_asked_about_a_sprint_that_no_verdict_can_be_given_to(page, client, team, completed):
    running, aimless = (
        team.started(*team.actions(1)),
        get_sprint(team.session, workspace=team.workspace, number=completed),
    )
    team.session.commit()
    sign_in(client, team.session.get(User, team.actor.user_id))
    asked = page.get(f"/w/harkenau/sprints/{completed}/judging")
    aimless.report = {**_record(team, completed), "goal": ""}
    team.session.commit()
    assert "no goal that could be met" in page.submit(asked, "/judge", status=422).text
    assert not [link for link in _links(page.get(f"/w/harkenau/sprints/{completed}")) if link.endswith("/judging")]
    asked.form("/judge").set("action", f"/w/harkenau/sprints/{running}/judge")
    assert "is not complete yet" in page.submit(asked, "/judge", status=409).text


def test_programs_say_it_too(team, call, completed):
    shown = call("PUT", f"/sprints/{completed}/goal-verdict", json={"goal_verdict": "met"})
    assert (shown["goal_verdict"], shown["report"]["goal_verdict_by"]["handle"]) == ("met", "merle")
    call("PUT", f"/sprints/{completed}/goal-verdict", status=409, json={"goal_verdict": "missed"})
    call.refused("PUT", f"/sprints/{completed}/goal-verdict", field="goal_verdict", json={"goal_verdict": "won"})


def _record(team, number):
    return get_sprint(team.session, workspace=team.workspace, number=number).report


def _rest(record):
    return json.dumps({name: value for name, value in record.items() if name not in SAID})


def _links(shown):
    return [link.get("href") for link in shown.all(".//a[@href]")]
