"""What the API's document says of errors: their form, and which statuses an operation may answer with."""

import http
from typing import Any

from apispec import APISpec, BasePlugin
from marshmallow import Schema, fields

PROBLEM_TYPE = "application/problem+json"
_ALWAYS = frozenset({401, 500, 503})
_IN_A_WORKSPACE = frozenset({403, 404})
_WRITING = frozenset({409, 422})
_WITH_A_BODY = frozenset({400, 413, 415, 422})
_INVALID = "422"


class ProblemSchema(Schema):
    """An error (RFC 9457): `detail` is for people; `errors` maps fields to what is wrong with them."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    details = fields.Dict(keys=fields.String())
    request_id = fields.String()


class Problems(BasePlugin):
    """Adds to each operation the errors it may answer with, by what it reads and where it stands."""

    def init_spec(self, spec: APISpec) -> None:
        """Describe each error once."""
        for status in _ALWAYS | _IN_A_WORKSPACE | _WRITING | _WITH_A_BODY:
            content = {PROBLEM_TYPE: {"schema": ProblemSchema}}
            described = {"description": http.HTTPStatus(status).phrase, "content": content}
            spec.components.response(_name(status), described, lazy=True)

    def operation_helper(
        self, path: str | None = None, operations: dict[str, Any] | None = None, **_kwargs: Any
    ) -> None:
        """Name the errors of each method of this path."""
        for method, operation in (operations or {}).items():
            responses = {str(status): response for status, response in operation["responses"].items()}
            statuses = _ALWAYS | (_IN_A_WORKSPACE if "{workspace}" in (path or "") else set())
            statuses |= set() if method == "get" else _WRITING
            statuses |= _WITH_A_BODY if "requestBody" in operation else set()
            # What reads arguments says by itself that they can be wrong.
            statuses |= {int(_INVALID)} if responses.pop(_INVALID, None) else set()
            operation["responses"] = responses | {str(status): _name(status) for status in sorted(statuses)}


def _name(status: int) -> str:
    return f"Problem{status}"
