"""What people see and do on the pages of actions, without JavaScript."""

from datetime import date
from decimal import Decimal

import pytest

from backlog.board.services import add_column
from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.requirements.terms import StatusCategory
from backlog.sprints.services import block_action, update_action
from backlog.workspaces.models import Campaign, Channel, Instrument
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import MembershipFactory
from tests.support.sign_in import sign_in

BASE = "/w/harkenau"


@pytest.fixture
def merle(merle):
    merle.session.add(Instrument(workspace_id=merle.workspace.id, name="Newsletter", icon="mail"))
    merle.session.add(Campaign(workspace_id=merle.workspace.id, name="Winter"))
    merle.session.commit()
    return merle


def test_an_action_is_written_with_all_its_fields(page, merle):
    shown = page.submit(
        page.get(f"{BASE}/actions/new"), "/create", title="Letter to the clubs", instrument="Newsletter",
        campaign="Winter", assignee="merle@example.org", hours="1,5", points="3", due_on="2026-11-27",
        publish_on="2026-11-28", description="**Pruning** in February",
    )  # fmt: skip
    assert shown.heading == "Letter to the clubs"
    for words in ("Newsletter", "Winter", "Merle Ohlsen", "1.5", "27 November", "Pruning", "wrote this down"):
        assert words in shown.text


def test_a_checklist_is_written_together_with_the_action(page, merle):
    form = page.get(f"{BASE}/actions/new")
    shown = page.submit(form, "/create", title="Video", checklist="Script\n\nShoot\n")
    assert "0 of 2" in shown.text
    assert shown.texts(".//*[@class='checklist__text']") == ["Script", "Shoot"]
    wrong = page.submit(form, "/create", status=422, title="Video", checklist="Script\n" * 101)
    assert "at most 100 items" in wrong.text
    assert wrong.find(".//input[@name='title']").get("value") == "Video"


def test_the_long_form_takes_over_what_was_written_in_the_short_one(page, merle):
    short = page.fragment(f"{BASE}/actions/new")
    long = page.submit(short, "/create", title="Letter & card", campaign="Winter", hours="1,5", all_fields="1")
    assert long.find(".//input[@name='title']").get("value") == "Letter & card"
    assert long.find(".//input[@name='hours']").get("value") == "1.5"
    assert "Winter" in long.texts(".//select[@name='campaign']/option[@selected]")


def test_what_is_wrong_comes_back_at_its_field(page, merle):
    wrong = page.submit(page.get(f"{BASE}/actions/new"), "/create", status=422, title="", hours="many")
    assert "Write what is to be done." in wrong.text
    assert "Write a number" in wrong.text


def test_an_edit_keeps_what_others_changed_elsewhere(page, merle, colleague):
    (key,) = merle.actions(1, title="Old")
    merle.session.commit()
    form = page.get(f"{BASE}/actions/{key}/edit")
    update_action(merle.session, key=key, values={"hours": 7}, **colleague.who)
    merle.session.commit()
    shown = page.submit(form, "/update", title="New")
    assert shown.heading == "New"
    assert "7" in shown.text
    assert "changed: Title “Old” → “New”" in shown.text


def test_both_versions_are_shown_when_two_wrote_the_same_field(page, merle, colleague):
    (key,) = merle.actions(1, title="Old")
    merle.session.commit()
    form = page.get(f"{BASE}/actions/{key}/edit")
    update_action(merle.session, key=key, values={"title": "Theirs"}, **colleague.who)
    merle.session.commit()
    conflict = page.submit(form, "/update", title="Mine", hours="4", status=409)
    assert conflict.find(".//input[@name='title']").get("value") == "Mine"
    assert conflict.texts(".//*[@class='merge__text']") == ["Theirs"]
    assert "The version of Tarek Winkelroth" in conflict.text
    kept = page.submit(conflict, "/update", **{"take-title": "theirs"})
    assert kept.heading == "Theirs"
    assert merle.action(key).hours == 4


def test_the_choice_between_two_versions_is_made_field_by_field_and_loses_nothing_else(page, merle, colleague):
    merle.session.add_all([Channel(workspace_id=merle.workspace.id, name=name) for name in ("Newsletter", "Blog")])
    asked, wished = merle.requirements("Pay by invoice", "Guest checkout")
    values = {"title": "Old", "description": "Old text", "points": 1, "hours": 1, "requirement": asked}
    (key,) = merle.actions(1, **values)
    merle.session.commit()
    form = page.get(f"{BASE}/actions/{key}/edit")
    theirs = {
        "title": "Theirs", "description": "Their text", "points": 2.5, "due_on": date(2030, 5, 2),
        "assignee": "tarek@example.org", "requirement": wished, "channel": "Blog", "hours": 8,
    }  # fmt: skip
    update_action(merle.session, key=key, values=theirs, **colleague.who)
    merle.session.commit()
    mine = {
        "title": "Mine", "description": "My text", "points": "3,5", "due_on": "2030-05-01",
        "assignee": "merle@example.org", "channel": "Newsletter", "publish_on": "2030-06-01",
    }  # fmt: skip
    conflict = page.submit(form, "/update", status=409, **mine)
    shown = conflict.texts(".//*[@class='merge__text']")
    assert {"Merle Ohlsen", "Tarek Winkelroth", "Blog", "Newsletter", "2.5", "3.5", "1 May 2030", "2 May 2030"} <= {
        *shown
    }
    choice = {"take-title": "theirs", "take-points": "theirs", "take-assignee": "theirs", "take-channel": "theirs"}
    page.submit(conflict, "/update", description="My text and their text", **choice)
    kept = merle.action(key)
    assert (kept.title, kept.description, kept.points) == ("Theirs", "My text and their text", Decimal("2.5"))
    assert (kept.assignee.name, kept.channel.name, kept.due_on) == ("Tarek Winkelroth", "Blog", date(2030, 5, 1))
    # What only one of both changed stays, whoever it was.
    assert (kept.hours, kept.requirement.key, kept.publish_on) == (8, wished, date(2030, 6, 1))


def test_a_checklist_grows_is_ticked_and_shrinks(page, merle):
    (key,) = merle.actions(1)
    merle.session.commit()
    shown = page.submit(page.get(f"{BASE}/actions/{key}"), "/checklist/add", text="Ask the workshop")
    item = merle.action(key).checklist[0].id
    shown = page.submit(shown, f"/checklist/{item}/tick")
    assert "1 of 1" in shown.text
    assert "ticked: Ask the workshop" in shown.text
    shown = page.submit(shown, f"/checklist/{item}/untick")
    shown = page.submit(shown, f"/checklist/{item}/remove", htmx=True)
    assert merle.action(key).checklist == []


def test_an_action_is_assigned_blocked_and_freed(page, merle):
    (key,) = merle.actions(1)
    merle.session.commit()
    shown = page.submit(page.get(f"{BASE}/actions/{key}/assigning"), "/assign", assignee="merle@example.org")
    assert "Merle Ohlsen" in shown.text
    shown = page.submit(page.get(f"{BASE}/actions/{key}/blocking"), "/block", reason="The sample is missing")
    assert "The sample is missing" in shown.text
    shown = page.submit(shown, "/unblock")
    assert merle.action(key).blocked_at is None


def test_archiving_can_be_taken_back(page, merle):
    (key,) = merle.actions(1)
    merle.session.commit()
    shown = page.submit(page.get(f"{BASE}/actions/{key}"), "/archive")
    assert "Archived" in shown.text
    shown = page.submit(shown, "/restore")
    assert "In the action backlog" in shown.text


def test_an_action_moves_into_a_sprint_and_out_by_words(page, merle):
    one, two = merle.actions(2)
    number = merle.sprint()
    merle.session.commit()
    page.submit(page.get(f"{BASE}/actions/{two}/moving"), "/move", place=f"sprint:{number}")
    assert merle.order(number) == [two]
    page.submit(page.get(f"{BASE}/actions/{two}/moving"), "/move", place="top")
    assert merle.backlog() == [two, one]


def test_what_can_be_done_is_a_page_too(page, merle):
    (key,) = merle.actions(1)
    merle.session.commit()
    assert "Block…" in page.get(f"{BASE}/actions/{key}/menu").text
    assert "Block…" in page.fragment(f"{BASE}/actions/{key}/menu").text


def test_the_action_backlog_is_ranked_filtered_and_filled_by_pasting(page, merle):
    assert "Collect first" in page.get(f"{BASE}/actions").text
    shown = page.submit(page.get(f"{BASE}/actions/paste"), "/paste", lines="- One\n- Two\n\nThree")
    assert "3 actions created" in shown.text
    keys = merle.backlog()
    page.submit(shown, "/actions/rank", keys=[keys[2]], after=keys[0])
    assert merle.backlog() == [keys[0], keys[2], keys[1]]
    found = page.get(f"{BASE}/actions?q=two")
    assert [row.get("data-key") for row in found.all(".//li[@data-key]")] == [keys[1]]


def test_ticked_actions_go_into_a_sprint_together(page, client, merle):
    one, two = merle.actions(2)
    number = merle.sprint()
    merle.session.commit()
    data = {"csrf_token": page.get(f"{BASE}/actions").form("/actions/move").find("input").get("value")}
    client.post(f"{BASE}/actions/move", data={**data, "keys": [two, one], "place": f"sprint:{number}"})
    assert merle.order(number) == [two, one]


def test_a_description_is_previewed(page, merle):
    form = page.get(f"{BASE}/actions/new")
    assert page.submit(form, "/create", title="x", description="*so*").find(".//em").text == "so"


def test_enter_saves_and_neither_previews_nor_asks_for_all_fields(page, merle):
    (key,) = merle.actions(1)
    for shown, action in (
        (page.get(f"{BASE}/actions/new"), "/create"),
        (page.fragment(f"{BASE}/actions/new"), "/create"),
        (page.get(f"{BASE}/actions/{key}/edit"), "/update"),
    ):
        pressed = shown.form(action).find(".//button[@type='submit']")
        assert (pressed.get("name"), pressed.get("formaction")) == (None, None)


def test_history_tells_blocks_in_sentences(page, merle):
    (key,) = merle.actions(1)
    block_action(merle.session, key=key, reason="No sample", **merle.who)
    merle.session.commit()
    assert "Merle Ohlsen blocked it: No sample" in page.get(f"{BASE}/actions/{key}").text


def test_a_contributor_reads_but_is_offered_no_edit(page, merle, client):
    from tests.factories.workspaces import member

    (key,) = merle.actions(1)
    reader = member(merle.workspace, Role.CONTRIBUTOR, email="reader@example.org")
    merle.session.commit()
    sign_in(client, merle.session.get(User, reader.user_id))
    assert "Edit" not in page.get(f"{BASE}/actions/{key}").texts(".//a")
    page.get(f"{BASE}/actions")


def test_an_action_says_which_requirement_it_serves_in_its_words(page, merle):
    requirement = RequirementFactory.create(workspace=merle.workspace, title="Find a blade by its model number")
    merle.session.commit()
    shown = page.submit(page.get(f"{BASE}/actions/new"), "/create", title="Video", requirement=requirement.key)
    link = shown.find(".//p[@class='action__asked']/a")
    assert link.get("href") == f"{BASE}/requirements/{requirement.key}"
    assert "Find a blade by its model number" in "".join(link.itertext())


def test_an_action_says_in_which_column_its_card_is_and_what_that_means(page, merle):
    (key,) = merle.actions(1)
    merle.started(key)
    merle.move(key, "In progress")
    merle.move(key, "To do")
    merle.session.commit()
    assert _state(page, key) == "To do"
    add_column(merle.session, name="Text is checked", category=StatusCategory.IN_PROGRESS, **merle.who)
    merle.move(key, "Text is checked")
    merle.session.commit()
    assert _state(page, key) == "Text is checked · In progress"
    merle.move(key, "Done")
    merle.session.commit()
    assert _state(page, key) == "Done"


def test_an_action_in_a_sprint_that_waits_names_the_sprint(page, merle):
    (key,) = merle.actions(1)
    number = merle.sprint(key)
    merle.session.commit()
    assert _state(page, key) == f"In sprint {number}"


def _state(page, key):
    return page.get(f"{BASE}/actions/{key}").find(".//p[@class='action__lede']//*[@class='status__word']").text


def test_forms_filled_from_a_version_that_is_still_to_come_say_so_above_their_fields(page, merle):
    (one,) = merle.actions(1)
    merle.sprint(one)
    for address, action in ((f"actions/{one}", "/update"), ("sprints/1", "/update")):
        form = page.get(f"{BASE}/{address}/edit")
        refused = page.submit(form, action, version="9999", status=422)
        assert "This version does not exist yet." in " ".join(refused.texts(".//*[@role='alert']"))


@pytest.mark.parametrize(("role", "may_tick"), [(Role.MARKETER, True), (Role.VIEWER, False)])
def test_rows_are_ticked_only_by_who_may_plan(page, team, role, may_tick):
    (key,) = team.actions(1)
    page.sign_in(MembershipFactory.create(workspace=team.workspace, role=role).user)
    shown = page.get(f"{BASE}/actions")
    assert bool(shown.all(".//input[@name='keys'][@type='checkbox']")) is may_tick
    assert key in shown.text
