"""What people see and do on the pages of sprints, without JavaScript."""

from backlog.sprints.models import GoalVerdict
from backlog.sprints.services import Unfinished, delete_sprint, update_sprint

BASE = "/w/harkenau"


def test_an_empty_workspace_teaches_what_a_sprint_is(page, merle):
    shown = page.get(f"{BASE}/sprints")
    assert shown.heading == "Sprints"
    assert "promise with an end" in shown.text


def test_a_sprint_is_created_with_proposed_dates_and_planned_at_once(page, merle):
    shown = page.get(f"{BASE}/sprints/new")
    assert shown.find(".//input[@name='starts_on']").get("value")
    plan = page.submit(shown, "/create", goal="Everybody finds the blade")
    assert plan.heading == "Plan sprint 1"
    assert "Everybody finds the blade" in plan.text


def test_dates_that_overlap_come_back_with_the_reason_at_the_field(page, merle):
    number = merle.sprint()
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/edit")
    dates = {name: shown.find(f".//input[@name='{name}']").get("value") for name in ("starts_on", "ends_on")}
    wrong = page.submit(page.get(f"{BASE}/sprints/new"), "/create", status=422, **dates)
    assert "overlap with sprint 1" in wrong.text


def test_a_sprint_cannot_end_before_it_starts(page, merle):
    wrong = page.submit(
        page.get(f"{BASE}/sprints/new"), "/create", status=422, starts_on="2027-03-10", ends_on="2027-03-01"
    )
    assert "cannot end before it starts" in wrong.text


def test_goal_and_dates_can_be_changed(page, merle):
    number = merle.sprint()
    merle.session.commit()
    shown = page.submit(page.get(f"{BASE}/sprints/{number}/edit"), "/update", goal="Another goal")
    assert "Another goal" in shown.text


def test_a_goal_that_two_people_change_shows_both_and_loses_neither(page, merle, colleague):
    number = merle.sprint()
    merle.session.commit()
    form = page.get(f"{BASE}/sprints/{number}/edit")
    update_sprint(merle.session, number=number, values={"goal": "Theirs"}, **colleague.who)
    merle.session.commit()
    both = page.submit(form, "/update", goal="Mine", status=409)
    assert "Tarek Winkelroth wrote meanwhile: Theirs" in both.text
    assert both.find(".//textarea[@name='goal']").text.strip() == "Mine"
    assert "Mine" in page.submit(both, "/update").text


def test_planning_shows_the_pool_in_groups_and_the_sprint_in_order(page, merle):
    one, two, three = merle.actions(3)
    number = merle.sprint(three, one)
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    columns = shown.all(".//*[@data-column]")
    keys = {column.get("data-column"): [row.get("data-key") for row in column.findall("li")] for column in columns}
    assert keys == {"backlog": [two], "sprint": [three, one]}
    assert "No campaign" in shown.text


def test_the_pool_is_searched_and_grouped_by_instrument(page, merle):
    merle.actions(1, title="Letter to the clubs")
    merle.actions(1, title="Video of the saw")
    number = merle.sprint()
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/plan?by=instrument&q=letter")
    assert "Letter to the clubs" in shown.text
    assert "Video of the saw" not in shown.text
    assert "No instrument" in shown.text


def test_ticked_actions_go_into_the_sprint_and_back(page, merle):
    _one, two = merle.actions(2)
    number = merle.sprint()
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    shown = page.submit(shown, "/plan/move", keys=[two], column="sprint", after="")
    assert merle.order(number) == [two]
    assert f"{two} is in the sprint." in shown.text
    assert "Undo" in shown.text


def test_a_move_from_a_stale_page_is_refused_with_the_list_as_it_is(page, merle):
    one, two = merle.actions(2)
    number = merle.sprint(one, two)
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    merle.unplan(number, two)
    merle.session.commit()
    answer = page.submit(shown, "/plan/move", keys=[one], column="sprint", after=two, status=409, htmx=True)
    assert "has changed" in answer.text
    assert answer.find(".//*[@id='plan']") is not None


def test_a_move_the_page_has_shown_is_answered_with_the_rows_and_sums_alone(page, merle):
    one, _two = merle.actions(2, hours=5)
    number = merle.sprint()
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    answer = page.submit(shown, "/plan/move", keys=[one], column="sprint", after="", htmx=True)
    assert [row.get("data-key") for row in answer.all(".//li[@data-key]")] == [one]
    assert answer.find(".//*[@id='sums']") is not None


def test_an_action_is_written_into_the_sprint_on_the_planning_page(page, merle):
    number = merle.sprint()
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    shown = page.submit(shown, "/plan/add", column="sprint", title="Sharpen it in three minutes")
    assert "Sharpen it in three minutes" in shown.text
    assert len(merle.order(number)) == 1


def test_a_hundred_actions_are_planned_within_the_budget_of_queries_and_bytes(page, merle):
    merle.actions(100, hours=4, title="Newsletter about the right way to prune")
    number = merle.sprint()
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}/plan")
    assert len(shown.source) < 70_000


def test_starting_says_what_happens_and_leads_to_the_board(page, merle):
    number = merle.sprint(*merle.actions(2))
    merle.session.commit()
    confirm = page.get(f"{BASE}/sprints/{number}/starting")
    assert "2 actions go onto the board" in confirm.text
    board = page.submit(confirm, "/start")
    assert board.heading == f"Sprint {number}"
    assert "is under way" in board.text


def test_a_second_sprint_cannot_start_before_the_first_is_complete(page, merle):
    merle.started()
    number = merle.sprint()
    merle.session.commit()
    assert "Complete it first" in page.get(f"{BASE}/sprints/{number}/starting").text


def test_completing_asks_where_the_unfinished_go_and_says_how_many_went(page, merle):
    one, two = merle.actions(2, hours=3)
    number = merle.started(one, two)
    merle.move(one, "Done")
    merle.session.commit()
    confirm = page.get(f"{BASE}/sprints/{number}/completing")
    assert "1 of 2 actions are done" in confirm.text
    record = page.submit(confirm, "/complete", unfinished="backlog_top", goal_verdict="met", queries=40)
    assert "Goal met." in record.text
    assert "1 action moved to the top of the action backlog" in record.text
    assert "frozen" in record.text
    assert merle.backlog() == [two]


def test_unfinished_actions_go_into_a_new_sprint_when_none_is_planned(page, merle):
    (one,) = merle.actions(1)
    number = merle.started(one)
    merle.session.commit()
    record = page.submit(
        page.get(f"{BASE}/sprints/{number}/completing"), "/complete", unfinished="next_sprint", queries=30
    )
    assert f"moved into sprint {number + 1}" in record.text


def test_a_sprint_in_which_all_is_done_is_completed_without_a_question_about_the_rest(page, merle):
    (one,) = merle.actions(1, hours=3)
    number = merle.started(one)
    merle.move(one, "Done")
    merle.session.commit()
    confirm = page.get(f"{BASE}/sprints/{number}/completing")
    assert "Nothing is left over" in confirm.text
    assert page.submit(confirm, "/complete", queries=30).heading == f"Sprint {number}"


def test_the_record_says_whether_the_goal_was_met_and_where_the_unfinished_went(page, merle):
    one, two, late = merle.actions(3, hours=3)
    number = merle.started(one, two)
    following = merle.sprint()
    merle.move(one, "Done")
    merle.plan(number, late)
    merle.complete(number, Unfinished.NEXT_SPRINT, goal_verdict=GoalVerdict.PARTLY_MET)
    merle.session.commit()
    record = page.get(f"{BASE}/sprints/{number}")
    assert "Goal partly met." in record.text
    assert "goal partly met · 1 of 3 done" in page.get(f"{BASE}/sprints").text
    whereto = record.find(".//a[@class='section__more']")
    assert whereto.text == f"into sprint {following}, in the same order"
    assert whereto.get("href") == f"{BASE}/sprints/{following}"
    assert merle.order(following) == [two, late]
    assert "came in, 3 h" in "".join(record.find(".//ol[@class='history']/li").itertext())


def test_the_record_leads_on_to_planning_what_comes_next_unless_a_sprint_is_under_way(page, merle):
    number = merle.started(*merle.actions(1))
    merle.complete(number)
    merle.session.commit()
    assert "New sprint" in page.get(f"{BASE}/sprints/{number}").text
    following = merle.sprint()
    merle.session.commit()
    assert f"Plan sprint {following}" in page.get(f"{BASE}/sprints/{number}").text
    merle.start(following)
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints/{number}")
    assert f"Plan sprint {following}" not in shown.text
    assert "New sprint" not in shown.text


def test_completing_twice_is_a_conflict(page, merle):
    number = merle.started(*merle.actions(1))
    merle.session.commit()
    confirm = page.get(f"{BASE}/sprints/{number}/completing")
    merle.complete(number)
    merle.session.commit()
    page.submit(confirm, "/complete", status=409)


def test_the_list_shows_active_planned_and_completed_sprints(page, merle):
    first = merle.started(*merle.actions(1))
    merle.complete(first)
    second = merle.started(*merle.actions(1))
    third = merle.sprint()
    merle.session.commit()
    shown = page.get(f"{BASE}/sprints")
    for number in (first, second, third):
        assert f"Sprint {number}" in shown.text
    assert page.get(f"{BASE}/sprints/{second}").heading == f"Sprint {second}"
    assert page.get(f"{BASE}/sprints/{first}/plan").heading == f"Sprint {first}"


def test_a_planned_sprint_is_deleted_after_a_question_and_brought_back(page, merle):
    keys = merle.actions(2)
    number = merle.sprint(keys[0])
    merle.session.commit()
    plan = page.get(f"{BASE}/sprints/{number}/plan")
    asked = page.get(next(link for link in _links(plan) if link.endswith("/deleting")))
    assert "1 action goes back to its place" in asked.text
    listed = page.submit(asked, "/delete")
    assert "Sprint 1 is deleted. 1 action is back in the action backlog." in listed.text
    assert merle.backlog() == keys
    page.submit(listed, "/undo", queries=26)
    assert merle.order(number) == [keys[0]]


def test_panes_of_a_sprint_that_went_on_or_away_lead_the_page_along(page, merle):
    number = merle.sprint()
    merle.session.commit()
    panes = page.get(f"{BASE}/sprints/{number}/plan").find(".//*[@id='plan']").get("data-live-src")
    assert page.fragment(panes).find(".//*[@id='plan']").get("data-live-src") == panes
    merle.start(number)
    assert page.fragment(panes, status=204).headers["HX-Refresh"] == "true"
    planned = page.get(f"{BASE}/sprints/{number}/plan").find(".//*[@id='plan']").get("data-live-src")
    merle.complete(number)
    assert page.fragment(planned, status=204).headers["HX-Refresh"] == "true"
    assert page.fragment(f"{BASE}/sprints/9/plan/panes", status=204).headers["HX-Redirect"] == f"{BASE}/sprints"


def test_an_empty_planned_sprint_is_deleted_at_once(page, merle):
    number = merle.sprint()
    merle.session.commit()
    assert "Sprint 1 is deleted." in page.submit(page.get(f"{BASE}/sprints/{number}/plan"), "/delete").text


def test_a_sprint_under_way_offers_no_deletion_and_refuses_it(page, merle):
    number = merle.sprint()
    merle.session.commit()
    asked = page.get(f"{BASE}/sprints/{number}/deleting")
    merle.start(number)
    merle.session.commit()
    page.submit(asked, "/delete", status=409)
    assert not [link for link in _links(page.get(f"{BASE}/sprints/{number}/plan")) if "/delet" in link]


def test_the_record_leads_past_a_deleted_sprint(page, merle):
    number = merle.started(*merle.actions(1))
    merle.complete(number, Unfinished.NEXT_SPRINT, creates_next=True)
    delete_sprint(merle.session, number=number + 1, **merle.who)
    merle.session.commit()
    links = _links(page.get(f"{BASE}/sprints/{number}"))
    assert not [link for link in links if link.endswith(f"/sprints/{number + 1}")]


def _links(shown):
    return [link.get("href") for link in shown.all(".//a[@href]")]
