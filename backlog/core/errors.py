"""What can go wrong in the trade's own terms; the HTTP edge renders each as page, fragment or problem+json.

Messages are English templates marked with `N_`; the edge translates the template and then fills in `params`.
"""

from collections.abc import Mapping
from typing import Any

from backlog.core.i18n import N_


class DomainError(Exception):
    """A rule of the trade was broken; subclasses say which kind."""

    status = 400
    code = "error"

    def __init__(
        self,
        message: str,
        *,
        params: Mapping[str, Any] | None = None,
        field: str | None = None,
        errors: Mapping[str, list[str]] | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.params = dict(params or {})
        self.field = field
        self.errors = dict(errors or ({field: [message]} if field else {}))
        self.details = dict(details or {})

    def __str__(self) -> str:
        """Return the English sentence with its parameters filled in."""
        return self.message.format(**self.params) if self.params else self.message


class NotFound(DomainError):
    """There is no such thing, or the actor may not know of it."""

    status = 404
    code = "not_found"

    def __init__(self, message: str = N_("This does not exist, or you may not see it."), **kwargs: Any) -> None:
        super().__init__(message, **kwargs)


class Forbidden(DomainError):
    """The actor's role does not allow this."""

    status = 403
    code = "forbidden"

    def __init__(self, message: str = N_("Your role does not allow this."), **kwargs: Any) -> None:
        super().__init__(message, **kwargs)


class Invalid(DomainError):
    """The input breaks a rule; `errors` names the fields."""

    status = 422
    code = "invalid"


class Conflict(DomainError):
    """Somebody else was faster; `details` carries what is needed to decide."""

    status = 409
    code = "conflict"


class LimitReached(DomainError):
    """More than the application takes at once."""

    status = 413
    code = "limit_reached"


class TooManyRequests(DomainError):
    """Too many tries in a short time."""

    status = 429
    code = "too_many_requests"
