"""The few things htmx and the server agree on."""

from urllib.parse import SplitResult, urlsplit

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse


def init_htmx(app: Flask) -> None:
    """Keep whole pages out of other pages."""
    app.after_request(_lead_to_page)


def is_fragment_request() -> bool:
    """Tell whether a part of a page is asked for rather than a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def page_before() -> str | None:
    """Return the page of a workspace that the request came from; an address elsewhere is not followed.

    A form that asks once more says itself which page that was, in a field `page_before`.
    """
    said = request.form.get("page_before", "")
    before = _parts(said or request.headers.get("HX-Current-URL") or request.referrer or "")
    if before.netloc != ("" if said else request.host) or not before.path.startswith("/w/"):
        return None
    return f"{before.path}?{before.query}" if before.query else before.path


def current_page() -> SplitResult:
    """Return the address of the page on which htmx sent the request, an empty one of any other request."""
    return _parts(request.headers.get("HX-Current-URL") or "")


def refresh_page() -> Response:
    """Answer a part whose page has become another one: the browser fetches the whole page afresh."""
    return Response(status=204, headers={"HX-Refresh": "true"})


def see_other(url: str) -> BaseResponse:
    """Answer a successful write: look at `url` now (303); htmx leads the whole page there."""
    if is_fragment_request():
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, code=303)


def _parts(url: str) -> SplitResult:
    # What is no address leads nowhere.
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _lead_to_page(response: Response) -> Response:
    """Answer with the way to a page, where a part was asked for and a whole page would stand inside another."""
    if request.method != "GET" or not is_fragment_request() or not _is_page(response):
        return response
    if current_page().path == request.path:
        return refresh_page()
    return Response(status=204, headers={"HX-Redirect": request.full_path.removesuffix("?")})


def _is_page(response: Response) -> bool:
    is_whole = response.mimetype == "text/html" and not response.is_streamed and not response.direct_passthrough
    return is_whole and response.get_data().startswith(b"<!doctype html>")
