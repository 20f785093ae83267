"""What people see and do on the board, without JavaScript."""

from datetime import timedelta

import pytest

from backlog.board.services import update_column
from backlog.core.clock import utcnow
from backlog.sprints.services import block_action, update_action
from backlog.workspaces.models import Campaign
from backlog.workspaces.services import ensure_entries

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


@pytest.fixture
def lanes(merle, colleague):
    """Return three cards to do: two of Merle's, of which one is of a campaign, and one of nobody's."""
    ensure_entries(merle.session, catalogue=Campaign, names=["Winter", "Autumn"], **merle.who)
    one = merle.actions(1, assignee="merle@example.org", campaign="Winter")
    two = merle.actions(1, assignee="merle@example.org", campaign="Autumn")
    three = merle.actions(1)
    merle.started(*one, *two, *three)
    merle.session.commit()
    return one[0], two[0], three[0]


def laid_out(shown):
    """Return the keys in each lane by its name and the columns' names; cells without a card are left out."""
    found = {}
    for lane in shown.all(".//section[@class='swimlane']"):
        name = lane.find("h2").text.strip()
        cells = {
            cell.get("data-label"): [card.get("data-key") for card in cell.findall("li")] for cell in lane.iter("ul")
        }
        found[name] = {label: keys for label, keys in cells.items() if keys}
    return found


def test_lanes_cut_the_board_by_person_campaign_or_instrument(page, merle, lanes):
    one, two, three = lanes
    merle.move(one, "Done")
    merle.session.commit()
    shown = page.get(f"{BASE}/board?lanes=person")
    assert laid_out(shown) == {"Merle Ohlsen": {"Done": [one], "To do": [two]}, "Nobody": {"To do": [three]}}
    shown = page.get(f"{BASE}/board?lanes=campaign")
    assert list(laid_out(shown)) == ["Autumn", "Winter", "No campaign"]
    assert laid_out(page.get(f"{BASE}/board?lanes=instrument")) == {
        "No instrument": {"To do": [two, three], "Done": [one]}
    }
    assert laid_out(page.get(f"{BASE}/board?lanes=weather")) == {}


def test_lanes_count_the_whole_column_and_stay_with_the_filter(page, merle, lanes):
    merle.move(lanes[2], "Done")
    merle.session.commit()
    shown = page.get(f"{BASE}/board?lanes=campaign&person=nobody")
    assert list(laid_out(shown)) == ["No campaign"]
    assert shown.texts(".//*[@class='lane__count']") == ["2", "0", "1"]
    addresses = {link.get("href") for link in shown.all(".//a[@class='people-filter__one']")}
    assert all("lanes=campaign" in address for address in addresses)
    (none,) = [one for one in shown.all(".//a[@class='segmented__item']") if one.text == "No lanes"]
    assert none.get("href") == f"{BASE}/board?person=nobody"


def test_without_lanes_asked_for_there_are_none_wherever_the_reader_comes_from(page, merle, lanes):
    shown = page.client.get(f"{BASE}/board", headers={"Referer": f"http://localhost{BASE}/board?lanes=person"})
    assert "swimlane" not in shown.get_data(as_text=True)


def test_a_move_in_lanes_keeps_them(page, merle, lanes):
    shown = page.get(f"{BASE}/board?lanes=campaign")
    shown = page.submit(shown, "/board/move", keys=lanes[0], column=str(merle.column("Done")), after="")
    assert laid_out(shown)["Winter"] == {"Done": [lanes[0]]}
    assert merle.action(lanes[0]).campaign.name == "Winter"


def test_in_lanes_of_people_a_card_changes_hands_with_its_column_as_one_act(page, merle, colleague, lanes):
    one = lanes[0]
    shown = page.get(f"{BASE}/board?lanes=person")
    mine, tarek = str(merle.actor.user_id), str(colleague.actor.user_id)
    there = {"keys": one, "column": str(merle.column("Done")), "after": "", "assignee_before": mine}
    answer = page.submit(shown, "/board/move", assignee=tarek, htmx=True, **there)
    assert f"{one} is now Tarek Winkelroth’s, in Done." in answer.text
    assert (merle.action(one).assignee.name, merle.board()["Done"]) == ("Tarek Winkelroth", [one])
    page.submit(answer, "/undo")
    merle.session.expire_all()
    assert (merle.action(one).assignee.name, merle.board()["Done"]) == ("Merle Ohlsen", [])
    shown = page.get(f"{BASE}/board?lanes=person")
    answer = page.submit(shown, "/board/move", assignee="nobody", htmx=True, **there)
    assert f"{one} is now nobody’s, in Done." in answer.text
    assert merle.action(one).assignee is None


def test_a_move_in_lanes_of_people_says_what_has_changed(page, merle, colleague, lanes):
    one, to_do, done = lanes[0], str(merle.column("To do")), str(merle.column("Done"))

    def sentences(column, before="", after=""):
        shown = page.get(f"{BASE}/board?lanes=person")
        hands = {"assignee_before": before, "assignee": after}
        answer = page.submit(shown, "/board/move", keys=one, column=column, after="", htmx=True, **hands)
        return [toast for toast in answer.texts(".//*[@class='toast']/span") if one in toast]

    merle_s, tarek_s = str(merle.actor.user_id), str(colleague.actor.user_id)
    assert sentences(to_do, merle_s, tarek_s) == [f"{one} is now Tarek Winkelroth’s."]
    assert sentences(done) == [f"{one} is now in Done."]
    assert sentences(done, tarek_s, "nobody") == [f"{one} is now nobody’s."]


def test_a_move_into_somebody_s_lane_that_is_refused_leaves_the_card_to_whose_it_was(page, merle, colleague, lanes):
    one, two, _three = lanes
    shown = page.get(f"{BASE}/board?lanes=person")
    merle.move(two, "Done")
    merle.session.commit()
    hands = {"assignee_before": str(merle.actor.user_id), "assignee": str(colleague.actor.user_id)}
    values = {"column": str(merle.column("To do")), "after": two, **hands}
    answer = page.submit(shown, "/board/move", keys=one, status=409, htmx=True, **values)
    assert laid_out(answer)["Merle Ohlsen"]["To do"] == [one]
    merle.session.expire_all()
    assert merle.action(one).assignee.name == "Merle Ohlsen"


def test_a_card_that_somebody_else_has_given_away_stays_whose_it_is(page, merle, colleague, lanes):
    three = lanes[2]
    shown = page.get(f"{BASE}/board?lanes=person")
    update_action(merle.session, key=three, values={"assignee": "tarek@example.org"}, **colleague.who)
    merle.session.commit()
    hands = {"assignee_before": "nobody", "assignee": str(merle.actor.user_id)}
    there = {"column": str(merle.column("Done")), "after": ""}
    answer = page.submit(shown, "/board/move", keys=three, status=409, htmx=True, **hands, **there)
    assert f"{three} has changed hands since you saw it. Look again whose it is." in answer.text
    assert laid_out(answer)["Tarek Winkelroth"] == {"To do": [three]}
    page.submit(shown, "/board/move", keys=three, htmx=True, **there)
    merle.session.expire_all()
    assert (merle.action(three).assignee.name, merle.board()["Done"]) == ("Tarek Winkelroth", [three])


@pytest.mark.parametrize("nonsense", ["-1", "none", "0", "9" * 21])
@pytest.mark.parametrize("name", ["assignee", "assignee_before"])
def test_a_lane_that_is_nobody_s_takes_no_card(page, merle, lanes, name, nonsense):
    hands = {"assignee_before": str(merle.actor.user_id), "assignee": "nobody", name: nonsense}
    shown = page.get(f"{BASE}/board?lanes=person")
    there = {"keys": lanes[0], "column": str(merle.column("Done"))}
    page.submit(shown, "/board/move", status=409, htmx=True, **there, **hands)
    assert merle.action(lanes[0]).assignee.name == "Merle Ohlsen"
