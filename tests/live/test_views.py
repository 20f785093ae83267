"""Whoever listens hears of every change, once, in order, and only while they may."""

import contextlib
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from backlog.core.clock import utcnow
from backlog.core.db import transaction
from backlog.core.errors import Forbidden
from backlog.core.permissions import Actor, Role
from backlog.identity.models import User
from backlog.live import streams
from backlog.workspaces.services import remove_member

pytestmark = pytest.mark.commits


def wait_until(holds, seconds=5):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_change_is_heard_within_a_second(server, team):
    stream = server.listen(team)
    # Whoever has heard of one change is following: the next one is not caught up with but told.
    team.happens("REQ-41")
    assert stream.next_hint()
    team.happens("REQ-42", verb="requirement.ranked")
    committed = time.monotonic()
    hint = stream.next_hint()
    assert time.monotonic() - committed < 1
    assert hint == {
        "number": team.last_number(),
        "entity": "requirement",
        "key": "REQ-42",
        "verb": "requirement.ranked",
    }


def test_a_stream_is_told_to_pass_proxies_and_caches_at_once(server, team):
    stream = server.listen(team)
    assert stream.response.headers["Content-Type"].startswith("text/event-stream")
    assert stream.response.headers["X-Accel-Buffering"] == "no"
    assert "no-store" in stream.response.headers["Cache-Control"]


def test_another_process_hears_it_too_and_lets_go_when_it_is_stopped(process, team):
    stream = process.server.listen(team)
    team.happens("REQ-7")
    hint = stream.next_hint(2)
    assert hint
    assert hint["key"] == "REQ-7"
    process.popen.terminate()
    assert stream.next_hint(10) is None
    # Far below the 30 s that gunicorn would wait for a request that does not end; the machine may be loaded.
    assert process.popen.wait(25) == 0


def test_a_server_that_stops_waits_for_no_page_that_listens(process, team):
    """Gunicorn would keep each connection for 2 s more, or wait as long for the other side to close it."""
    listening = [process.server.listen(team) for _ in range(8)]
    process.popen.terminate()
    for stream in listening:
        assert stream.next_hint(10) is None
    ended = time.monotonic()
    for stream in listening:
        stream.socket.settimeout(10)
        assert stream.socket.recv(1) == b""
    assert time.monotonic() - ended < 1
    assert process.popen.wait(25) == 0


def test_a_request_that_is_under_way_when_the_server_stops_is_answered(process, team):
    stream = process.server.listen(team)
    body = b"email=nobody%40example.org"
    with socket.create_connection(("127.0.0.1", process.server.port), timeout=20) as writing:
        head = f"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        writing.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body[:5])
        wait_until(lambda: process.server.get(team.user, "/healthz").status == 200)
        process.popen.terminate()
        assert stream.next_hint(10) is None
        assert process.popen.poll() is None
        writing.sendall(body[5:])
        assert writing.recv(20).startswith(b"HTTP/1.1 ")
    assert process.popen.wait(25) == 0


def test_ctrl_c_stops_the_server_while_browsers_connect(process):
    """Browsers open connections ahead of need; the signal then meets the server just as it starts threads for them."""
    opened: list[socket.socket] = []

    def connect() -> None:
        with contextlib.suppress(OSError):
            while len(opened) < 150:
                opened.append(socket.create_connection(("127.0.0.1", process.server.port), timeout=5))

    browser = threading.Thread(target=connect)
    browser.start()
    wait_until(lambda: len(opened) > 20)
    # A terminal tells all processes.
    os.killpg(process.popen.pid, signal.SIGINT)
    browser.join()
    for each in opened:
        each.close()
    assert process.popen.wait(25) == 0


@pytest.mark.parametrize("sent", ["", "Content-Length: 99\r\n\r\nemail="])
def test_a_request_that_never_ends_does_not_have_the_server_killed(capfd, process, sent):
    """Killed would be with the running job in its midst."""
    with socket.create_connection(("127.0.0.1", process.server.port)) as writing:
        head = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        writing.sendall(f"{head}{sent}".encode())
        assert process.server.get(None, "/healthz").status == 200
        os.killpg(process.popen.pid, signal.SIGINT)
        assert process.popen.wait(25) == 0
    assert "SIGKILL" not in capfd.readouterr().err


def test_what_was_rolled_back_is_not_heard(server, team):
    stream = server.listen(team)
    with pytest.raises(Forbidden):
        team.fails("REQ-1")
    team.happens("REQ-2")
    hint = stream.next_hint()
    assert hint
    assert hint["key"] == "REQ-2"


def test_a_stream_begins_after_the_number_the_page_was_made_at(server, team):
    start = team.last_number()
    team.happens(count=3)
    stream = server.listen(team, after=start)
    assert stream.read_to(start + 3) == [start + 1, start + 2, start + 3]


def test_the_browsers_last_event_counts_more_than_the_pages_number(server, team):
    start = team.last_number()
    team.happens(count=3)
    stream = server.listen(team, after=start, last=start + 2)
    assert stream.read_to(start + 3) == [start + 3]


def test_a_long_absence_is_caught_up_in_full(server, team):
    start = team.last_number()
    team.happens(count=1203)
    stream = server.listen(team, after=start)
    assert stream.read_to(start + 1203) == list(range(start + 1, start + 1204))


def test_nothing_is_missed_or_doubled_under_concurrent_writers_and_interruptions(server, team):
    start, writers, rounds = team.last_number(), 4, 25
    heard: list[int] = []

    def listen() -> None:
        while len(heard) < writers * rounds:
            stream = server.listen(team, after=start, last=heard[-1] if heard else None)
            for _ in range(7):
                if len(heard) < writers * rounds and stream.next_hint():
                    heard.append(stream.numbers[-1])
            stream.close()

    with ThreadPoolExecutor(writers + 1) as pool:
        listening = pool.submit(listen)
        for _ in range(writers):
            pool.submit(lambda: [team.happens() for _ in range(rounds)])
        listening.result(60)
    assert heard == list(range(start + 1, start + 1 + writers * rounds))


def test_each_workspace_hears_its_own_only(server, make_team):
    shop, press = make_team("Shop"), make_team("Press")
    stream = server.listen(shop)
    press.happens("REQ-9")
    shop.happens("REQ-1")
    hint = stream.next_hint()
    assert hint
    assert hint["key"] == "REQ-1"


@pytest.mark.parametrize("path", ["live", "live/changes"])
def test_a_foreign_workspace_is_not_found_and_nobody_is_asked_to_sign_in(server, make_team, path):
    shop, press = make_team("Shop"), make_team("Press")
    accept = {"Accept": "text/event-stream" if path == "live" else "application/json"}
    assert server.get(press.user, f"/w/{shop.workspace.slug}/{path}", **accept).status == 404
    assert server.get(None, f"/w/{shop.workspace.slug}/{path}", **accept).status == 401


def test_beyond_the_places_there_are_pages_ask_instead(app, server, team):
    app.extensions["live"].serve_within(threads=4, is_serving=lambda: True)
    first, second = server.listen(team), server.listen(team)
    third = server.listen(team)
    assert (first.status, second.status, third.status) == (200, 200, 503)
    assert int(third.response.headers["Retry-After"]) > 0
    start = team.last_number()
    team.happens("REQ-3")
    first.close()
    wait_until(lambda: server.listen(team).status == 200)
    second.close()
    changes = app.test_client()
    with changes.session_transaction() as session:
        session["_user_id"] = team.user.fs_uniquifier
    answer = changes.get(f"/w/{team.workspace.slug}/live/changes?after={start}")
    assert [item["key"] for item in answer.json["items"]] == ["REQ-3"]


def test_a_page_that_leaves_frees_its_place_at_once(app, server, team):
    stream = server.listen(team)
    broker = app.extensions["live"]
    assert len(broker._listeners) == 1
    stream.close()
    wait_until(lambda: not broker._listeners, 2)


def test_open_streams_hold_no_connection_to_the_database(app, server, team):
    opened = [server.listen(team) for _ in range(5)]
    team.happens()
    for stream in opened:
        stream.next_hint()
    # One on SQLite: the broker's own, which it asks for the version; PostgreSQL's listens outside of the pool.
    wait_until(lambda: app.extensions["engine"].pool.checkedout() <= 1)


def test_the_stream_of_a_removed_member_ends(server, team, colleague, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.2)
    stream = server.listen(team, user=colleague)
    with transaction(team.engine) as session:
        administrator = Actor(user_id=team.user.id, name="Ada", workspace_id=team.workspace.id, role=Role.ADMINISTRATOR)
        remove_member(session, workspace=team.workspace, actor=administrator, user_id=colleague.id, now=utcnow())
    while stream.next_hint() is not None:
        pass


def test_a_new_password_ends_the_streams_of_old_sessions(server, team, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.2)
    stream = server.listen(team)
    with transaction(team.engine) as session:
        session.get_one(User, team.user.id).fs_uniquifier = "another"
    assert stream.next_hint() is None


def test_a_stream_asks_back_through_the_door_after_a_while(server, team, monkeypatch):
    monkeypatch.setattr(streams, "LIFETIME_SECONDS", 0.2)
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.1)
    assert server.listen(team).next_hint() is None


def test_many_pages_hear_from_one_read(app, server, team):
    before = set(threading.enumerate())
    opened = [server.listen(team) for _ in range(10)]
    assert sum(thread.name == "live" for thread in set(threading.enumerate()) - before) == 1
    team.happens(count=2)
    for stream in opened:
        assert len(stream.read_to(team.last_number())) == 2


def test_a_number_that_is_none_is_refused(client, team):
    with client.session_transaction() as session:
        session["_user_id"] = team.user.fs_uniquifier
    accept = {"Accept": "application/json"}
    assert client.get(f"/w/{team.workspace.slug}/live/changes?after=x", headers=accept).status_code == 422
    assert client.get(f"/w/{team.workspace.slug}/live/changes?after={10**40}", headers=accept).json == {"items": []}
