"""Sentences about dates: how far a start or an end is off the plan, in days on which people work."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from backlog.core.clock import utcnow
from backlog.identity.models import User
from backlog.sprints.views.words import off_the_end, off_the_start
from tests.support.sign_in import sign_in

# Monday to Friday of the week after: ten working days.
SPRINT = SimpleNamespace(starts_on=date(2025, 5, 5), ends_on=date(2025, 5, 16))


@pytest.fixture
def _reading(app):
    with app.test_request_context("/"):
        yield


@pytest.mark.usefixtures("_reading")
@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2025, 4, 29), "It was to start on Monday, 5 May, in 4 working days."),
        (date(2025, 5, 3), "It was to start on Monday, 5 May, in 1 working day."),
        (date(2025, 5, 5), ""),
        (date(2025, 5, 6), "It was to start on Monday, 5 May; 9 of 10 working days are left."),
        (date(2025, 5, 17), "It was to end on Friday, 16 May; its last day has passed."),
    ],
)
def test_a_start_off_the_plan_says_by_how_much(today, said):
    assert off_the_start(SPRINT, today) == said


@pytest.mark.usefixtures("_reading")
@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2025, 5, 12), "It was to end on Friday, 16 May, in 4 working days."),
        (date(2025, 5, 15), "It was to end on Friday, 16 May, in 1 working day."),
        (date(2025, 5, 16), ""),
        (date(2025, 5, 18), "It was to end on Friday, 16 May."),
        (date(2025, 5, 20), "It was to end on Friday, 16 May, 2 working days ago."),
    ],
)
def test_an_end_off_the_plan_says_by_how_much(today, said):
    assert off_the_end(SPRINT, today) == said


def test_both_questions_say_it_on_the_page(page, client, team):
    today = utcnow().date()
    number = team.sprint(starts_on=today + timedelta(days=30), ends_on=today + timedelta(days=40))
    team.session.commit()
    sign_in(client, team.session.get(User, team.actor.user_id))
    assert "It was to start on" in page.get(f"/w/harkenau/sprints/{number}/starting").text
    team.start(number)
    team.session.commit()
    assert "It was to end on" in page.get(f"/w/harkenau/sprints/{number}/completing").text
