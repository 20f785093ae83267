"""Many at once: ticked rows, pasted lines, the archive, epics and saved views."""

import runpy
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from backlog.core.permissions import Role
from backlog.requirements.models import Requirement
from backlog.requirements.queries import PER_PAGE
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import ComponentFactory, MembershipFactory

BACKLOG = "/w/harkenau/requirements"


@pytest.fixture
def reader(page, workspace):
    """Sign a product manager in."""
    user = MembershipFactory.create(
        workspace=workspace, role=Role.PRODUCT_MANAGER, user__name="Merle Ohlsen", user__email="merle@example.org"
    ).user
    page.sign_in(user)
    return page


def test_ticked_rows_change_their_status_at_once(reader, workspace, saved):
    RequirementFactory.create_batch(3, workspace=workspace)
    values = {"keys": ["REQ-1", "REQ-3"], "status": "ready"}
    shown = reader.press(reader.get(BACKLOG), f"{BACKLOG}/bulk/update", **values)
    assert [saved(f"REQ-{number}").status for number in (1, 2, 3)] == ["ready", "new", "ready"]
    assert "2 requirements are changed." in shown.text


def test_points_target_and_components_change_for_all_and_the_rest_stays(reader, workspace, saved):
    for name in ("Kasse", "Shop"):
        ComponentFactory.create(workspace_id=workspace.id, name=name)
    for points in ("1", "8"):
        RequirementFactory.create(workspace=workspace, points=points, components=["Shop"], moscow="must")
    shown = reader.get(f"{BACKLOG}/changes?keys=REQ-1&keys=REQ-2")
    reader.submit(
        shown, "/bulk/update", points="2,5", target_on="2026-12-01", add_components="Kasse", remove_components="Shop"
    )
    for one in (saved("REQ-1"), saved("REQ-2")):
        assert (str(one.points.normalize()), one.target_on, one.moscow) == ("2.5", date(2026, 12, 1), "must")
        assert one.component_names == ["Kasse"]


def test_where_nothing_is_to_change_it_is_said_so(reader, workspace):
    RequirementFactory.create_batch(3, workspace=workspace, points="8")
    shown = reader.get(f"{BACKLOG}/changes?keys=REQ-1&keys=REQ-2&query=sort=title")
    shown = reader.submit(shown, "/bulk/update", points="8")
    assert "Nothing to change: all 2 had these values already." in shown.text
    assert not shown.all(".//div[@id='toasts']//button[@class='toast__action']")


def test_a_wrong_number_of_points_says_so_and_changes_nothing(reader, workspace, saved):
    RequirementFactory.create(workspace=workspace, points="1")
    shown = reader.get(f"{BACKLOG}/changes?keys=REQ-1")
    assert "Write a number" in reader.submit(shown, "/bulk/update", status=422, points="many").text
    assert saved("REQ-1").points == 1


def test_ticked_rows_are_archived_together(reader, workspace):
    RequirementFactory.create_batch(3, workspace=workspace)
    shown = reader.press(reader.get(BACKLOG), f"{BACKLOG}/bulk/archive", keys=["REQ-1", "REQ-3"])
    assert [row.get("data-key") for row in shown.all(".//li[@data-key]")] == ["REQ-2"]
    assert "2 requirements are archived." in shown.text


def test_the_bar_leads_to_pages_without_javascript(reader, workspace):
    RequirementFactory.create_batch(2, workspace=workspace)
    backlog = reader.get(BACKLOG)
    assert reader.submit(backlog, "/bulk/choose", button="move", keys=["REQ-1"]).heading == "Move REQ-1"
    shown = reader.submit(backlog, "/bulk/choose", button="change", keys=["REQ-1", "REQ-2"])
    assert shown.heading == "Change 2 requirements"
    assert "Tick some rows first." in reader.submit(backlog, "/bulk/choose", button="move").text


def test_one_form_changes_many_fields_of_many(reader, workspace, saved):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(workspace=workspace, labels=["old", "kept"], moscow="must")
    shown = reader.get(f"{BACKLOG}/changes?keys=REQ-2")
    reader.submit(
        shown, "/bulk/update", parent=epic.key, moscow="none", add_labels="new, newer", remove_labels="old"
    )  # fmt: skip
    changed = saved("REQ-2")
    assert changed.parent.key == "REQ-1"
    assert changed.moscow is None
    assert changed.label_names == ["kept", "new", "newer"]
    assert changed.status == "new"


def test_what_one_of_many_cannot_be_is_said_with_its_key(reader, workspace):
    RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(workspace=workspace, kind="epic", title="Returns")
    shown = reader.submit(reader.get(f"{BACKLOG}/changes?keys=REQ-2"), "/bulk/update", parent="REQ-1", status=422)
    assert "REQ-2 An epic stands on its own." in shown.text


def test_archived_rows_leave_the_list_and_come_back(reader, workspace, saved):
    RequirementFactory.create_batch(2, workspace=workspace, title="Gift wrapping")
    shown = reader.submit(reader.get(f"{BACKLOG}/REQ-1/menu"), "/REQ-1/archive")
    assert "REQ-1 is archived." in shown.text
    archive = reader.get(f"{BACKLOG}/archived?q=gift")
    assert "REQ-1" in archive.text
    assert archive.texts(".//nav[@class='pagination']") == ["One requirement"]
    assert "Archived on" in reader.get(f"{BACKLOG}/REQ-1").text
    assert "is back in the backlog." in reader.submit(archive, "/REQ-1/restore").text
    assert saved("REQ-1").archived_at is None


def test_archiving_can_be_undone_from_its_toast(reader, workspace, saved):
    RequirementFactory.create_batch(2, workspace=workspace)
    reader.submit(reader.submit(reader.get(f"{BACKLOG}/REQ-1/menu"), "/REQ-1/archive"), "/undo")
    assert saved("REQ-1").archived_at is None


def test_pasted_lines_are_shown_before_they_are_made(reader, workspace, saved):
    RequirementFactory.create(workspace=workspace, title="Gift cards")
    lines = "- Gift wrapping\n    In three colours\n- gift cards\n- Returns"
    shown = reader.submit(reader.get(f"{BACKLOG}/new-many"), "/preview-many", lines=lines)
    assert shown.heading == "What the list becomes"
    assert "There is a requirement of this title already: REQ-1." in shown.text
    shown = reader.submit(shown, "/create-many", button="Create them")
    assert "2 requirements are in the backlog." in shown.text
    assert (saved("REQ-2").title, saved("REQ-2").description) == ("Gift wrapping", "In three colours")


def test_pasting_leads_back_to_the_list_it_began_from_and_names_what_is_new(reader, workspace, session):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(workspace=workspace, parent=epic.key)
    (way,) = reader.get(f"{BACKLOG}?epic={epic.key}&status=new").all(".//a[@class='quick__many']")
    shown = reader.submit(reader.get(way.get("href")), "/preview-many", lines="Gift wrapping\nReturns")
    shown = reader.submit(shown, "/create-many", button="Create them")
    assert [row.get("data-key") for row in shown.all(".//li[@data-key]")] == ["REQ-2", "REQ-3", "REQ-4"]
    assert shown.find(".//input[@id='list-query']").get("value") == f"epic={epic.key}&status=new"
    added = [words.split("”")[0] for words in shown.texts(".//div[@class='quick__added']")]
    assert added == ["Created: REQ-4 “Returns", "Created: REQ-3 “Gift wrapping"]
    # The address can be kept, and given to others.
    made = session.scalar(select(Requirement).where(Requirement.number == 4))
    made.created_at -= timedelta(minutes=20)
    session.commit()
    kept = reader.get(shown.url)
    assert [words.split("”")[0] for words in kept.texts(".//div[@class='quick__added']")] == [added[1]]
    reader.sign_in(MembershipFactory.create(workspace=workspace, role=Role.PRODUCT_MANAGER).user)
    assert reader.get(shown.url).texts(".//div[@class='quick__added']") == []
    assert "2 requirements are in the backlog." in shown.text
    assert "outside of this filter" not in shown.text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?status=ready", "2 requirements are in the backlog, but outside of this filter."),
        ("?q=wrapping", "2 requirements are in the backlog. One is outside of this filter."),
    ],
)
def test_what_was_pasted_and_the_filter_hides_is_said(reader, workspace, query, told):
    RequirementFactory.create(workspace=workspace, status="ready")
    (way,) = reader.get(BACKLOG + query).all(".//a[@class='quick__many']")
    shown = reader.submit(reader.get(way.get("href")), "/preview-many", lines="Gift wrapping\nReturns")
    shown = reader.submit(shown, "/create-many", button="Create them")
    assert told in shown.text
    assert len(shown.all(".//div[@class='quick__added']")) == 2


def test_pasting_what_is_there_already_says_that_nothing_is_new(reader, workspace):
    RequirementFactory.create(workspace=workspace, title="Gift cards")
    shown = reader.submit(reader.get(f"{BACKLOG}/new-many"), "/preview-many", lines="gift cards")
    shown = reader.submit(shown, "/create-many")
    assert "Nothing is new: the backlog has all of these already." in shown.text
    assert shown.url == BACKLOG


def test_too_many_or_too_long_lines_are_refused(reader):
    form = reader.get(f"{BACKLOG}/new-many")
    assert "At most 500" in reader.submit(form, "/preview-many", lines="line\n" * 501, status=413).text
    assert "Line 2 is longer" in reader.submit(form, "/preview-many", lines="a\n" + "b" * 501, status=422).text


def test_epics_show_how_far_they_are(reader, workspace):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(workspace=workspace, parent=epic.key, points=3, status="shipped")
    RequirementFactory.create(workspace=workspace, parent=epic.key, points=5)
    shown = reader.get(f"{BACKLOG}/epics")
    assert "1 of 2" in shown.text
    assert "3 of 8" in shown.text
    assert f"{BACKLOG}?epic=REQ-1" in {link.get("href") for link in shown.all(".//a")}


def test_no_epic_yet_teaches_what_one_is(reader):
    assert "Epics hold together what belongs together" in reader.get(f"{BACKLOG}/epics").text


def test_a_view_is_saved_opened_shared_and_deleted(reader, workspace, page):
    RequirementFactory.create(workspace=workspace, status="ready")
    form = reader.get(f"{BACKLOG}/views/new?status=ready")
    assert "The view “Ready ones” is saved." in reader.submit(form, "/views/create", name="Ready ones").text
    views = reader.get(f"{BACKLOG}/views")
    assert views.find(".//a[@class='lines__title']").get("href") == f"{BACKLOG}?status=ready"
    assert "Ready ones" in reader.fragment(f"{BACKLOG}/views?query=status=ready").text
    edit = next(link.get("href") for link in views.all(".//a") if link.get("href", "").endswith("/edit"))
    assert reader.get(edit).find(".//main//button[@type='submit']").get("formaction") is None
    shared = reader.submit(reader.get(edit), "/update", name="All that is ready", is_shared="y")
    assert "everybody sees it" in shared.text
    reader.submit(reader.get(edit), "/update", name="", status=422)
    shown = reader.press(reader.get(edit), edit.removesuffix("/edit") + "/delete")
    assert "The view is deleted." in shown.text
    assert "All that is ready" not in shown.text


def test_the_palette_finds_requirements(reader, workspace):
    RequirementFactory.create(workspace=workspace, title="Gift wrapping")
    assert "Gift wrapping" in reader.get("/w/harkenau/search?q=gifts").text


def test_a_page_of_ticked_rows_and_a_long_filter_are_an_address_the_server_takes(reader, root, tmp_path, monkeypatch):
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path))
    server = runpy.run_path(str(root / "gunicorn.conf.py"))
    backlog = reader.get(BACKLOG)
    token = backlog.find(".//input[@name='csrf_token']").get("value")
    # The longest prefix and numbers, and a filter as long as one that can be saved, all of it umlauts.
    keys = [f"ABCDEFGHIJ-{2**31 - number}" for number in range(PER_PAGE)]
    query = "label=" + "%C3%BC" * 330
    sent = {"csrf_token": token, "then": "move", "keys": keys, "query": query}
    address = reader.client.post(f"{BACKLOG}/bulk/choose", data=sent).headers["Location"]
    assert 4094 < len(f"GET {address} HTTP/1.1\r\n") <= server["limit_request_line"]
