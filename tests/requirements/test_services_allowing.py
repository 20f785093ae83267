"""Who may put right what they wrote themselves: in the browser and over the API, in every role."""

from typing import Any

import pytest

from backlog.core.clock import utcnow
from backlog.core.permissions import PERMISSIONS, Permission, Role
from backlog.identity.models import User
from backlog.identity.services import create_api_token
from backlog.requirements.queries import get_requirement
from backlog.requirements.terms import STATUS_CATEGORIES, Status, StatusCategory
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import member

BACKLOG = "/w/harkenau/requirements"
WORDS = {"title": "Guest checkout", "description": "No account.", "acceptance_criteria": [{"text": "Works"}]}
ROLES = list(Role)
AUTHORS = [role for role in Role if Permission.REQUIREMENTS_EDIT_OWN in PERMISSIONS[role]]
ONLY_AUTHORS = [role for role in AUTHORS if Permission.REQUIREMENTS_EDIT not in PERMISSIONS[role]]
FURTHER = [status for status in Status if STATUS_CATEGORIES[status] != StatusCategory.TO_DO]


@pytest.fixture
def write(session, workspace):
    """Return a function that has somebody in a role write a requirement and says who that is."""

    def call(role, *, by_another=False, **values):
        author = member(workspace, role)
        writer = member(workspace, Role.ADMINISTRATOR) if by_another else author
        made = RequirementFactory.create(workspace=workspace, title="Gest checkout", points=3, **values)
        made.created_by = writer.user_id
        session.commit()
        return author

    return call


@pytest.fixture
def patch(client, session, workspace):
    """Return a function that changes REQ-1 over the API."""

    def call(actor, **sent):
        token = create_api_token(session, user=session.get_one(User, actor.user_id), name="Test", now=utcnow())
        session.commit()
        url = f"/api/v1/workspaces/{workspace.slug}/requirements/REQ-1"
        return client.patch(url, json=sent, headers={"Authorization": f"Bearer {token}"}).status_code

    return call


@pytest.fixture
def post(client, session, workspace):
    """Return a function that creates a requirement over the API."""

    def call(actor, **sent):
        token = create_api_token(session, user=session.get_one(User, actor.user_id), name="Test", now=utcnow())
        session.commit()
        url = f"/api/v1/workspaces/{workspace.slug}/requirements"
        return client.post(url, json=sent, headers={"Authorization": f"Bearer {token}"})

    return call


@pytest.fixture
def saved(session, workspace):
    """Return a function that reads the requirement afresh."""
    return lambda key="REQ-1": get_requirement(session, workspace=workspace, key=key)


def test_whoever_may_add_requirements_may_put_their_own_right():
    for role, permissions in PERMISSIONS.items():
        assert (Permission.REQUIREMENTS_CREATE in permissions) == (role in AUTHORS), role


@pytest.mark.parametrize("role", ROLES)
def test_who_wrote_a_requirement_changes_its_words_over_the_api(write, patch, saved, role):
    author = write(role)
    assert patch(author, **WORDS) == (200 if role in AUTHORS else 403)
    assert saved().title == ("Guest checkout" if role in AUTHORS else "Gest checkout")


@pytest.mark.parametrize("role", ROLES)
def test_a_judgement_takes_the_right_to_edit_all(write, patch, role):
    author = write(role)
    for value in ({"points": 8}, {"status": "shipped"}, {"title": "Guest checkout", "moscow": "must"}, {"owner": None}):
        assert patch(author, **value) == (200 if Permission.REQUIREMENTS_EDIT in PERMISSIONS[role] else 403)


@pytest.mark.parametrize("role", ROLES)
def test_the_words_of_others_take_the_right_to_edit_all(page, session, write, patch, role):
    person = write(role, by_another=True)
    status = 200 if Permission.REQUIREMENTS_EDIT in PERMISSIONS[role] else 403
    assert patch(person, title="Mine now") == status
    page.sign_in(session.get(User, person.user_id))
    page.get(f"{BACKLOG}/REQ-1/edit", status=status)
    assert bool(page.get(f"{BACKLOG}/REQ-1").all(f".//a[@href='{BACKLOG}/REQ-1/edit']")) is (status == 200)


@pytest.mark.parametrize("status", FURTHER)
def test_what_has_gone_further_is_no_longer_its_authors(write, patch, status):
    assert patch(write(Role.CONTRIBUTOR, status=status), **WORDS) == 403


@pytest.mark.parametrize("role", ONLY_AUTHORS)
def test_the_author_finds_a_form_of_words_alone_and_takes_back_what_it_changed(page, session, write, saved, role):
    author = write(role, acceptance_criteria=[{"text": "Works", "done": True}], labels=["ux"])
    page.sign_in(session.get(User, author.user_id))
    form = page.get(f"{BACKLOG}/REQ-1/edit")
    assert {field.get("name") for field in form.form("/update").iter() if field.get("id")} >= {"title", "description"}
    assert form.all(".//select") == []
    shown = page.submit(form, "/update", title="Guest checkout", description="No account.")
    assert shown.heading == "Guest checkout"
    assert (saved().points, saved().acceptance_criteria) == (3, [{"text": "Works", "done": True}])
    assert saved().label_names == ["ux"]
    page.submit(shown, "/undo")
    assert (saved().title, saved().description) == ("Gest checkout", "")


def test_the_author_ticks_criteria_and_nothing_else_stands_open(page, session, write, saved):
    author = write(Role.CONTRIBUTOR, acceptance_criteria=[{"text": "Works", "done": False}])
    page.sign_in(session.get(User, author.user_id))
    shown = page.get(f"{BACKLOG}/REQ-1")
    assert shown.all(f".//form[@action='{BACKLOG}/REQ-1/change']") == []
    page.submit(shown, "/tick")
    assert saved().acceptance_criteria == [{"text": "Works", "done": True}]


def test_two_versions_of_the_authors_words_are_laid_side_by_side(page, session, workspace, write, patch, saved):
    author = write(Role.CONTRIBUTOR)
    page.sign_in(session.get(User, author.user_id))
    form = page.get(f"{BACKLOG}/REQ-1/edit")
    assert patch(member(workspace, Role.PRODUCT_MANAGER), title="Checkout for guests") == 200
    clash = page.submit(form, "/update", title="Guest checkout", status=409)
    page.submit(clash, "/update", **{"take-title": "mine"})
    assert saved().title == "Guest checkout"


JUDGEMENTS: list[dict[str, Any]] = [
    {"kind": "epic"}, {"status": "shipped"}, {"moscow": "must"}, {"points": 8}, {"owner": None},
    {"target_on": "2026-03-02"}, {"parent": None}, {"labels": ["ux"]}, {"components": []},
]  # fmt: skip


@pytest.mark.parametrize("role", AUTHORS)
def test_a_new_requirement_takes_no_judgement_that_its_author_could_not_change(workspace, post, role):
    author = member(workspace, role)
    assert post(author, **WORDS).status_code == 201
    for sent in JUDGEMENTS:
        answer = post(author, **WORDS, **sent)
        if role in ONLY_AUTHORS:
            assert (answer.status_code, list(answer.json["errors"])) == (403, list(sent))
        else:
            assert answer.status_code == 201, answer.json


def test_a_change_that_is_refused_names_its_fields_too(client, session, workspace, write):
    author = write(Role.CONTRIBUTOR)
    token = create_api_token(session, user=session.get_one(User, author.user_id), name="Test", now=utcnow())
    session.commit()
    url, sent = f"/api/v1/workspaces/{workspace.slug}/requirements/REQ-1", {"title": "Mine", "points": 8, "owner": None}
    answer = client.patch(url, json=sent, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, sorted(answer.json["errors"])) == (403, ["owner", "points"])


@pytest.mark.parametrize("role", ONLY_AUTHORS)
def test_the_forms_for_something_new_offer_the_author_words_alone(page, session, workspace, saved, role):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    page.sign_in(session.get(User, member(workspace, role).user_id))

    form = page.get(f"{BACKLOG}/new?kind=epic&parent={epic.key}")
    assert form.heading == "New requirement"
    assert form.all(".//form[@method='post']//select") == []
    token = form.form("/create").find(".//input[@name='csrf_token']").get("value")
    forged = {"csrf_token": token, "title": "Guest checkout", "status": "shipped", "points": "8", "kind": "bug"}
    assert page.client.post(f"{BACKLOG}/create", data=forged).status_code == 303
    made = saved("REQ-2")
    assert (made.title, made.status, made.points, made.kind) == ("Guest checkout", "new", None, "story")

    listed = page.get(f"{BACKLOG}?epic={epic.key}")
    page.submit(listed, "/create-quickly", title="Pay by invoice")
    pasted = page.submit(page.get(f"{BACKLOG}/new-many"), "/preview-many", lines="One\nTwo")
    assert pasted.all(".//*[@name='parent']") == []
    page.submit(pasted, "/create-many")
    assert [saved(f"REQ-{number}").parent for number in (3, 4, 5)] == [None, None, None]
    assert "New epic" not in page.get(f"{BACKLOG}/epics").text
