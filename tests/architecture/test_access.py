"""Who reaches what: each endpoint that asks for a permission, tried over HTTP in every role and from outside."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from backlog.core.clock import utcnow
from backlog.core.permissions import PERMISSIONS, Permission, Role
from backlog.identity.services import create_api_token
from backlog.web.access import PUBLIC, SIGNED_IN, access_of
from tests.factories.identity import UserFactory
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from tests.support.sign_in import sign_in, sign_out

NOT_ALLOWED = {302, 401}
ROLES = list(Role)


@pytest.fixture
def rules(app) -> list[tuple[Rule, Permission]]:
    return [
        (rule, access)
        for rule in app.url_map.iter_rules()
        if isinstance(access := access_of(app, rule.endpoint), Permission)
    ]


@pytest.fixture(autouse=True)
def no_csrf(app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_METHODS", [])


def addresses(app: Flask, rules: list[tuple[Rule, Permission]], slug: str) -> list[tuple[str, str, Permission]]:
    """Return method, address and permission of each endpoint; nothing it names besides the workspace exists."""
    found = []
    for rule, permission in rules:
        values = {name: slug if name == "workspace" else 999 for name in rule.arguments}
        built = app.url_map.bind("localhost").build(rule.endpoint, values)
        found += [(method, built, permission) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


def as_member(client, session, role: Role, *, of=None) -> tuple[dict[str, str], str]:
    """Sign a new member in and return their bearer header and the short name of their workspace."""
    membership = MembershipFactory.create(role=role, workspace=of or WorkspaceFactory.create())
    token = create_api_token(session, user=membership.user, name="Test", now=utcnow())
    session.commit()
    sign_in(client, membership.user)
    return {"Authorization": f"Bearer {token}"}, membership.workspace.slug


def test_every_endpoint_says_who_may_reach_it(app):
    declared = {endpoint: access_of(app, endpoint) for endpoint in app.view_functions}
    assert {name for name, access in declared.items() if access not in {PUBLIC, SIGNED_IN, *Permission}} == set()


def test_everything_in_a_workspace_asks_for_a_permission(app):
    inside = [rule for rule in app.url_map.iter_rules() if "workspace" in rule.arguments]
    assert inside
    assert [str(rule) for rule in inside if not isinstance(access_of(app, rule.endpoint), Permission)] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_what_its_permissions_say_and_nothing_else(app, client, session, rules, role):
    headers, slug = as_member(client, session, role)
    wrong = []
    for method, address, permission in addresses(app, rules, slug):
        status = client.open(address, method=method, headers=headers).status_code
        if (status == 403) is (permission in PERMISSIONS[role]) or status >= 500 or status in NOT_ALLOWED:
            wrong.append(f"{method} {address} ({permission}): {status}")
    assert not wrong, "\n".join(wrong)


def test_a_foreign_workspace_does_not_exist(app, client, session, rules):
    headers, _own = as_member(client, session, Role.ADMINISTRATOR)
    foreign = WorkspaceFactory.create().slug
    session.commit()
    assert {
        f"{method} {address}": status
        for method, address, _permission in addresses(app, rules, foreign)
        if (status := client.open(address, method=method, headers=headers).status_code) != 404
    } == {}


def test_nobody_gets_in_without_signing_in(app, client, session, rules):
    slug = WorkspaceFactory.create().slug
    session.commit()
    sign_out(client)
    assert {
        f"{method} {address}": status
        for method, address, _permission in addresses(app, rules, slug)
        if (status := client.open(address, method=method).status_code) not in NOT_ALLOWED
    } == {}


def test_a_person_without_membership_is_signed_in_yet_outside(app, client, session, rules):
    slug = WorkspaceFactory.create().slug
    user = UserFactory.create()
    session.commit()
    sign_in(client, user)
    pages = [entry for entry in addresses(app, rules, slug) if not entry[1].startswith("/api/")]
    assert {address: client.open(address, method=method).status_code for method, address, _ in pages}.keys()
    assert {client.open(address, method=method).status_code for method, address, _ in pages} == {404}
