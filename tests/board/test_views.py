"""What people see and do on the board, without JavaScript."""

from datetime import timedelta

import pytest

from backlog.board.services import update_column
from backlog.core.clock import utcnow
from backlog.sprints.services import block_action

BASE = "/w/harkenau"


def test_between_sprints_the_board_says_so(page, merle):
    assert "No sprint is under way" in page.get(f"{BASE}/board").text


def test_a_board_whose_sprint_has_ended_becomes_another_page_and_comes_back_with_the_next(page, merle):
    (between,) = page.get(f"{BASE}/board").all(".//*[@data-live='sprint']")
    number = merle.started(*merle.actions(1))
    merle.session.commit()
    assert page.fragment(between.get("data-live-src"), status=204).headers["HX-Refresh"] == "true"
    board = page.get(f"{BASE}/board").find(".//*[@id='board']")
    merle.complete(number)
    merle.session.commit()
    ended = page.fragment(board.get("data-live-src"), status=204)
    assert (ended.source, ended.headers["HX-Refresh"]) == ("", "true")


def test_the_board_shows_cards_in_columns(page, merle):
    one, two = merle.actions(2, hours=4, assignee="merle@example.org")
    merle.started(one, two)
    merle.move(one, "Done")
    merle.session.commit()
    shown = page.get(f"{BASE}/board")
    columns = {
        lane.get("data-label"): [card.get("data-key") for card in lane.findall("li") if card.get("data-key")]
        for lane in shown.all(".//*[@data-label]")
    }
    assert columns == {"To do": [two], "In progress": [], "Done": [one]}
    assert "4 of 8 h done" in shown.text


def test_a_card_says_whether_it_is_due_or_published_on_its_day(page, merle):
    day = utcnow().date() + timedelta(days=3)
    merle.started(*merle.actions(1, due_on=day), *merle.actions(1, publish_on=day, due_on=day + timedelta(days=1)))
    merle.session.commit()
    due, published = page.get(f"{BASE}/board").all(".//li[@data-key]//time/*[@role='img']")
    assert (due.get("title"), published.get("title")) == ("Due", "Published on")


@pytest.mark.parametrize(("days", "is_said"), [(5, True), (0, False), (-1, False)])
def test_a_sprint_that_runs_ahead_of_its_plan_says_so(page, merle, days, is_said):
    start = utcnow().date() + timedelta(days=days)
    merle.started(*merle.actions(1), starts_on=start, ends_on=start + timedelta(days=11))
    merle.session.commit()
    shown = page.get(f"{BASE}/board").text
    assert ("Started early: it was planned from" in shown) is is_said
    assert "It was to start" not in shown


def test_a_card_moves_by_the_form(page, merle):
    one, two = merle.actions(2)
    merle.started(one, two)
    merle.session.commit()
    shown = page.get(f"{BASE}/board")
    column = str(merle.column("In progress"))
    answer = page.submit(shown, "/board/move", keys=one, column=column, after="", htmx=True)
    assert merle.board()["In progress"] == [one]
    assert "is now in In progress" in answer.text


def test_a_move_after_a_card_that_went_away_is_refused_with_the_board_as_it_is(page, merle):
    one, two = merle.actions(2)
    merle.started(one, two)
    merle.session.commit()
    shown = page.get(f"{BASE}/board")
    merle.move(two, "Done")
    merle.session.commit()
    column = str(merle.column("To do"))
    answer = page.submit(shown, "/board/move", keys=one, column=column, after=two, status=409, htmx=True)
    assert "has changed" in answer.text


def test_a_card_moves_by_menu_and_to_a_place(page, merle):
    one, two = merle.actions(2)
    merle.started(one, two)
    merle.session.commit()
    menu = page.get(f"{BASE}/board/cards/{one}/menu")
    page.submit(menu, "/board/move", column=str(merle.column("To do")))
    form = page.get(f"{BASE}/board/cards/{one}/moving")
    page.submit(form, f"/cards/{one}/move", place=f"{merle.column('Done')}:")
    assert merle.board()["Done"] == [one]


def test_one_card_is_fetched_again_alone(page, merle):
    (one,) = merle.actions(1)
    merle.started(one)
    block_action(merle.session, key=one, reason="The sample is missing", **merle.who)
    merle.session.commit()
    card = page.fragment(f"{BASE}/board/cards/{one}")
    assert "The sample is missing" in card.text
    assert card.find(".//li").get("class") == "card card--blocked"


def test_the_person_filter_shows_their_cards_and_counts_all(page, merle):
    one, two = merle.actions(2)
    merle.actions(1)
    merle.started(one, two)
    merle.session.commit()
    shown = page.get(f"{BASE}/board?person=nobody")
    assert len(shown.all(".//li[@data-key]")) == 2


def test_an_action_is_added_to_the_running_sprint_as_unplanned(page, merle):
    number = merle.started(*merle.actions(1))
    merle.session.commit()
    shown = page.submit(page.get(f"{BASE}/board/cards/new"), "/cards/add", title="Answer the press", queries=30)
    assert "Answer the press" in shown.text
    assert "unplanned" in shown.text
    assert len(merle.order(number)) == 2


def test_a_hundred_cards_stay_small(page, merle):
    keys = merle.actions(100, title="Newsletter about the right way to prune", hours=4, assignee="merle@example.org")
    merle.started(*keys)
    merle.session.commit()
    shown = page.get(f"{BASE}/board")
    assert len(shown.all(".//li[@data-key]")) == 100
    assert len(shown.source) < 70_000


def test_columns_are_added_changed_ordered_and_removed(page, merle):
    (one,) = merle.actions(1)
    merle.started(one)
    merle.session.commit()
    shown = page.get(f"{BASE}/board/columns")
    shown = page.submit(shown, "/columns/create", **{"new-name": "Approval", "new-wip_limit": "2"})
    approval = merle.column("Approval")
    shown = page.submit(shown, "/columns/update", **{f"{approval}-name": "Review", f"{approval}-wip_limit": ""})
    shown = page.submit(shown, f"/{approval}/move", to="earlier")
    merle.move(one, "Review")
    merle.session.commit()
    confirm = page.get(f"{BASE}/board/columns/{approval}/removing")
    assert "1 card is in this column" in confirm.text
    page.submit(confirm, "/remove", target=str(merle.column("Done")))
    assert merle.board()["Done"] == [one]


def test_the_page_of_columns_says_when_the_usual_ones_appear_and_which_way_they_move(page, merle):
    fresh = page.get(f"{BASE}/board/columns")
    assert "appear with your first sprint" in fresh.text
    merle.started()
    merle.session.commit()
    shown = page.get(f"{BASE}/board/columns")
    assert "appear with your first sprint" not in shown.text
    assert shown.find(".//button[@aria-label='Move Done to the left']") is not None


def test_a_limit_of_nothing_comes_back_at_its_field(page, merle):
    merle.started()
    merle.session.commit()
    column = merle.column("In progress")
    done = merle.column("Done")
    typed = {f"{column}-wip_limit": "0", f"{done}-name": "Shipped"}
    wrong = page.submit(page.get(f"{BASE}/board/columns"), "/columns/update", status=422, **typed)
    assert "A limit is a number" in wrong.text
    assert wrong.find(f".//input[@name='{done}-name']").get("value") == "Shipped"
    page.submit(wrong, "/columns/update", **{f"{column}-wip_limit": "3"})
    assert list(merle.board()) == ["To do", "In progress", "Shipped"]


def test_columns_are_saved_together_and_those_left_alone_stay_as_others_made_them(page, merle):
    merle.started()
    merle.session.commit()
    todo, doing, done = (merle.column(name) for name in ("To do", "In progress", "Done"))
    before = page.get(f"{BASE}/board/columns")
    update_column(merle.session, column_id=done, values={"name": "Shipped"}, **merle.who)
    merle.session.commit()
    page.submit(before, "/columns/update", **{f"{todo}-name": "Open", f"{doing}-name": "Under way"})
    assert list(merle.board()) == ["Open", "Under way", "Shipped"]


def test_today_shows_my_cards(page, merle):
    (one,) = merle.actions(1, assignee="merle@example.org", title="Thank the voices")
    merle.started(one)
    merle.session.commit()
    assert "Thank the voices" in page.get(f"{BASE}/board/today").text
    assert "Thank the voices" in page.fragment(f"{BASE}/board/today").text


def test_a_card_waits_for_approval_and_goes_on(page, merle):
    (one,) = merle.actions(1)
    merle.started(one)
    merle.session.commit()
    menu = page.get(f"{BASE}/board/cards/{one}/menu")
    assert "Wait for approval…" in menu.text
    form = page.get(f"{BASE}/actions/{one}/asking")
    page.submit(form, f"/{one}/wait", by="customer", note="The sample page")
    (card,) = page.get(f"{BASE}/board").all(".//li[@data-key]")
    assert card.get("class") == "card card--waiting"
    assert "Waiting for approval: Customer, since today. The sample page" in page.get(f"{BASE}/board").text
    shown = page.get(f"{BASE}/actions/{one}")
    assert "has it wait for approval: Customer. The sample page" in shown.text
    shown = page.submit(shown, f"/{one}/go-on")
    assert merle.action(one).waiting_for is None
    assert "ended the waiting for approval" in shown.text
