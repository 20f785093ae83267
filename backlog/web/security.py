"""Headers that keep the browser on our side, and the addresses a redirect may go to."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)


def init_security(app: Flask, *, https: bool) -> None:
    """Add the security headers to every answer."""

    @app.after_request
    def _add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "private, no-store")
        return response


def local_target(url: str | None, default: str) -> str:
    """Return `url` if it is a path of this application, else `default`."""
    if not url or not url.startswith("/") or url.startswith(("//", "/\\")):
        return default
    parts = urlsplit(url)
    return default if parts.scheme or parts.netloc else url
