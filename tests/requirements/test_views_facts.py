"""The facts of a requirement, changed and filled in where they stand."""

from datetime import date

import pytest

from backlog.core.permissions import Actor, Role
from backlog.requirements.services import update_requirement
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import ComponentFactory, MembershipFactory

BACKLOG = "/w/harkenau/requirements"


@pytest.fixture
def change(reader):
    """Return a function that sends one of the small forms of a detail as htmx does, whichever stands first."""

    def send(shown, values):
        form = shown.form("/change")
        sent = {"csrf_token": form.find(".//input[@name='csrf_token']").get("value"), **values}
        return reader.client.post(form.get("action"), data=sent, headers={"HX-Request": "true"})

    return send


def test_status_points_and_owner_change_where_they_stand(reader, workspace, saved, change):
    RequirementFactory.create(workspace=workspace)
    shown = reader.fragment(f"{BACKLOG}/REQ-1/pane")
    shown = reader.submit(shown, "/change", button="planned", htmx=True)
    assert saved("REQ-1").status == "planned"
    assert shown.find(".//li[@data-key='REQ-1']") is not None
    change(shown, {"points": "3"})
    assert saved("REQ-1").points == 3
    owners = reader.fragment(shown.find(".//a[@class='fact-link'][@aria-haspopup='menu']").get("href"))
    reader.submit(owners, "/change", button="MOMerle Ohlsen")
    assert saved("REQ-1").owner.name == "Merle Ohlsen"


def test_priority_and_kind_change_where_they_stand(reader, workspace, saved, change):
    RequirementFactory.create(workspace=workspace)
    before = reader.fragment(f"{BACKLOG}/REQ-1/pane")
    for name, value in (("moscow", "must"), ("kind", "bug")):
        assert before.find(f".//form[@action='{BACKLOG}/REQ-1/change']/select[@name='{name}']") is not None
        change(before, {name: value})
    assert (saved("REQ-1").moscow, saved("REQ-1").kind) == ("must", "bug")
    shown = reader.fragment(f"{BACKLOG}/REQ-1/pane")
    chosen = [one.get("value") for one in shown.all(".//dl//option[@selected]")]
    assert chosen == ["must", "bug"]


@pytest.fixture
def tarek(workspace):
    """Return a colleague."""
    user = MembershipFactory.create(workspace=workspace, role=Role.PRODUCT_MANAGER, user__name="Tarek Demir").user
    return Actor(user_id=user.id, name=user.name, workspace_id=workspace.id, role=Role.PRODUCT_MANAGER)


@pytest.fixture
def meanwhile(session, workspace, tarek):
    """Return a function with which the colleague changes REQ-1."""

    def act(**values):
        update_requirement(session, workspace=workspace, actor=tarek, key="REQ-1", values=values, now=NOW)
        session.commit()

    return act


@pytest.mark.parametrize("htmx", [True, False])
def test_a_fact_changed_by_two_asks_which_stays(reader, workspace, saved, meanwhile, htmx):
    RequirementFactory.create(workspace=workspace, points=5)
    before = reader.get(f"{BACKLOG}/REQ-1")
    meanwhile(points="3")
    form = before.find(".//form[@id='change-points']")
    sent = {field.get("name"): field.get("value") for field in form.iter("input")} | {"points": "9"}
    headers = {"HX-Request": "true"} if htmx else {}
    answer = reader.client.post(form.get("action"), data=sent, headers=headers)
    assert answer.status_code == 409
    assert "Tarek Demir wrote meanwhile: 3. Save again to keep yours." in answer.text
    assert 'name="points" inputmode="decimal" autocomplete="off" size="5" value="9"' in answer.text
    assert saved("REQ-1").points == 3
    reader.client.post(form.get("action"), data=sent | {"version": saved("REQ-1").version})
    assert saved("REQ-1").points == 9


def test_what_two_chose_from_a_menu_stays_as_the_first_and_that_is_told(reader, workspace, saved, meanwhile, tarek):
    RequirementFactory.create(workspace=workspace)
    before, owners = reader.get(f"{BACKLOG}/REQ-1"), reader.get(f"{BACKLOG}/REQ-1/owners")
    meanwhile(status="refinement", owner_id=tarek.user_id)
    told = reader.submit(before, "/change", button="planned", status=409, htmx=True)
    assert "Tarek Demir chose meanwhile: In refinement. Choose again to have yours." in told.source
    told = reader.submit(owners, "/change", button="MOMerle Ohlsen", status=409, htmx=True)
    assert "Tarek Demir chose meanwhile: Tarek Demir." in told.source
    assert (saved("REQ-1").status, saved("REQ-1").owner_id) == ("refinement", tarek.user_id)


def test_facts_that_two_change_beside_each_other_both_stay(reader, workspace, saved, meanwhile):
    RequirementFactory.create(workspace=workspace, points=5)
    before = reader.get(f"{BACKLOG}/REQ-1")
    meanwhile(moscow="must")
    reader.submit(before, "/change", button="planned")
    assert (saved("REQ-1").moscow, saved("REQ-1").status) == ("must", "planned")


def test_a_second_step_before_the_answer_to_the_first_is_no_conflict_with_oneself(reader, workspace, saved):
    RequirementFactory.create(workspace=workspace)
    before = reader.get(f"{BACKLOG}/REQ-1")
    for button in ("refinement", "planned"):
        reader.submit(before, "/change", button=button)
    assert saved("REQ-1").status == "planned"


def test_a_kind_that_cannot_be_says_so_at_its_field(reader, workspace, saved, change):
    epic = RequirementFactory.create(workspace=workspace, kind="epic")
    RequirementFactory.create(workspace=workspace, parent=epic.key)
    answer = change(reader.get(f"{BACKLOG}/REQ-2"), {"kind": "epic"})
    assert answer.status_code == 422
    assert 'name="kind" aria-invalid="true" aria-describedby="fact-kind-error"' in answer.text
    assert "An epic stands on its own." in answer.text.split('id="fact-kind-error"')[1]
    assert saved("REQ-2").kind == "story"


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("parent", "REQ-1", "Epic"),
        ("components", ["Shop"], "Components"),
        ("labels", "ux, mobile", "Labels"),
        ("target_on", "2026-12-24", "Target hand-over"),
    ],
)
def test_what_is_empty_stands_there_and_is_filled_in_where_it_stands(reader, workspace, saved, name, value, label):
    RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(workspace=workspace)
    ComponentFactory.create(workspace_id=workspace.id, name="Shop")
    shown = reader.get(f"{BACKLOG}/REQ-2")
    asked = reader.get(shown.find(f".//a[@aria-label='Add: {label}']").get("href"))
    shown = reader.submit(asked, f"/facts/{name}", **{name: value})
    assert shown.find(f".//dl//a[@href='{BACKLOG}/REQ-2/facts/{name}']").get("aria-label").startswith("Change: ")
    found = saved("REQ-2")
    assert {
        "parent": found.parent and found.parent.key,
        "components": [one.name for one in found.components],
        "labels": ", ".join(reversed(found.label_names)),
        "target_on": str(found.target_on),
    }[name] == value


def test_labels_of_two_people_go_together(reader, workspace, session, actor, saved):
    RequirementFactory.create(workspace=workspace, labels=["ux"])
    asked = reader.get(f"{BACKLOG}/REQ-1/facts/labels")
    values = {"labels": ["ux", "mobile"]}
    update_requirement(session, workspace=workspace, actor=actor, key="REQ-1", values=values, now=NOW)
    session.commit()
    reader.submit(asked, "/facts/labels", labels="ux, b2b")
    assert saved("REQ-1").label_names == ["b2b", "mobile", "ux"]


@pytest.mark.parametrize(
    ("name", "sides"),
    [
        ("parent", ("REQ-1", "REQ-1", "REQ-2")),
        ("target_on", (date(2099, 12, 24), "24 Dec 2099", "2026-12-18")),
    ],
)
def test_one_value_filled_in_by_two_is_asked_again_with_both(reader, workspace, session, actor, saved, name, sides):
    theirs, told, yours = sides
    for kind in ("epic", "epic", "story"):
        RequirementFactory.create(workspace=workspace, kind=kind)
    asked = reader.get(f"{BACKLOG}/REQ-3/facts/{name}")
    update_requirement(session, workspace=workspace, actor=actor, key="REQ-3", values={name: theirs}, now=NOW)
    session.commit()
    asked = reader.submit(asked, f"/facts/{name}", **{name: yours}, status=409)
    assert f"wrote meanwhile: {told}." in asked.texts(f".//p[@id='{name}-error']")[0]
    assert _one_value(saved("REQ-3"), name) == str(theirs)
    reader.submit(asked, f"/facts/{name}")
    assert _one_value(saved("REQ-3"), name) == yours


@pytest.mark.parametrize(("name", "yours"), [("parent", "REQ-1"), ("target_on", "2026-12-18")])
def test_what_another_has_changed_elsewhere_stays(reader, workspace, session, actor, saved, name, yours):
    for kind in ("epic", "story"):
        RequirementFactory.create(workspace=workspace, kind=kind)
    asked = reader.get(f"{BACKLOG}/REQ-2/facts/{name}")
    update_requirement(session, workspace=workspace, actor=actor, key="REQ-2", values={"title": "Theirs"}, now=NOW)
    session.commit()
    reader.submit(asked, f"/facts/{name}", **{name: yours})
    found = saved("REQ-2")
    assert (found.title, _one_value(found, name)) == ("Theirs", yours)


def test_an_answer_that_cannot_be_is_refused_at_its_field(reader, workspace):
    RequirementFactory.create(workspace=workspace)
    asked = reader.get(f"{BACKLOG}/REQ-1/facts/parent")
    assert reader.submit(asked, "/facts/parent", parent="REQ-1", status=422).all(".//p[@id='parent-error']")
    reader.get(f"{BACKLOG}/REQ-1/facts/title", status=404)


def test_who_may_not_edit_sees_quietly_what_is_empty(page, workspace):
    RequirementFactory.create(workspace=workspace)
    page.sign_in(MembershipFactory.create(workspace=workspace, role=Role.VIEWER).user)
    shown = page.get(f"{BACKLOG}/REQ-1")
    assert [text for text in shown.texts(".//dl[@class='facts facts--rows']/div") if text.endswith("–")] == [
        "Story points–", "Epic–", "Components–", "Labels–", "Target hand-over–",
    ]  # fmt: skip
    assert shown.all(".//dl//a[@aria-haspopup]") == []


def _one_value(requirement, name):
    return requirement.parent and requirement.parent.key if name == "parent" else str(requirement.target_on)
