"""Whatever a program sends: what comes back is what the API's document says."""

from collections.abc import Iterator

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from sqlalchemy.orm import Session

from backlog.core.clock import utcnow
from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.identity.services import create_api_token
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import WorkspaceFactory, member
from tests.support.team import Team

_NOT_CHECKED = (
    "positive_data_acceptance",  # whether a value is welcome depends on more than its form: an owner has to be a member
    "allow_header_conformance",  # to the router, `rank` could be a key
    "use_after_free",  # DELETE archives: what was ever written can be read and brought back
    "ignored_auth",  # breaks on applications that are called in process; tests/architecture/test_access.py asks
)


@pytest.fixture
def token(session: Session) -> str:
    """Return an administrator's token for a workspace with something in each list."""
    workspace = WorkspaceFactory.create(slug="harkenau")
    administrator = member(workspace, Role.ADMINISTRATOR)
    RequirementFactory.create_batch(3, workspace=workspace)
    team = Team(session, workspace, administrator)
    team.actions(3)
    team.started("ACT-1")
    team.sprint("ACT-2")
    user = session.get_one(User, administrator.user_id)
    found = create_api_token(session, user=user, name="Test", now=utcnow())
    session.commit()
    return found


@pytest.mark.slow
def test_every_answer_is_as_documented(app: Flask, token: str) -> None:
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=_config(token))
    found = {failure for event in from_schema(api).execute() for failure in _failures(event)}
    assert not found, "\n\n".join(sorted(found))


def _config(token: str) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "cache": {"enabled": False},
            "headers": {"Authorization": f"Bearer {token}"},
            "parameters": {"path.workspace": "harkenau"},
            "generation": {"max-examples": 5, "deterministic": True, "no-shrink": True},
            "checks": {name: {"enabled": False} for name in _NOT_CHECKED},
        }
    )


def _failures(event: events.EngineEvent) -> Iterator[str]:
    if isinstance(event, events.NonFatalError):
        yield f"{event.label}: {event.value!r}"
    if isinstance(event, events.FatalError):
        raise event.exception
    if isinstance(event, events.ScenarioFinished):
        for checks in event.recorder.checks.values():
            for check in checks:
                if check.failure_info is not None:
                    failure = check.failure_info.failure
                    yield f"{failure.operation}: {failure.title}\n{failure.message}\n{check.failure_info.code_sample}"


def test_the_document_is_whole_for_commands_too(app):
    assert len(app.extensions["api"].spec.to_dict()["paths"]) > 10


def test_the_document_is_whole_whoever_reads_it_first(client):
    first, second = (client.get("/api/v1/openapi.json").json for _ in range(2))
    assert first == second
    assert len(first["paths"]) > 10
