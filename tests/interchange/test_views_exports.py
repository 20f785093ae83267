"""The list as a file: what the filter shows, in its order, and known again when it comes back."""

import csv
import io
from codecs import BOM_UTF8
from itertools import zip_longest

import pytest
from sqlalchemy import select

from backlog.core.permissions import Role
from backlog.interchange.models import ImportRun
from backlog.requirements.terms import Moscow, Status
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import ComponentFactory, MembershipFactory, WorkspaceFactory

BASE = "/w/harkenau"


@pytest.fixture
def workspace(session):
    return WorkspaceFactory.create(name="Harkenau", slug="harkenau")


@pytest.fixture
def reader(page, workspace):
    """Sign a product manager in."""
    page.sign_in(MembershipFactory.create(workspace=workspace, role=Role.PRODUCT_MANAGER).user)
    return page


def table(reader, path: str) -> list[dict[str, str]]:
    answer = reader.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="harkenau-backlog.csv"'
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_the_file_holds_what_the_filter_shows(reader, workspace, session):
    RequirementFactory.create(workspace=workspace, title="Pay by invoice", status="ready", points="3.5")
    RequirementFactory.create(
        workspace=workspace, title='Guest "checkout"', status="planned", moscow="must", labels=["shop", "b2b"],
        description="=cmd|' /C calc'!A0", acceptance_criteria=[{"text": "Paid", "done": True}],
    )  # fmt: skip
    session.commit()
    shown = reader.get(f"{BASE}/requirements?status=planned")
    (link,) = [one for one in shown.all(".//a") if one.get("download") is not None]
    (row,) = table(reader, link.get("href"))
    assert row["Title"] == 'Guest "checkout"'
    assert (row["Rank"], row["Status"], row["MoSCoW"], row["Labels"]) == ("2", "Planned", "Must", "b2b, shop")
    assert row["Description"] == "'=cmd|' /C calc'!A0"
    assert row["Acceptance criteria"] == "[x] Paid"
    assert [one["Title"] for one in table(reader, f"{BASE}/exports/requirements.csv?sort=title")][1] == "Pay by invoice"


@pytest.mark.parametrize("locale", ["en", "de"])
def test_the_list_comes_in_again_in_the_language_it_was_written_in(page, workspace, session, locale):
    person = MembershipFactory.create(workspace=workspace, role=Role.PRODUCT_MANAGER).user
    person.locale = locale
    page.sign_in(person)
    epic = RequirementFactory.create(workspace=workspace, title="Checkout", kind="epic")
    components = ["Web shop", 'Scales, 19" and "Co"']
    for name in components:
        ComponentFactory.create(workspace_id=workspace.id, name=name)
    for number, (status, moscow) in enumerate(zip_longest(Status, Moscow)):
        RequirementFactory.create(
            workspace=workspace, title=f"Pay {number}", status=str(status), moscow=moscow and str(moscow), points="30",
            labels=["shop", "b2b"], components=components, parent=epic.key, owner_id=person.id, description="First",
            target_on="2027-03-04", acceptance_criteria=[{"text": "Paid", "done": True}],
        )  # fmt: skip
    session.commit()
    raw = page.client.get(f"{BASE}/exports/requirements.csv").get_data()
    assert raw.startswith(BOM_UTF8)
    assert [row[7] for row in csv.reader(io.StringIO(raw.decode("utf-8-sig")))][2:4] == ["30", "30"]
    columns = page.submit(
        page.get(f"{BASE}/imports/new"), "/imports/create", file=(io.BytesIO(raw), "b.csv", "text/csv")
    )
    assert [one.get("value") for one in columns.all(".//select[@name='target']/option[@selected]")] == [
        "key", "rank", "title", "kind", "epic", "status", "moscow", "points", "owner", "target_on", "labels",
        "components", "description", "acceptance_criteria",
    ]  # fmt: skip
    page.submit(columns, "/update", queries=200)
    (run,) = session.scalars(select(ImportRun))
    session.refresh(run)
    assert {name: count for name, count in run.result.items() if count} == {"unchanged": len(Status)}


def test_the_file_comes_in_again_as_the_same(reader, workspace, session):
    RequirementFactory.create(
        workspace=workspace, title="=Pay by invoice", status="ready", points="3.5", moscow="must", labels=["shop"],
        description="First line\n\n- second", acceptance_criteria=[{"text": "Paid", "done": False}],
    )  # fmt: skip
    session.commit()
    raw = reader.client.get(f"{BASE}/exports/requirements.csv").get_data()
    form = reader.get(f"{BASE}/imports/new")
    columns = reader.submit(form, "/imports/create", file=(io.BytesIO(raw), "backlog.csv", "text/csv"))
    preview = reader.submit(columns, "/update", queries=200)
    assert "Unchanged 1" in preview.text


def test_viewers_and_strangers_get_no_file(page, workspace, session):
    page.sign_in(MembershipFactory.create(workspace=workspace, role=Role.VIEWER).user)
    session.commit()
    assert page.client.get(f"{BASE}/exports/requirements.csv").status_code in {403, 404}
    page.sign_in(MembershipFactory.create(role=Role.ADMINISTRATOR).user)
    assert page.client.get(f"{BASE}/exports/requirements.csv").status_code == 404
