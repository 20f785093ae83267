"""The commands that belong to no feature, and what the example data holds."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text

from backlog.activity.models import Activity
from backlog.cli.commands import EXAMPLE_PASSWORD
from backlog.core.clock import utcnow
from backlog.core.db import Base
from backlog.requirements.models import Comment, Requirement
from backlog.sprints.models import Action, BoardColumn, Sprint
from backlog.workspaces.models import Workspace
from tests.support.repository import ROOT

TOP = [42, 17, 58, 31, 63, 9, 44, 51, 12, 70, 26, 66, 38, 73]


def seed(app, *arguments):
    return app.test_cli_runner().invoke(args=["seed-demo", *arguments])


@pytest.mark.slow
@pytest.mark.commits
def test_the_example_is_a_team_at_work_with_a_history(app, session):
    """One test, because the example takes seconds to load."""
    told = app.test_cli_runner().invoke(args=["setup", "--demo"])
    assert told.exit_code == 0, told.output
    assert "merle.ohlsen@example.org" in told.output
    assert EXAMPLE_PASSWORD in told.output
    check_work(session)
    check_history(session)
    assert "there already" in seed(app).output
    assert session.scalar(select(func.count()).select_from(Workspace)) == 1


def check_work(session):
    ranked = select(Requirement.number).where(Requirement.kind != "epic").order_by(Requirement.rank).limit(len(TOP))
    assert list(session.scalars(ranked)) == TOP
    states = list(session.execute(select(Sprint.number, Sprint.state).order_by(Sprint.number)))
    assert states == [(22, "completed"), (23, "completed"), (24, "active"), (25, "planned")]
    columns = (
        select(BoardColumn.name, func.count(Action.id))
        .join(Action, Action.column_id == BoardColumn.id)
        .join(Sprint, Sprint.id == Action.sprint_id)
        .where(Sprint.state == "active")
        .group_by(BoardColumn.name)
    )
    assert dict(session.execute(columns).all()) == {"Zu tun": 5, "In Arbeit": 5, "Freigabe": 3, "Erledigt": 3}
    assert session.scalar(select(func.count()).select_from(Action).where(Action.blocked_reason.is_not(None))) == 2
    assert session.scalar(select(func.count()).select_from(Comment)) > 20


def check_history(session):
    times = list(session.scalars(select(Activity.at).order_by(Activity.number)))
    assert times == sorted(times)
    assert times[-1] <= utcnow()


@pytest.mark.slow
def test_the_first_page_of_an_empty_installation_offers_the_example(page, session):
    setup = page.get("/setup")
    assert page.submit(setup, "/setup/example", queries=10_000).url.startswith("/w/online-shop/")


def test_a_real_installation_refuses_the_example_unless_forced(app, session, monkeypatch):
    real = replace(app.config["SETTINGS"], environment="production")
    monkeypatch.setitem(app.config, "SETTINGS", real)
    refused = seed(app)
    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert session.scalar(select(func.count()).select_from(Workspace)) == 0


@pytest.mark.commits
def test_setting_up_twice_is_fine(app):
    for _ in range(2):
        result = app.test_cli_runner().invoke(args=["setup"])
        assert result.exit_code == 0
        assert "up to date" in result.output


@pytest.mark.commits
@pytest.mark.parametrize(
    "arguments",
    [
        ["create-admin", "grace@example.org"],
        ["create-token", "grace@example.org", "--name", "x"],
        ["seed-demo"],
        ["export-jira", "--workspace", "x", "--out", "x.csv"],
    ],
)
def test_before_the_setup_each_command_says_what_to_do(app, engine, arguments):
    with engine.begin() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    refused = app.test_cli_runner().invoke(args=arguments)
    assert refused.exit_code == 1
    assert refused.output == "Error: The database is not set up for this version. Run `flask setup` first.\n"


@pytest.mark.parametrize("arguments", [["setup"], ["create-admin", "grace@example.org"]])
def test_a_database_that_does_not_answer_is_one_clear_line(tmp_path, arguments):
    """In a process of its own: what Python would print besides belongs to the answer."""
    settings = {"INSTANCE_PATH": str(tmp_path), "DATABASE_URL": "postgresql://x:secret@127.0.0.1:1/x"}
    assert one_line_of(arguments, settings).startswith("Error: The database is not available: ")


@pytest.mark.parametrize("settings", [{"PORT": "many"}, {"INSTANCE_PATH": "/dev/null"}, {"DATABASE_URL": "mysql://x"}])
def test_a_bad_setting_is_one_clear_line(tmp_path, settings):
    said = one_line_of(["setup"], {"INSTANCE_PATH": str(tmp_path)} | settings)
    assert said.startswith(f"Throughline does not start: {next(iter(settings))} ")


def one_line_of(arguments, settings):
    ran = subprocess.run(
        [sys.executable, "-m", "flask", *arguments], cwd=ROOT, env={"PATH": os.environ["PATH"]} | settings,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert (ran.stdout, ran.stderr.count("\n")) == ("", 1)
    assert "secret" not in ran.stderr
    return ran.stderr
