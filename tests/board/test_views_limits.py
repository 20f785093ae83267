"""What a WIP limit does to the forms of the board: it warns, or asks for a reason, without JavaScript."""

import pytest

from backlog.board.queries import list_columns
from backlog.board.services import limit_people, update_column
from backlog.sprints.services import update_action
from backlog.workspaces.models import LimitMode

BASE = "/w/harkenau"


@pytest.fixture
def full(merle):
    """Return two cards in a started sprint, one of them in a column that takes no other."""
    one, two = merle.actions(2, assignee="merle@example.org")
    merle.started(one, two)
    merle.move(one, "In progress")
    values = {"wip_limit": 1, "wip_mode": LimitMode.BLOCK}
    update_column(merle.session, column_id=merle.column("In progress"), values=values, **merle.who)
    merle.session.commit()
    return one, two


def test_a_full_column_asks_for_a_reason_and_takes_the_card_with_one(page, merle, full):
    _one, two = full
    menu = page.get(f"{BASE}/board/cards/{two}/menu")
    asked = page.submit(menu, "/board/move", column=str(merle.column("In progress")), status=409)
    assert "“In progress” holds 1 of 1 cards. Finish one first." in asked.text
    assert two in merle.board()["To do"]
    for nothing in ("", "  ", "\u200b"):
        asked = page.submit(asked, "/board/move", override_reason=nothing, status=409)
        assert "Write why it cannot wait." in asked.text
    shown = page.submit(asked, "/board/move", override_reason="The press is on the phone")
    assert "“In progress” now holds 2 cards; its limit is 1." in shown.text
    assert two in merle.board()["In progress"]
    history = page.get(f"{BASE}/actions/{two}")
    assert "went beyond the WIP limit: The press is on the phone" in history.text


def test_a_drag_into_a_full_column_brings_the_question_as_a_dialog(page, merle, full):
    shown = page.get(f"{BASE}/board")
    column = str(merle.column("In progress"))
    refused = page.submit(shown, "/board/move", keys=full[1], column=column, after=full[0], status=409, htmx=True)
    assert (refused.headers["HX-Retarget"], refused.headers["HX-Reswap"]) == ("#dialog", "innerHTML")
    assert "holds 1 of 1 cards" in refused.text
    values = {one.get("name"): one.get("value") for one in refused.all(".//input[@type='hidden']")}
    assert (values["keys"], values["column"], values["after"]) == (full[1], column, full[0])


def test_the_place_form_asks_too_and_leads_back_to_the_board_as_it_was_shown(page, merle, full):
    form = page.get(f"{BASE}/board/cards/{full[1]}/moving")
    place = f"{merle.column('In progress')}:{full[0]}"
    asked = page.submit(form, f"/cards/{full[1]}/move", place=place, status=409)
    page.submit(asked, f"/cards/{full[1]}/move", override_reason="Now")
    assert merle.board()["In progress"] == list(full)


def test_where_a_form_came_from_leads_nowhere_else(page, merle, full):
    menu = page.get(f"{BASE}/board/cards/{full[1]}/menu")
    asked = page.submit(menu, "/board/move", column=str(merle.column("In progress")), status=409)
    for elsewhere in ("https://example.com/w/x", "//example.com/w/x"):
        again = page.submit(asked, "/board/move", page_before=elsewhere, override_reason="", status=409)
        assert again.find(".//input[@name='page_before']").get("value") == ""


def test_assigning_a_busy_person_asks_for_a_reason(page, merle, full):
    _one, two = full
    limit_people(merle.session, limit=1, mode=LimitMode.BLOCK, **merle.who)
    column = merle.column("In progress")
    update_column(merle.session, column_id=column, values={"wip_limit": None}, **merle.who)
    update_action(merle.session, key=two, values={"assignee": None}, **merle.who)
    merle.move(two, "In progress")
    merle.session.commit()
    form = page.get(f"{BASE}/actions/{two}/assigning")
    asked = page.submit(form, f"/{two}/assign", assignee="merle@example.org", status=409)
    assert "Merle Ohlsen holds 1 of 1 cards in progress." in asked.text
    shown = page.submit(asked, f"/{two}/assign", override_reason="Nobody else can")
    assert "Merle Ohlsen now holds 2 cards in progress; the limit is 1." in shown.text
    form = page.get(f"{BASE}/actions/{two}/edit")
    page.submit(form, f"/{two}/update", assignee="")
    asked = page.submit(
        page.get(f"{BASE}/actions/{two}/edit"), f"/{two}/update", assignee="merle@example.org", status=409
    )
    page.submit(asked, f"/{two}/update", override_reason="Still nobody else")
    assert merle.action(two).assignee.name == "Merle Ohlsen"


def test_a_card_that_is_written_onto_a_full_board_asks_for_a_reason(page, merle, full):
    column = merle.column("To do")
    update_column(merle.session, column_id=column, values={"wip_limit": 1, "wip_mode": LimitMode.BLOCK}, **merle.who)
    merle.session.commit()
    asked = page.submit(page.get(f"{BASE}/board/cards/new"), "/cards/add", title="Answer the press", status=409)
    page.submit(asked, "/cards/add", override_reason="They print tonight", queries=30)
    assert len(merle.board()["To do"]) == 2


def test_a_limit_for_each_person_is_set_with_the_columns(page, merle):
    shown = page.get(f"{BASE}/board/columns")
    wrong = page.submit(shown, "/columns/people", wip_limit="-1", status=422)
    assert "A limit is a number from 1 to 999." in wrong.text
    shown = page.submit(wrong, "/columns/people", wip_limit="3", wip_mode="block")
    assert "Saved." in shown.text
    merle.session.refresh(merle.workspace)
    assert (merle.workspace.person_wip_limit, merle.workspace.person_wip_mode) == (3, "block")


def test_a_column_that_warns_takes_the_card_and_the_answer_says_so(page, merle, full):
    column = merle.column("In progress")
    update_column(merle.session, column_id=column, values={"wip_mode": LimitMode.WARN}, **merle.who)
    merle.session.commit()
    shown = page.get(f"{BASE}/board")
    answer = page.submit(shown, "/board/move", keys=full[1], column=str(column), after="", htmx=True)
    assert f"{full[1]} is now in In progress. “In progress” now holds 2 cards; its limit is 1." in answer.text


def test_a_lane_says_how_many_its_person_holds(page, merle, full):
    limit_people(merle.session, limit=1, mode=LimitMode.WARN, **merle.who)
    merle.session.commit()
    (head,) = page.get(f"{BASE}/board?lanes=person").texts(".//h2[@class='swimlane__head']")
    assert head == "Merle Ohlsen 2 · 1 in progress, limit 1"
    merle.move(full[0], "Done")
    merle.session.commit()
    (head,) = page.get(f"{BASE}/board?lanes=person").texts(".//h2[@class='swimlane__head']")
    assert head == "Merle Ohlsen 2 · 0 in progress, limit 1"
    assert "limit 1" not in page.get(f"{BASE}/board?lanes=campaign").texts(".//h2[@class='swimlane__head']")[0]


def test_planning_into_a_full_board_asks_for_a_reason(page, merle, full):
    column = merle.column("To do")
    update_column(merle.session, column_id=column, values={"wip_limit": 1, "wip_mode": LimitMode.BLOCK}, **merle.who)
    late, later = merle.actions(2)
    merle.session.commit()
    form = page.get(f"{BASE}/actions/{late}/moving")
    asked = page.submit(form, f"/{late}/move", place="sprint:1", status=409)
    page.submit(asked, f"/{late}/move", override_reason="They print tonight", queries=30)
    plan = page.get(f"{BASE}/sprints/1/plan")
    refused = page.submit(plan, "/plan/move", keys=later, column="sprint", after="", status=409, htmx=True)
    assert refused.headers["HX-Retarget"] == "#dialog"
    page.submit(refused, "/plan/move", override_reason="This as well", queries=30)
    assert len(merle.board()["To do"]) == 3


def test_a_start_that_overfills_the_board_asks_for_a_reason(page, merle):
    values = {"wip_limit": 1, "wip_mode": LimitMode.BLOCK}
    merle.complete(merle.started())
    update_column(merle.session, column_id=merle.column("To do"), values=values, **merle.who)
    number = merle.sprint(*merle.actions(2))
    merle.session.commit()
    asked = page.submit(page.get(f"{BASE}/sprints/{number}/starting"), f"/{number}/start", status=409)
    assert "with these it would hold 2" in asked.text
    shown = page.submit(asked, f"/{number}/start", override_reason="The fair is on Monday")
    assert "“To do” now holds 2 cards; its limit is 1." in shown.text


def test_the_cards_of_a_removed_column_ask_for_a_reason(page, merle, full):
    confirm = page.get(f"{BASE}/board/columns/{merle.column('In progress')}/removing")
    done = merle.column("Done")
    update_column(merle.session, column_id=done, values={"wip_limit": 1, "wip_mode": LimitMode.BLOCK}, **merle.who)
    merle.move(full[1], "Done")
    merle.session.commit()
    asked = page.submit(confirm, "/remove", target=str(done), status=409)
    shown = page.submit(asked, "/remove", override_reason="We do without")
    assert "The column is removed. “Done” now holds 2 cards; its limit is 1." in shown.text


def test_a_card_that_goes_back_to_wait_shows_no_age(page, merle):
    (one,) = merle.actions(1)
    merle.started(one)
    merle.move(one, "In progress")
    merle.session.commit()
    assert page.get(f"{BASE}/board").all(".//*[@data-days]")
    merle.move(one, "To do")
    merle.session.commit()
    assert not page.get(f"{BASE}/board").all(".//*[@data-days]")
    assert merle.action(one).started_at is not None


def test_a_form_that_does_not_say_what_one_too_many_does_leaves_it(page, merle, full):
    who, column = merle.who, merle.column("In progress")
    limit_people(merle.session, limit=2, mode=LimitMode.BLOCK, **who)
    values = {"wip_limit": 2, "wip_mode": LimitMode.BLOCK}
    update_column(merle.session, column_id=column, values=values, **who)
    merle.session.commit()
    shown = page.get(f"{BASE}/board/columns")
    token = {"csrf_token": shown.find(".//input[@name='csrf_token']").get("value")}
    sent = {f"{column}-name": "In progress", f"{column}-wip_limit": "3", **token}
    for address, form in [("people", {"wip_limit": "3", **token}), ("update", sent)]:
        assert page.client.post(f"{BASE}/board/columns/{address}", data=form).status_code == 303
    merle.session.expire_all()
    (one,) = [one for one in list_columns(merle.session, workspace=merle.workspace) if one.id == column]
    assert (one.wip_limit, one.wip_mode, one.category) == (3, LimitMode.BLOCK, "in_progress")
    assert (merle.workspace.person_wip_limit, merle.workspace.person_wip_mode) == (3, LimitMode.BLOCK)
