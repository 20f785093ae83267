"""The report of a sprint, as people open it and as what the services recorded makes it."""

from backlog.board.services import add_column, remove_column
from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.requirements.terms import StatusCategory
from backlog.sprints.queries import get_sprint
from backlog.sprints.services import Unfinished, archive_actions, update_action
from tests.factories.workspaces import member
from tests.support.html import text_of
from tests.support.reports import BASE, a_day_later, figures, rows_of, table, told


def test_the_report_says_what_was_committed_and_what_came_of_it(page, merle):
    number, _keys = told(merle)
    shown = page.get(f"{BASE}/{number}/report")
    assert shown.heading == f"Report of sprint {number}"
    assert figures(shown) == {
        "committed": "14 h", "added": "+7.5 h", "removed": "−4 h", "done": "6 h", "still to do": "11.5 h"
    }  # fmt: skip
    burndown, burnup = table(shown, "burndown"), table(shown, "burnup")
    assert burndown[0] == ["Day", "Left", "Scope", "Even pace", "Changes of scope"]
    assert burndown[1] == ["At the start", "14", "14", "14", ""]
    assert burndown[2][1:3] == ["8", "14"]
    assert burndown[3][1:3] == ["11.5", "17.5"]
    assert burndown[3][4] == "ACT-4 +4 h ACT-3 −4 h ACT-2 +3.5 h"
    assert [row[1:] for row in burnup[1:4]] == [["0", "14"], ["6", "14"], ["6", "17.5"]]


def test_hours_points_or_the_number_of_actions_are_counted_as_one_chooses(page, merle):
    number, _keys = told(merle)
    shown = page.get(f"{BASE}/{number}/report")
    links = {text_of(link): link.get("href") for link in shown.find(".//nav[@class='segmented segmented--s']")}
    assert figures(page.get(links["Points"]))["committed"] == "6 pt"
    counted = figures(page.get(links["Number of actions"]))
    assert counted == {"committed": "3", "added": "+1", "removed": "−1", "done": "1", "still to do": "2"}
    assert figures(page.get(f"{BASE}/{number}/report?measure=elephants"))["committed"] == "14 h"


def test_without_any_estimate_actions_are_counted(page, merle):
    number = merle.started(*merle.actions(2))
    assert figures(page.get(f"{BASE}/{number}/report"))["committed"] == "2"


def test_what_the_start_recorded_is_where_the_burndown_starts(page, merle):
    """The services' own sum and the fold over single events are two ways to the same number."""
    number, _keys = told(merle)
    merle.complete(number)
    merle.session.commit()
    report = get_sprint(merle.session, workspace=merle.workspace, number=number).report
    assert report is not None
    for measure, name in (("hours", "hours"), ("points", "points"), ("actions", "count")):
        rows = rows_of(page, f"{BASE}/{number}/report/burndown.csv?measure={measure}")
        assert rows[1][1] == str(report["committed"][name])
        assert rows[-1][1] == str(report["sums"]["to_backlog"][name])


def test_what_is_carried_over_was_not_removed(page, merle):
    number, _keys = told(merle)
    before = figures(page.get(f"{BASE}/{number}/report"))
    merle.complete(number, Unfinished.NEXT_SPRINT, creates_next=True)
    after = figures(page.get(f"{BASE}/{number}/report"))
    assert [*after.values()] == [*before.values()]
    assert after["unfinished"] == before["still to do"] == "11.5 h"


def test_a_completed_sprints_report_stays_the_same_whatever_is_edited_later(page, merle):
    number, keys = told(merle)
    merle.complete(number, Unfinished.NEXT_SPRINT, creates_next=True)
    urls = [
        f"{BASE}/{number}/report{path}?measure={measure}"
        for path in ("/burndown.csv", "/burnup.csv", "/flow.csv") for measure in ("hours", "points", "actions")
    ]  # fmt: skip
    before = [page.get(url).source for url in urls]
    main = text_of(page.get(f"{BASE}/{number}/report").find(".//main"))
    a_day_later(merle)
    update_action(merle.session, key=keys[0], values={"hours": "40", "points": "20", "title": "Other"}, **merle.who)
    update_action(merle.session, key=keys[1], values={"hours": "40", "points": None}, **merle.who)
    merle.start(number + 1)
    merle.move(keys[1], "Done")
    merle.plan(number + 1, keys[2])
    archive_actions(merle.session, keys=[keys[3]], **merle.who)
    merle.workspace.time_zone = "Pacific/Honolulu"
    merle.workspace.action_prefix = "MK"
    assert [page.get(url).source for url in urls] == before
    assert text_of(page.get(f"{BASE}/{number}/report").find(".//main")) == main


def test_undoing_takes_back_on_the_chart_as_well(page, merle):
    one, two = merle.actions(2, hours=4)
    number = merle.started(one, two)
    merle.move(one, "Done")
    merle.unplan(number, one)
    merle.undo()
    assert figures(page.get(f"{BASE}/{number}/report"))["done"] == "4 h"
    merle.move(one, "To do")
    merle.undo()
    archive_actions(merle.session, keys=[one], **merle.who)
    archived = merle.latest()
    assert figures(page.get(f"{BASE}/{number}/report"))["done"] == "0 h"
    merle.undo(archived)
    assert figures(page.get(f"{BASE}/{number}/report")) == {
        "committed": "8 h", "added": "+8 h", "removed": "−8 h", "done": "4 h", "still to do": "4 h"
    }  # fmt: skip


def test_a_column_that_goes_takes_what_was_done_along(page, merle):
    (one,) = merle.actions(1, hours=4)
    number = merle.started(one)
    shipped = add_column(merle.session, name="Shipped", category=StatusCategory.DONE, wip_limit=None, **merle.who).id
    merle.move(one, "Shipped")
    assert figures(page.get(f"{BASE}/{number}/report"))["done"] == "4 h"
    remove_column(merle.session, column_id=shipped, target_id=merle.column("To do"), **merle.who)
    assert figures(page.get(f"{BASE}/{number}/report"))["done"] == "0 h"


def test_there_is_no_report_before_the_start_nor_of_no_sprint(page, merle):
    planned = merle.sprint(*merle.actions(1))
    for number in (planned, planned + 1, 10**12):
        page.get(f"{BASE}/{number}/report", status=404)
        page.get(f"{BASE}/{number}/report/burndown.csv", status=404)


def test_a_file_names_its_days_and_is_safe_to_open(page, merle):
    number, _keys = told(merle)
    merle.complete(number)
    link = page.get(f"{BASE}/{number}/report").find(".//*[@class='section__more']").get("href")
    rows = rows_of(page, link)
    assert rows[0] == ["Day", "Left", "Scope", "Even pace", "Added", "Removed", "Changes of scope"]
    assert [row[0] for row in rows[1:]] == ["", "2026-11-23", "2026-11-24"]
    assert rows[3][1:3] + rows[3][4:] == ["11.5", "17.5", "7.5", "4", "ACT-4 +4, ACT-3 -4, ACT-2 +3.5"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_who_only_reads_sees_the_report_but_downloads_nothing(page, merle):
    number, _keys = told(merle)
    viewer = member(merle.workspace, role=Role.VIEWER)
    page.sign_in(merle.session.get(User, viewer.user_id))
    assert page.get(f"{BASE}/{number}/report").all(".//*[@class='section__more']") == []
    page.get(f"{BASE}/{number}/report/burndown.csv", status=403)


def test_from_the_start_page_it_is_two_steps_to_any_burndown(page, merle):
    done = merle.started(*merle.actions(1))
    merle.complete(done)
    active = merle.started(*merle.actions(1))
    merle.session.commit()
    for step, numbers in (("/board", [active]), ("/sprints", [done, active]), (f"/sprints/{done}", [done])):
        hrefs = {link.get("href") for link in page.get(f"/w/harkenau{step}").all(".//main//a")}
        assert {f"{BASE}/{number}/report" for number in numbers} <= hrefs


def test_the_flow_says_where_cards_stood(page, merle):
    one, two = merle.actions(2)
    number = merle.started(one, two)
    merle.move(one, "In progress")
    a_day_later(merle)
    merle.move(one, "Done")
    merle.move(two, "In progress")
    rows = table(page.get(f"{BASE}/{number}/report"), "flow")
    assert rows[0] == ["Day", "To do", "In progress", "Done"]
    assert [row[1:] for row in rows[1:4]] == [["2", "0", "0"], ["1", "1", "0"], ["0", "1", "1"]]
    assert rows_of(page, f"{BASE}/{number}/report/flow.csv")[3][1:] == ["0", "1", "1"]


def test_a_sprint_that_never_held_anything_has_no_flow(page, merle):
    number = merle.started()
    shown = page.get(f"{BASE}/{number}/report")
    assert [one.get("aria-labelledby") for one in shown.all(".//figure")] == ["burndown", "burnup"]
    assert rows_of(page, f"{BASE}/{number}/report/flow.csv")[0] == ["Day"]


def test_what_waits_in_its_column_for_the_next_sprint_stands_in_the_flow_where_it_went(page, merle):
    (one,) = merle.actions(1)
    add_column(merle.session, name="Review", category=StatusCategory.IN_PROGRESS, wip_limit=None, **merle.who)
    number = merle.started(one)
    merle.move(one, "Review")
    merle.complete(number, Unfinished.NEXT_SPRINT, creates_next=True)
    remove_column(merle.session, column_id=merle.column("Review"), target_id=merle.column("In progress"), **merle.who)
    merle.start(number + 1)
    assert merle.board()["In progress"] == [one]
    assert table(page.get(f"{BASE}/{number + 1}/report"), "flow")[0] == ["Day", "In progress"]
