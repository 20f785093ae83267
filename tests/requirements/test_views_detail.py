"""One requirement: read, written, changed where it stands, and by two people at once."""

from datetime import date

import pytest

from backlog.activity.queries import handles_in
from backlog.requirements.services import update_requirement
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import ComponentFactory

BACKLOG = "/w/harkenau/requirements"


def test_the_page_shows_everything_about_it(reader, workspace):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(
        workspace=workspace, title="Guest checkout", parent=epic.key, labels=["ux"], points="2.5", moscow="must",
        description="See REQ-1, @aylin: **no** account.", target_on=date(2026, 12, 1),
        acceptance_criteria=[{"text": "Works with an e-mail", "done": True}, {"text": "Returns work", "done": False}],
    )  # fmt: skip
    shown = reader.get(f"{BACKLOG}/REQ-2")
    assert shown.heading == "Guest checkout"
    for words in (
        "Epic: Checkout",
        "2.5 points",
        "Must",
        "1 of 2 met",
        "Works with an e-mail",
        "1 Dec",
        "Rank 1",
        "ux",
    ):
        assert words in shown.text
    assert shown.find(".//div[@class='prose prose--asked']//a").get("href") == f"{BACKLOG}/REQ-1"
    assert shown.texts(".//strong[@class='mention']") == ["@aylin"]


def test_those_stand_out_in_a_comment_who_are_told_of_it(reader, workspace):
    RequirementFactory.create(workspace=workspace)
    body = "@merle, @anna.lena. @tarek- @ben+shop\n\nfoo-@no a@no `@no` [@no](https://example.org) @+no\n\n    @no"
    shown = reader.submit(reader.get(f"{BACKLOG}/REQ-1"), "/comments/create", body=body)
    assert shown.texts(".//strong[@class='mention']") == ["@merle", "@anna.lena", "@tarek", "@ben+shop"]
    assert handles_in(body) == {"merle", "anna.lena", "tarek", "ben+shop"}


def test_previous_and_next_follow_the_order(reader, workspace):
    RequirementFactory.create_batch(3, workspace=workspace)
    shown = reader.get(f"{BACKLOG}/REQ-2")
    assert shown.find(".//a[@rel='prev']").get("href") == f"{BACKLOG}/REQ-1"
    assert shown.find(".//a[@rel='next']").get("href") == f"{BACKLOG}/REQ-3"


@pytest.mark.parametrize("address", ["REQ-99", "XYZ-1", "REQ-0", "REQ-1-2"])
def test_what_is_not_there_answers_404(reader, workspace, address):
    RequirementFactory.create(workspace=workspace)
    reader.get(f"{BACKLOG}/{address}", status=404)


def test_pane_menu_history_and_owners_are_fragments(reader, workspace):
    RequirementFactory.create(workspace=workspace)
    for part in ("pane", "menu", "owners"):
        assert reader.fragment(f"{BACKLOG}/REQ-1/{part}").text
    for part in ("menu", "owners", "history"):
        assert reader.get(f"{BACKLOG}/REQ-1/{part}").heading


def test_the_full_form_creates(reader, workspace, saved):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    ComponentFactory.create(workspace_id=workspace.id, name="Shop")
    shown = reader.submit(
        reader.get(f"{BACKLOG}/new"), "/create", title="Guest checkout", description="Why not", parent=epic.key,
        acceptance_criteria="Works\n\n[x] Is written down\n- With a dash", moscow="should", points="2,5",
        labels="ux, mobile ,, ux", components=["Shop"], target_on="2026-12-01",
    )  # fmt: skip
    assert shown.heading == "Guest checkout"
    made = saved("REQ-2")
    assert made.acceptance_criteria == [
        {"text": "Works", "done": False},
        {"text": "Is written down", "done": True},
        {"text": "With a dash", "done": False},
    ]
    assert made.label_names == ["mobile", "ux"]
    assert made.component_names == ["Shop"]
    assert (str(made.points), made.moscow, made.parent.key) == ("2.50", "should", "REQ-1")


def test_the_form_keeps_what_was_typed_when_something_is_wrong(reader):
    shown = reader.submit(
        reader.get(f"{BACKLOG}/new"), "/create", title="", description="Long thought", points="many", status=422
    )
    assert "Write what is asked for." in shown.text
    assert "Write a number, such as 5 or 2.5." in shown.text
    assert "Long thought" in shown.find(".//textarea[@id='description']").text


def test_a_form_with_a_mistake_still_offers_everything(reader, workspace):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    ComponentFactory.create(workspace_id=workspace.id, name="Shop")
    shown = reader.submit(reader.get(f"{BACKLOG}/new"), "/create", title="", parent="", status=422)
    assert shown.find(f".//select[@id='parent']/option[@value='{epic.key}']") is not None
    assert shown.find(".//input[@name='components'][@value='Shop']") is not None
    assert len(shown.texts(".//select[@id='owner_id']/option")) > 1


def test_a_choice_that_is_not_on_offer_is_refused(reader, workspace):
    RequirementFactory.create(workspace=workspace, title="No epic")
    ComponentFactory.create(workspace_id=workspace.id, name="Shop")
    form = reader.get(f"{BACKLOG}/new")
    for wrong in ({"parent": "REQ-1"}, {"owner_id": "4711"}, {"components": ["Nowhere"]}):
        reader.submit(form, "/create", title="Guest checkout", status=422, **wrong)


def test_a_service_error_stands_at_its_field(reader, workspace):
    RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    shown = reader.submit(
        reader.get(f"{BACKLOG}/new"), "/create", title="Epic in an epic", kind="epic", parent="REQ-1", status=422
    )
    assert "An epic stands on its own." in shown.find(".//p[@id='parent-error']").find(".//span[2]").text


def test_the_preview_works_without_javascript(reader):
    shown = reader.submit(
        reader.get(f"{BACKLOG}/new"), "/create", button="preview", title="T", description="Some **bold** words"
    )
    assert shown.texts(".//div[@id='preview']//strong") == ["bold"]


def test_enter_saves_and_does_not_preview(reader, workspace):
    requirement = RequirementFactory.create(workspace=workspace)
    for shown, action in (
        (reader.get(f"{BACKLOG}/new"), "/create"),
        (reader.fragment(f"{BACKLOG}/new"), "/create"),
        (reader.get(f"{BACKLOG}/{requirement.key}/edit"), "/update"),
    ):
        assert shown.form(action).find(".//button[@type='submit']").get("name") is None


def test_editing_keeps_ticks_where_the_words_stay(reader, workspace, saved):
    RequirementFactory.create(workspace=workspace, acceptance_criteria=[{"text": "A", "done": True}])
    form = reader.get(f"{BACKLOG}/REQ-1/edit")
    assert form.find(".//textarea[@id='acceptance_criteria']").text.strip() == "[x] A"
    reader.submit(form, "/update", acceptance_criteria="[x] A\nB", title="New words")
    assert saved("REQ-1").acceptance_criteria == [{"text": "A", "done": True}, {"text": "B", "done": False}]
    assert saved("REQ-1").title == "New words"


def test_edits_of_different_fields_are_both_kept(reader, workspace, actor, session, saved):
    RequirementFactory.create(workspace=workspace, title="Old", points=1)
    form = reader.get(f"{BACKLOG}/REQ-1/edit")
    update_requirement(session, workspace=workspace, actor=actor, key="REQ-1", values={"points": 8}, now=NOW)
    reader.submit(form, "/update", title="Mine")
    assert (saved("REQ-1").title, int(saved("REQ-1").points)) == ("Mine", 8)


@pytest.fixture
def clash(reader, workspace, actor, session):
    """Return the page that shows two versions of title and description."""
    RequirementFactory.create(workspace=workspace, title="Old", description="Old text", points=1)
    form = reader.get(f"{BACKLOG}/REQ-1/edit")
    values = {"title": "Theirs", "description": "Their text", "points": 8}
    update_requirement(session, workspace=workspace, actor=actor, key="REQ-1", values=values, now=NOW)
    return reader.submit(form, "/update", title="Mine", description="My text", moscow="must", status=409)


@pytest.mark.parametrize("version", ["9999", "", "x", "-1", "9" * 400])
def test_a_form_filled_from_a_version_that_nobody_has_seen_says_so_above_its_fields(reader, workspace, saved, version):
    RequirementFactory.create(workspace=workspace, title="Old")
    for path, action in (("edit", "/update"), ("facts/labels", "/facts/labels")):
        form = reader.get(f"{BACKLOG}/REQ-1/{path}")
        refused = reader.submit(form, action, version=version, status=422)
        assert "This version does not exist yet." in " ".join(refused.texts(".//*[@role='alert']"))
    assert saved("REQ-1").version == 1


def test_the_same_field_twice_shows_both_versions(clash):
    assert "Both versions are below." in clash.text
    assert "Aylin Dorenkamp" in clash.text
    assert clash.find(".//input[@name='title']").get("value") == "Mine"
    assert "Their text" in clash.text
    assert clash.find(".//textarea[@name='description']").text.strip() == "My text"


def test_the_choice_between_two_versions_is_saved_field_by_field(reader, clash, saved):
    choice = {"take-title": "theirs", "take-description": "mine"}
    reader.submit(clash, "/update", description="My text and their text", **choice)
    merged = saved("REQ-1")
    assert (merged.title, merged.description) == ("Theirs", "My text and their text")
    assert (int(merged.points), merged.moscow) == (8, "must")


def test_ticking_a_criterion_is_one_click(reader, workspace, saved):
    RequirementFactory.create(workspace=workspace, acceptance_criteria=[{"text": "Works", "done": False}])
    shown = reader.submit(reader.get(f"{BACKLOG}/REQ-1"), "/tick")
    assert saved("REQ-1").acceptance_criteria == [{"text": "Works", "done": True}]
    assert "1 of 1 met" in shown.text
    reader.submit(shown, "/tick")
    assert saved("REQ-1").acceptance_criteria == [{"text": "Works", "done": False}]


def test_the_history_speaks_in_sentences(reader, workspace, actor, session):
    RequirementFactory.create(workspace=workspace, title="Old")
    values = {
        "title": "New", "status": "ready", "points": 5, "moscow": "must", "labels": ["ux"],
        "target_on": date(2026, 12, 1), "owner_id": actor.user_id, "description": "Text",
        "acceptance_criteria": [{"text": "Works", "done": False}],
    }  # fmt: skip
    update_requirement(session, workspace=workspace, actor=actor, key="REQ-1", values=values, now=NOW)
    shown = reader.get(f"{BACKLOG}/REQ-1/history")
    for sentence in (
        "Aylin Dorenkamp changed the title from “Old” to “New”.",
        "Aylin Dorenkamp set the status from New to Ready.",
        "Aylin Dorenkamp estimated 5 points.",
        "Aylin Dorenkamp set the priority to Must.",
        "Aylin Dorenkamp added the label ux.",
        "Aylin Dorenkamp set the target hand-over to Tuesday, 1 December.",
        "Aylin Dorenkamp made Aylin Dorenkamp the owner.",
        "Aylin Dorenkamp added the criterion “Works”.",
        "Aylin Dorenkamp wrote down what is asked.",
        "Someone created it.",
    ):
        assert sentence in shown.text
