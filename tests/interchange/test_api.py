"""The file over the API, and from the command line."""

import csv
import io

import pytest

from backlog.core.clock import utcnow
from backlog.core.permissions import Actor, Role
from backlog.identity.services import create_api_token
from backlog.interchange.reading import read_table
from backlog.interchange.services.importing import Reading, import_rows, read_rows
from tests.factories.people import make_member, make_user, make_workspace
from tests.factories.requirements import RequirementFactory


@pytest.fixture
def workspace(session):
    return make_workspace(session)


def headers_of(session, user):
    token = create_api_token(session, user=user, name="Export", now=utcnow())
    session.commit()
    return {"Authorization": f"Bearer {token}"}


def test_a_developer_fetches_the_whole_backlog(client, session, workspace):
    RequirementFactory.create(workspace=workspace, title='With "quotes", commas\\ and =cmd')
    headers = headers_of(session, make_member(session, workspace, Role.DEVELOPER))

    answer = client.get("/api/v1/workspaces/online-shop/exports/jira.csv?preset=cloud-company", headers=headers)

    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    header, row = csv.reader(io.StringIO(answer.text, newline=""))
    assert row[header.index("External Issue ID")] == "REQ-1"


@pytest.mark.parametrize(("role", "status"), [(Role.CONTRIBUTOR, 403), (Role.VIEWER, 403), (Role.MARKETER, 200)])
def test_who_may_fetch_it(client, session, workspace, role, status):
    RequirementFactory.create(workspace=workspace)
    headers = headers_of(session, make_member(session, workspace, role))

    assert client.get("/api/v1/workspaces/online-shop/exports/jira.csv", headers=headers).status_code == status


def test_strangers_and_unknown_presets_find_nothing(client, session, workspace):
    stranger = headers_of(session, make_user(session, "Ines Harbecker"))
    assert client.get("/api/v1/workspaces/online-shop/exports/jira.csv", headers=stranger).status_code == 404

    member = headers_of(session, make_member(session, workspace, Role.MARKETER))
    answer = client.get("/api/v1/workspaces/online-shop/exports/jira.csv?preset=trello", headers=member)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_an_empty_backlog_says_so(client, session, workspace):
    headers = headers_of(session, make_member(session, workspace, Role.MARKETER))

    assert client.get("/api/v1/workspaces/online-shop/exports/jira.csv", headers=headers).status_code == 422


def test_the_command_writes_the_file(app, session, workspace, tmp_path):
    RequirementFactory.create(workspace=workspace, title="Guest order")
    session.commit()
    out = tmp_path / "jira.csv"

    result = app.test_cli_runner().invoke(args=["export-jira", "--workspace", "online-shop", "--out", str(out)])

    assert result.exit_code == 0, result.output
    assert "Guest order" in out.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [out]


@pytest.fixture
def many(session, workspace):
    """Fill the backlog with more than one file of Jira's takes: 41 epics with 50 stories each."""
    lines = [f"Epic {epic},Epic,E{epic},\n" for epic in range(41)]
    lines += [f"Story {epic}/{story},Story,E{epic}-{story},E{epic}\n" for epic in range(41) for story in range(50)]
    raw = "".join(["Summary,Issue Type,Issue id,Parent\n", *lines]).encode()
    rows = read_rows(raw, Reading.proposed(read_table(raw)), workspace=workspace)
    actor = Actor(user_id=None, name="Import", workspace_id=workspace.id, role=Role.ADMINISTRATOR)
    import_rows(session, workspace=workspace, actor=actor, rows=rows, now=utcnow())
    session.commit()


@pytest.mark.usefixtures("many")
def test_more_than_jira_takes_become_numbered_files(app, tmp_path):
    out = tmp_path / "jira.csv"

    result = app.test_cli_runner().invoke(args=["export-jira", "--workspace", "online-shop", "--out", str(out)])

    assert result.exit_code == 0, result.output
    assert result.output.count("\n") == 1
    assert "jira-1.csv … jira-3.csv, 3 files" in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["jira-1.csv", "jira-2.csv", "jira-3.csv"]
    tables = [list(csv.DictReader(io.StringIO(path.read_text(), newline=""))) for path in sorted(tmp_path.iterdir())]
    assert sum(map(len, tables)) == 41 * 51
    for table in tables:
        assert len(table) <= 1000
        # Families stay together: each parent is a row of the same file.
        assert {row["Parent"] for row in table} - {""} <= {row["Issue ID"] for row in table}
        assert all(row["Parent"] for row in table if row["Issue Type"] == "Story")


@pytest.mark.usefixtures("many")
def test_a_program_fetches_the_files_one_by_one(client, session, workspace):
    headers = headers_of(session, make_member(session, workspace, Role.MARKETER))
    url = "/api/v1/workspaces/online-shop/exports/jira.csv"
    first = client.get(f"{url}?part=1", headers=headers)
    assert (first.status_code, first.headers["X-Part-Count"]) == (200, "3")
    parts = [client.get(f"{url}?part={part}", headers=headers).text.count("\r\n") - 1 for part in (1, 2, 3)]
    assert sum(parts) == 41 * 51
    assert client.get(f"{url}?part=4", headers=headers).status_code == 404
    assert client.get(f"{url}?part=0", headers=headers).status_code == 422
    assert client.get(url, headers=headers).text.count("\r\n") == 41 * 51 + 1


@pytest.mark.parametrize(
    "args",
    [
        ["--workspace", "nowhere", "--out", "x.csv"],
        ["--workspace", "online-shop", "--preset", "trello", "--out", "x.csv"],
        ["--workspace", "online-shop", "--out", "/no/such/folder/x.csv"],
        ["--workspace", "online-shop", "--out", "empty.csv"],
    ],
)
@pytest.mark.usefixtures("workspace")
def test_bad_input_ends_in_one_clear_line(app, session, tmp_path, monkeypatch, args):
    session.commit()
    monkeypatch.chdir(tmp_path)

    result = app.test_cli_runner().invoke(args=["export-jira", *args])

    assert result.exit_code != 0
    assert result.output.startswith("Error: ")
    assert len(result.output.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
