"""A program that talks to the API."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from backlog.core.clock import utcnow
from backlog.core.permissions import Actor
from backlog.identity.models import User
from backlog.identity.services import create_api_token


class ApiClient:
    """Sends requests as a person and checks the form of what comes back; what the test made is committed first."""

    def __init__(self, client: FlaskClient, session: Session, slug: str, actor: Actor) -> None:
        self._client = client
        self._session = session
        self._prefix = f"/api/v1/workspaces/{slug}"
        self._token = create_api_token(session, user=session.get_one(User, actor.user_id), name="Test", now=utcnow())

    def __call__(self, method: str, path: str, *, status: int = 200, **more: Any) -> Any:
        """Return the body of the answer as JSON, None if it has none."""
        self._session.commit()
        self._session.expire_all()
        headers = {"Authorization": f"Bearer {self._token}"}
        answer = self._client.open(self._prefix + path, method=method, headers=headers, **more)
        assert answer.status_code == status, answer.get_data(as_text=True)
        if status >= 400:
            assert answer.mimetype == "application/problem+json"
            assert {"type", "title", "status", "detail"} <= set(answer.json or ())
        return answer.json if answer.data else None

    def refused(self, method: str, path: str, *, field: str, **more: Any) -> list[str]:
        """Return what is said about the one field of a request that is refused with 422."""
        problem = self(method, path, status=422, **more)
        assert list(problem["errors"]) == [field]
        found: list[str] = problem["errors"][field]
        return found
