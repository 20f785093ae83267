"""How much a request may bring: words, as a form or as JSON, far less than a file."""

from typing import Any

from flask import Flask, Request, request
from werkzeug.exceptions import RequestEntityTooLarge

# The longest list that can be pasted, every letter of it written in twelve as forms do, and as much again.
FORM_LIMIT = 4 * 1024 * 1024
_WORDS = "application/x-www-form-urlencoded"


class LimitedRequest(Request):
    """A request that is refused early where it is larger than its kind should be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.mimetype == _WORDS or self.is_json:
            self.max_content_length = FORM_LIMIT


def init_bodies(app: Flask, *, upload_limit: int) -> None:
    """Set the limits: a file of at most so many bytes with the form around it, and words without files."""
    app.request_class = LimitedRequest
    app.before_request(_refuse_unmeasured)
    app.config.update(
        MAX_CONTENT_LENGTH=upload_limit + FORM_LIMIT, MAX_FORM_MEMORY_SIZE=FORM_LIMIT, MAX_FORM_PARTS=20_000
    )


def _refuse_unmeasured() -> None:
    # A form that does not say how large it is would be cut at the limit, and half of it done. No browser sends one.
    if request.mimetype == _WORDS and request.content_length is None and "Transfer-Encoding" in request.headers:
        raise RequestEntityTooLarge
