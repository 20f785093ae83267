"""A page that does not keep up is let go, and can come back."""

import time

import pytest
from sqlalchemy.exc import OperationalError

from backlog.live.broker import Broker, Listener
from backlog.live.queries import Hint, list_last_numbers

pytestmark = pytest.mark.commits


def hints(count):
    return [Hint(number, "requirement", f"REQ-{number}", "requirement.created") for number in range(count)]


def test_a_listener_that_takes_nothing_is_ended():
    listener = Listener(1, None)
    for count, expected in ((1000, False), (1, True)):
        listener.tell(hints(count))
        assert listener.has_ended is expected
    assert listener.next_hint(0) is None


def test_nobody_joins_a_broker_that_has_closed(engine):
    broker = Broker(engine, most_listeners=5)
    listener = broker.join(1, number=0)
    broker.close()
    assert listener
    assert listener.has_ended
    assert broker.join(1, number=0) is None
    assert broker._thread is None


def test_a_broker_without_threads_to_spare_takes_nobody(engine):
    broker = Broker(engine, most_listeners=100)
    broker.serve_within(threads=1, is_serving=lambda: True)
    assert broker.join(1, number=0) is None


def test_whoever_joins_while_the_broker_waits_hears_of_what_comes_next(engine, team):
    broker = Broker(engine, most_listeners=5)
    for round_ in range(2):
        listener = broker.join(team.workspace.id, number=team.last_number())
        assert listener
        team.happens(f"REQ-{round_}")
        hint = listener.next_hint(3)
        assert hint is not None, f"round {round_}"
        assert hint.key == f"REQ-{round_}"
        broker.leave(listener)
        # The thread looks after everybody's leaving, finds nobody and waits again.
        time.sleep(0.6)
    broker.close()


def test_a_broker_survives_the_loss_of_its_database(engine, team, monkeypatch):
    monkeypatch.setattr("backlog.live.broker._RETRY_SECONDS", 0.05)
    broker = Broker(engine, most_listeners=5)
    listener = broker.join(team.workspace.id, number=team.last_number())
    failing = [True]

    def fail_once(session, workspace_ids):
        if failing:
            failing.clear()
            raise OperationalError("SELECT", {}, Exception("gone"))
        return list_last_numbers(session, workspace_ids)

    monkeypatch.setattr("backlog.live.broker.list_last_numbers", fail_once)
    team.happens("REQ-5")
    assert listener
    hint = listener.next_hint(3)
    broker.close()
    assert hint
    assert hint.key == "REQ-5"
