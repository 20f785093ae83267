"""Reports across sprints, as people open them and as what the services recorded makes them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from backlog.board.services import update_column
from backlog.core.clock import utcnow
from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.requirements.terms import StatusCategory
from tests.factories.workspaces import member
from tests.support.reports import BASE, REPORTS, a_day_later, figures, rows_of, table, told
from tests.support.sign_in import sign_in


def test_without_a_completed_sprint_the_reports_say_what_they_are_for(page, merle):
    shown = page.get(REPORTS)
    assert "Nothing to report yet" in shown.text
    assert not shown.all(".//table")


def test_sprints_stand_side_by_side_with_what_was_planned_and_what_came_later(page, merle):
    number, _keys = told(merle)
    merle.complete(number)
    shown = page.get(REPORTS)
    rows = table(shown, "velocity")
    assert rows[0] == [
        "Sprint", "Done", "Committed", "Came later", "Taken out", "Unfinished", "Of the plan done", "Unplanned",
    ]  # fmt: skip
    # By the estimates of the end: 6 of 6 + 7.5 + 4 planned are done, and 4 came later.
    assert rows[1] == [str(number), "6", "14", "4", "4", "11.5", "34 %", "19 %"]
    assert shown.find(".//figure[@aria-labelledby='velocity']//tbody//a").get("href") == f"{BASE}/{number}/report"
    assert figures(shown)["velocity, the median"] == "6 h"
    assert "With 1 completed sprint the spread says little yet" in shown.text
    file = rows_of(page, f"{REPORTS}/velocity.csv?measure=hours")
    assert file[1][:1] + file[1][2:] == [str(number), "14", "4", "4", "6", "11.5", "0.34", "0.19"]


def test_what_was_finished_is_counted_by_week_and_timed(page, merle):
    merle._clock[0] = utcnow() - timedelta(days=2)
    one, two, _open = keys = merle.actions(3)
    merle.started(*keys)
    merle.move(one, "In progress")
    a_day_later(merle)
    merle.move(two, "Done")
    merle.move(one, "Done")
    shown = page.get(REPORTS)
    links = shown.texts(".//*[@class='section__more']")
    assert links == ["Throughput: As CSV", "Cycle time and lead time: As CSV"]
    weeks = table(shown, "throughput")
    assert len(weeks) == 13
    assert sum(int(row[1]) for row in weeks[1:]) == 2
    assert "2 actions finished in 12 weeks." in shown.text
    times = rows_of(page, f"{REPORTS}/times.csv")
    assert sorted(row[0] for row in times[1:]) == [one, two]
    assert max(int(row[3]) for row in times[1:]) == int(figures(shown)["cycle time of 85 %"].split()[0])
    assert sum(int(row[1]) for row in rows_of(page, f"{REPORTS}/throughput.csv")[1:]) == 2


def test_the_first_week_is_a_whole_one(page, merle):
    today = utcnow().astimezone(ZoneInfo(merle.workspace.time_zone))
    monday = (today - timedelta(weeks=11, days=today.weekday())).replace(hour=0, minute=30)
    merle._clock[0] = monday - timedelta(hours=1)
    before, within = keys = merle.actions(2)
    merle.started(*keys)
    merle.move(before, "Done")
    merle._clock[0] = monday
    merle.move(within, "Done")
    weeks = rows_of(page, f"{REPORTS}/throughput.csv")
    assert weeks[1] == [monday.date().isoformat(), "1"]
    assert sum(int(row[1]) for row in weeks[1:]) == 1


def test_what_comes_back_into_a_column_that_means_done_now_is_finished(page, merle):
    merle._clock[0] = utcnow() - timedelta(days=2)
    (one,) = merle.actions(1)
    number = merle.started(one)
    merle.move(one, "In progress")
    merle.unplan(number, one)
    left = merle.latest()
    in_progress, done = merle.column("In progress"), StatusCategory.DONE
    update_column(merle.session, column_id=in_progress, values={"category": done}, **merle.who)
    merle.undo(left)
    assert merle.action(one).done_at is not None
    assert [row[0] for row in rows_of(page, f"{REPORTS}/times.csv")[1:]] == [one]


def test_who_only_reads_downloads_no_figures_across_sprints(page, merle, client):
    reader = member(merle.workspace, Role.VIEWER)
    merle.complete(told(merle)[0])
    merle.session.commit()
    sign_in(client, merle.session.get(User, reader.user_id))
    assert "As CSV" not in page.get(REPORTS).text
    for name in ("velocity", "throughput", "times"):
        assert client.get(f"{REPORTS}/{name}.csv").status_code == 403
