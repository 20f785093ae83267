"""The few things htmx and the server agree on."""

from urllib.parse import urlsplit

from flask import Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse


def is_fragment_request() -> bool:
    """Tell whether a part of a page is asked for rather than a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def page_before() -> str | None:
    """Return the page of a workspace that the request came from; an address elsewhere is not followed."""
    before = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if before.netloc != request.host or not before.path.startswith("/w/"):
        return None
    return f"{before.path}?{before.query}" if before.query else before.path


def see_other(url: str) -> BaseResponse:
    """Answer a successful write: look at `url` now (303); htmx leads the whole page there."""
    if is_fragment_request():
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, code=303)
