"""What a team tells each other every day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backlog.core.clock import utcnow
from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.reports.daily import News, What, day_before, news_of
from backlog.reports.history import Happening
from backlog.sprints.services import block_action
from tests.factories.workspaces import member
from tests.support.html import text_of
from tests.support.sign_in import sign_in

DAILY = "/w/harkenau/reports/daily"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TO_DO, DOING, REVIEW, DONE = 1, 2, 3, 4


def told(*acts, entity=1):
    return [Happening(verb, NOW, changes, entity, f"ACT-{entity}") for verb, changes in acts]


def moved(before, after):
    return "action.moved", {"column_id": (before, after)}


JOINED = ("sprint.action_joined", {"sprint": (None, 7), "effort": (None, {})})
LEFT = ("sprint.action_left", {"sprint": (7, None), "outcome": (None, "removed"), "column_id": (TO_DO, None)})


@pytest.mark.parametrize(
    ("acts", "what"),
    [
        ([moved(TO_DO, DOING), moved(DOING, REVIEW)], (What.MOVED, TO_DO, REVIEW)),
        ([moved(TO_DO, DOING), moved(DOING, DONE)], (What.DONE, TO_DO, DONE)),
        ([moved(DONE, DOING)], (What.MOVED, DONE, DOING)),
        ([moved(TO_DO, DOING), moved(DOING, TO_DO)], None),
        ([JOINED, moved(None, TO_DO)], (What.CAME, None, TO_DO)),
        ([JOINED, moved(None, TO_DO), moved(TO_DO, DONE)], (What.DONE, TO_DO, DONE)),
        ([LEFT], (What.WENT, TO_DO, None)),
        ([JOINED, moved(None, TO_DO), LEFT], None),
        ([LEFT, JOINED, moved(None, TO_DO)], None),
    ],
)
def test_what_became_of_a_card_in_all_is_told(acts, what):
    news = news_of(told(*acts), sprint=7, started_at=NOW, done=frozenset({DONE}))
    assert news == ([News(1, "ACT-1", *what)] if what else [])


def test_what_was_planned_before_the_start_is_no_news():
    recorded = told(JOINED, moved(None, TO_DO))
    assert news_of(recorded, sprint=7, started_at=NOW + timedelta(hours=1), done=frozenset()) == []


def test_the_latest_news_come_first():
    recorded = [*told(moved(TO_DO, DOING), entity=1), *told(moved(TO_DO, DOING), entity=2)]
    assert [one.entity for one in news_of(recorded, sprint=7, started_at=NOW, done=frozenset())] == [2, 1]


@pytest.mark.parametrize(("day", "before"), [(24, 23), (23, 20), (22, 20), (21, 20)])
def test_the_day_before_is_a_working_day(day, before):
    berlin = ZoneInfo("Europe/Berlin")
    since = day_before(datetime(2026, 11, day, 8, tzinfo=UTC), berlin)
    assert since == datetime(2026, 11, before, tzinfo=berlin)


def test_the_day_is_that_of_the_workspace():
    # Monday morning in Auckland is still Sunday in UTC, and already after Friday.
    since = day_before(datetime(2026, 11, 22, 20, tzinfo=UTC), ZoneInfo("Pacific/Auckland"))
    assert since.date().isoformat() == "2026-11-20"


@pytest.fixture
def merle(team, client):
    team._clock[0] = utcnow() - timedelta(minutes=5)
    team.session.commit()
    sign_in(client, team.session.get(User, team.actor.user_id))
    return team


def section(shown, name):
    return [text_of(row) for row in shown.find(f".//section[@aria-labelledby='{name}']").iter("li")]


def test_the_page_says_what_moved_what_hangs_and_who_is_free(page, merle, colleague):
    one, two, three = merle.actions(3, assignee_id=merle.actor.user_id)
    merle.started(one, two, three)
    merle.move(one, "Done")
    merle.move(two, "In progress")
    block_action(merle.session, key=three, reason="The price is missing", **merle.who)
    shown = page.get(DAILY)
    moved = section(shown, "moved")
    assert len([row for row in moved if one in row or two in row]) == 2
    assert any("from “To do” to “In progress”" in row for row in moved)
    assert len(section(shown, "stuck")) == 1
    assert "The price is missing" in section(shown, "stuck")[0]
    assert section(shown, "free") == ["Tarek Winkelroth nothing under way · no card to begin"]


def test_somebody_whose_only_card_is_blocked_is_free(page, merle):
    (one,) = merle.actions(1, assignee_id=merle.actor.user_id)
    merle.started(one)
    merle.move(one, "In progress")
    assert section(page.get(DAILY), "free") == ["Everybody has something under way."]
    block_action(merle.session, key=one, reason="Waits", **merle.who)
    assert section(page.get(DAILY), "free") == ["Merle Ohlsen nothing under way · no card to begin"]


def test_who_only_reads_is_not_said_to_be_free(page, merle):
    member(merle.workspace, Role.VIEWER, name="Vera")
    merle.started(*merle.actions(1))
    assert not [row for row in section(page.get(DAILY), "free") if "Vera" in row]


def test_between_sprints_it_says_what_it_is_for(page, merle):
    assert "No sprint is under way" in page.get(DAILY).text


def test_the_board_leads_to_it(page, merle):
    merle.started(*merle.actions(1))
    assert DAILY in [link.get("href") for link in page.get("/w/harkenau/board").all(".//a")]
