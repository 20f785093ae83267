"""Bars, advice and reserve on the planning page, and starting with too much, without JavaScript."""

from datetime import date

import pytest

from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.sprints.services import update_action
from backlog.workspaces.services import set_working_time
from tests.factories.workspaces import member
from tests.support.sign_in import sign_in

BASE = "/w/harkenau"
DATES = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 11, 27)}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def week(team, actor, hours):
    values = {**dict.fromkeys(DAYS, hours), "share": 100, "overhead": 0}
    set_working_time(team.session, user_id=actor.user_id, values=values, **team.who)


@pytest.fixture
def merle(team, client):
    team.session.commit()
    sign_in(client, team.session.get(User, team.actor.user_id))
    return team


@pytest.fixture
def crowded(merle, colleague):
    """Return a team whose Merle has 10 hours and 13 to do, beside somebody with room for 4, and the sprint's number."""
    week(merle, merle.actor, 1)
    week(merle, colleague.actor, 1)
    keys = [merle.actions(1, assignee="merle@example.org", hours=hours)[0] for hours in (10, 3)]
    keys += merle.actions(1, assignee="tarek@example.org", hours=6)
    number = merle.sprint(*keys, **DATES)
    merle.session.commit()
    return merle, number, keys


def bar(shown, name):
    """Return the row of a person."""
    rows = shown.all(".//li[@data-capacity-target='row']")
    return next(row for row in rows if name in "".join(row[0].itertext()))


def places(row):
    """Return where the parts of a bar begin and how long they are, in percent."""
    return {
        rect.get("class").split("--")[-1].split("__")[-1]: (rect.get("x", "0"), rect.get("width"))
        for rect in row.iter()
        if rect.tag.endswith("rect")
    }


def test_who_is_over_is_told_in_words_with_who_has_room_and_one_button(page, crowded):
    _team, number, (_large, small, _theirs) = crowded
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    assert "19 of 20 h planned" in shown.text
    words = [text for text in shown.texts(".//span[@class='capacity__advice']/span") if text]
    assert words == ["Over by 3 h. Tarek has 4 h free."]
    assert f"Give {small} (3 h) to Tarek" in shown.text
    assert len(shown.all(".//form[@class='post']")) == 1


def test_who_shares_a_first_name_is_called_by_the_whole_one(page, crowded):
    team, number, _keys = crowded
    week(team, member(team.workspace, name="Tarek Winter", email="winter@example.org"), 0)
    team.session.commit()
    assert "Tarek Winkelroth has 4 h free." in page.get(f"{BASE}/sprints/{number}/plan").text


def test_the_bars_are_as_long_as_the_hours_say(page, crowded):
    _team, number, _keys = crowded
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    mine, theirs = places(bar(shown, "Merle")), places(bar(shown, "Tarek"))
    # 13 hours, and some place beyond, are the whole strip.
    assert mine["track"] == theirs["track"] == ("0", "71.2%")
    assert (mine["fill"], mine["over"]) == (("0", "71.2%"), ("71.2%", "21.4%"))
    assert (theirs["fill"], theirs["over"]) == (("0", "42.7%"), ("42.7%", "0.0%"))
    label = next(one for one in bar(shown, "Merle").iter() if one.tag.endswith("svg")).get("aria-label")
    assert label == "Merle Ohlsen: 13 of 10 hours planned, 0 hours in reserve, over by 3 hours"


@pytest.mark.parametrize("htmx", [False, True])
def test_the_button_gives_the_action_away_and_offers_the_way_back(page, crowded, htmx):
    team, number, (_large, small, _theirs) = crowded
    shown = page.submit(page.get(f"{BASE}/sprints/{number}/plan"), "/plan/give", htmx=htmx)
    assert f"{small} goes to Tarek Winkelroth." in shown.text
    assert "Over by" not in shown.text
    assert "Undo" in shown.text
    assert team.action(small).assignee.name == "Tarek Winkelroth"


def test_what_a_colleague_has_given_away_already_is_not_given_twice(page, crowded):
    team, number, (_large, small, _theirs) = crowded
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    update_action(team.session, key=small, values={"assignee_id": None}, **team.who)
    team.session.commit()
    answer = page.submit(shown, "/plan/give", htmx=True, status=409)
    assert answer.find(".//*[@id='plan']") is not None
    assert team.action(small).assignee is None


def test_nobody_is_given_what_is_given_to_a_stranger(page, crowded):
    team, number, (_large, small, _theirs) = crowded
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    page.submit(shown, "/plan/give", htmx=True, status=409, to="99999")
    assert team.action(small).assignee.name == "Merle Ohlsen"


def test_a_move_brings_the_bars_anew(page, crowded):
    _team, number, (large, _small, _theirs) = crowded
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    answer = page.submit(shown, "/plan/move", keys=[large], column="backlog", after="", is_drag="1", htmx=True)
    assert "9 of 20 h planned" in answer.text
    assert "Over by" not in answer.text


def test_whoever_only_reads_sees_the_bars_and_no_button(page, crowded, client):
    team, number, _keys = crowded
    reader = member(team.workspace, Role.VIEWER)
    team.session.commit()
    sign_in(client, team.session.get(User, reader.user_id))
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    assert "Over by 3 h." in shown.text
    assert shown.all(".//form[@class='post']") == []
    assert "Working time and days off" not in shown.text


def test_what_cannot_be_trusted_is_said(page, merle, colleague):
    week(merle, merle.actor, 8)
    keys = merle.actions(2, assignee="tarek@example.org")
    number = merle.sprint(*keys, **DATES)
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    assert "2 actions have no estimate and count as none." in shown.text
    assert "1 person has not set their hours." in shown.text
    assert "nothing says how much comes unplanned" in shown.text
    row = bar(shown, colleague.actor.name)
    assert "hours not set" in "".join(row.itertext())
    assert not any("track" in rect.get("class") for rect in row.iter() if rect.tag.endswith("rect"))


def test_without_anybodys_hours_the_bars_are_those_of_the_work_alone(page, merle):
    number = merle.sprint(*merle.actions(1, assignee="merle@example.org", hours=3), **DATES)
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    assert "Nobody has set their hours yet" in shown.text
    assert shown.all(".//*[@data-capacity-target]") == []


def test_instruments_show_their_part_of_the_plan(page, merle):
    week(merle, merle.actor, 8)
    keys = merle.actions(1, hours=9) + merle.actions(1, hours=3)
    number = merle.sprint(*keys, **DATES)
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    fold = shown.find(".//details[@id='instruments']")
    assert "No instrument" in "".join(fold.itertext())
    assert "12 h, 100 %" in " ".join("".join(fold.itertext()).split())


def test_the_form_says_what_earlier_sprints_propose_and_keeps_what_people_choose(page, merle):
    planned, added = merle.actions(1, hours=30)[0], merle.actions(1, hours=10)[0]
    first = merle.started(planned)
    merle.plan(first, added)
    merle.complete(first)
    week(merle, merle.actor, 8)
    number = merle.sprint(starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 5))
    merle.session.commit()
    plan = page.get(f"{BASE}/sprints/{number}/plan")
    assert "Reserve for unplanned work: 10 h (25 %), proposed from the last sprint" in plan.text
    form = page.get(f"{BASE}/sprints/{number}/edit")
    assert "In the last sprint 25 % came unplanned." in form.text
    wrong = page.submit(form, "/update", status=422, reserve_percent="200")
    assert wrong.find(".//input[@name='reserve_percent']").get("value") == "200"
    plan = page.submit(wrong, "/update", reserve_percent="50")
    assert "Reserve for unplanned work: 20 h (50 %); the last sprint needed 10 h" in plan.text
    assert "nothing is proposed" not in page.get(f"{BASE}/sprints/new").text


def test_starting_with_too_much_asks_why_and_the_record_tells(page, crowded):
    team, number, _keys = crowded
    confirm = page.get(f"{BASE}/sprints/{number}/starting")
    assert "Merle Ohlsen: 13 h planned, 10 h to plan with, over by 3 h." in confirm.text
    wrong = page.submit(confirm, "/start", status=422)
    assert "Write why the sprint starts all the same." in wrong.text
    page.submit(wrong, "/start", reason="The fair does not wait")
    team.complete(number)
    team.session.commit()
    record = page.get(f"{BASE}/sprints/{number}")
    assert "Merle Ohlsen over by 3 h" in record.text
    assert "The fair does not wait" in record.text


def test_starting_with_enough_room_asks_nothing(page, merle):
    week(merle, merle.actor, 8)
    number = merle.sprint(*merle.actions(1, assignee="merle@example.org", hours=3), **DATES)
    merle.session.commit()
    confirm = page.get(f"{BASE}/sprints/{number}/starting")
    assert confirm.all(".//textarea") == []
    assert page.submit(confirm, "/start").heading == f"Sprint {number}"


def test_a_hundred_actions_of_many_people_stay_within_the_budget(page, merle):
    people = [member(merle.workspace, name=f"Person {n}", email=f"p{n}@example.org") for n in range(8)]
    for one in people:
        week(merle, one, 4)
    for one in people:
        merle.actions(12, hours="4.5", title="Newsletter about the right way to prune", assignee_id=one.user_id)
    number = merle.sprint()
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    # Eight bars and who does what are some 10 kB more than a hundred bare rows.
    assert len(shown.source) < 80_000


def test_the_capacity_is_read_over_the_api(team, call):
    week(team, team.actor, 1)
    number = team.sprint(*team.actions(1, assignee="merle@example.org", hours=13), *team.actions(1), **DATES)
    team.session.commit()
    found = call("GET", f"/sprints/{number}/capacity")
    assert found == {
        "people": [
            {
                "person": {"name": "Merle Ohlsen", "handle": "merle"}, "planned": 13.0, "open": 13.0, "capacity": 10.0,
                "reserve": 0.0, "available": 10.0, "over": 3.0, "room": 0.0, "left": None,
            },
            {
                "person": None, "planned": 0.0, "open": 0.0, "capacity": None, "reserve": 0.0, "available": None,
                "over": 0.0, "room": 0.0, "left": None,
            },
        ],
        "reserve": {"percent": 0, "is_set": False, "proposed": None, "sprints": 0},
        "without_hours": 1,
        "not_set": 0,
    }  # fmt: skip
    problem = call("POST", f"/sprints/{number}/start", status=422)
    assert list(problem["errors"]) == ["reason"]
    started = call("POST", f"/sprints/{number}/start", json={"reason": "The fair does not wait"})
    assert started["state"] == "active"
    assert call("GET", f"/sprints/{number}/report")["over_capacity"]["people"] == [{"name": "Merle Ohlsen", "hours": 3}]
    team.complete(number)
    team.session.commit()
    call("GET", f"/sprints/{number}/capacity", status=404)


def test_a_reserve_is_set_over_the_api(team, call):
    made = call("POST", "/sprints", status=201, json={"reserve_percent": 15})
    assert made["reserve_percent"] == 15
    path = f"/sprints/{made['number']}"
    assert call("PATCH", path, json={"reserve_percent": None})["reserve_percent"] is None
    assert list(call("PATCH", path, status=422, json={"reserve_percent": 101})["errors"]) == ["reserve_percent"]
