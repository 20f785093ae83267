"""The board cut into lanes by person, campaign or instrument."""

import pytest

from backlog.sprints.services import update_action
from backlog.workspaces.models import Campaign
from backlog.workspaces.services import ensure_entries

BASE = "/w/harkenau"


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
