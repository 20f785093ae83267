"""The JSON API's frame: one document, bearer tokens, problem+json, pages by cursor."""

import json
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NoReturn, TypeVar

from flask import Flask, Request, abort
from flask_babel import gettext
from flask_smorest import Api, Blueprint
from marshmallow import EXCLUDE, RAISE, Schema, fields, validate
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.core.keys import LARGEST_NUMBER
from backlog.core.pagination import MOST_PER_PAGE, Page
from backlog.web import access
from backlog.web.problems import Problems

PREFIX = "/api/v1"
DEFAULT_PER_PAGE = 50
UNSUPPORTED_MEDIA_TYPE = 415
T = TypeVar("T")


class _Parser(FlaskParser):
    """Reads bodies; what is no JSON is said to be none, never taken for an empty one."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        """Return the body as JSON."""
        if req.content_length and not req.is_json:
            abort(UNSUPPORTED_MEDIA_TYPE)
        if not req.get_data() and getattr(schema, "may_be_left_out", False):
            return {}
        if not req.get_data():
            raise Invalid(N_("Send a JSON object as the body."), field="body")
        try:
            return super().load_json(req, schema)
        except (RecursionError, ValueError) as error:
            # Brackets thousands deep, or numbers of thousands of digits.
            self._handle_invalid_json_error(error, req)

    def _handle_invalid_json_error(self, error: Exception, req: Request, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 - as webargs calls it
        raise BadRequest(_wrong_in(error)) from error


def _wrong_in(error: Exception) -> str:
    """Return what is wrong with a body that is no JSON, and where."""
    if isinstance(error.__cause__, UnicodeDecodeError):
        return str(gettext("The body is not UTF-8: byte %(place)s.", place=error.__cause__.start + 1))
    if isinstance(error, json.JSONDecodeError):
        place = {"line": error.lineno, "column": error.colno}
        return str(gettext("The body is no valid JSON: line %(line)s, column %(column)s.", **place))
    return str(gettext("The body cannot be read: it is nested too deeply, or holds a number of too many digits."))


class ApiBlueprint(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A feature's part of the API."""

    ARGUMENTS_PARSER = _Parser()

    def register_views_in_doc(self, api: "_Api", *arguments: Any, **options: Any) -> None:
        """Describe the views when somebody asks for the document."""
        api.describe_later(partial(super().register_views_in_doc, api, *arguments, **options))


class StrictSchema(Schema):
    """What a program sends; a field we do not know is an error, not a silent loss."""

    class Meta:
        """Refuse unknown fields."""

        unknown = RAISE


class PageArguments(Schema):
    """How much of a list, and from where."""

    class Meta:
        """Leave other parameters to their own schemas."""

        unknown = EXCLUDE

    limit = fields.Integer(load_default=DEFAULT_PER_PAGE, validate=validate.Range(1, MOST_PER_PAGE))
    cursor = fields.String(load_default=None, allow_none=True)


class _Api(Api):  # type: ignore[misc]  # flask-smorest has no types
    """Leaves errors to web/errors.py, which knows pages and fragments too, and their description to web/problems.py."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._lock = threading.RLock()
        self._undescribed: list[Callable[[], None]] = []
        self._is_complete = False
        super().__init__(*arguments, **options)

    @property
    def spec(self) -> Any:
        """The document, whole once all features are there."""
        if self._is_complete:
            self._describe()
        return self._spec

    @spec.setter
    def spec(self, spec: Any) -> None:
        self._spec = spec

    def complete(self) -> None:
        """Say that all features are there."""
        self._is_complete = True

    def describe_later(self, describe: Callable[[], None]) -> None:
        """Keep a part of the document for its first reader: most processes end without one."""
        self._undescribed.append(describe)

    def _describe(self) -> None:
        # What describes a part asks for the document as well.
        with self._lock:
            while self._undescribed:
                self._undescribed.pop(0)()

    def _register_error_handlers(self) -> None:
        return


def init_api(app: Flask) -> None:
    """Add the API with its OpenAPI document at /api/v1/openapi.json."""
    app.config.update(
        API_TITLE="Throughline",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
            "security": [{"token": []}],
        },
    )
    api = _Api(app, spec_kwargs={"extra_plugins": [Problems()]})
    app.extensions["api"] = api
    access.declare(app, "api-docs.openapi_json", access.PUBLIC)


def register_api(app: Flask, blueprint: Blueprint) -> None:
    """Add a feature's part of the API; its blueprint's prefix is relative to /api/v1."""
    app.extensions["api"].register_blueprint(blueprint, url_prefix=f"{PREFIX}{blueprint.url_prefix or ''}")
    app.extensions["csrf"].exempt(blueprint)


def page_shape(page: Page[T], shape: Callable[[T], Any]) -> dict[str, Any]:
    """Return a page as `page_schema` takes it, each item in the shape of its own schema."""
    return {"items": [shape(item) for item in page.items], "next_cursor": page.next_cursor}


def one_of(choices: Iterable[Any]) -> validate.OneOf:
    """Return the rule that a text is one of these."""
    return validate.OneOf([str(choice) for choice in choices])


def version_field(**options: Any) -> fields.Integer:
    """Return the field of a version or running number that a program has seen."""
    described = {"description": "As it was read; what others changed since is kept. One still to come is a 422."}
    return fields.Integer(strict=True, validate=validate.Range(0, LARGEST_NUMBER), metadata=described, **options)


def page_schema(item: type[Schema]) -> type[Schema]:
    """Return the schema of a page of such items: `items` and `next_cursor`."""
    members: dict[str, Any] = {
        "items": fields.List(fields.Nested(item), required=True),
        "next_cursor": fields.String(required=True, allow_none=True),
    }
    return type(f"{item.__name__.removesuffix('Schema')}PageSchema", (Schema,), members)
