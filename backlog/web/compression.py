"""What goes over the wire is small: built files as they were compressed when built, pages compressed as they are sent.

A page holds the session's token for forms. Guessing it by the length of compressed answers (BREACH) needs another site
that sends requests in the reader's name; our cookies are SameSite=Lax, so none can but by opening whole windows.
"""

import gzip
import mimetypes
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.security import safe_join

_BUILT = "dist/"
# Best first.
_ENCODINGS = {"br": ".br", "gzip": ".gz"}
_WORTH_IT = 1024
# Beyond it, a page takes twice the time to become a tenth smaller.
_LEVEL = 4


def init_compression(app: Flask) -> None:
    """Send built files and pages compressed to whoever takes them so."""
    app.view_functions["static"] = _send_static(app)
    app.after_request(_compress)


def _send_static(app: Flask) -> Callable[..., Response]:
    folder = app.static_folder or "static"

    def send(filename: str) -> Response:
        if not filename.startswith(_BUILT):
            return app.send_static_file(filename)
        encoding = _best_encoding(folder, filename)
        response = app.send_static_file(filename + _ENCODINGS[encoding] if encoding else filename)
        if encoding and response.status_code == HTTPStatus.OK:
            response.headers["Content-Encoding"] = encoding
            response.mimetype = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        # Its name says what is in it.
        response.cache_control.immutable = True
        response.vary.add("Accept-Encoding")
        return response

    return send


def _best_encoding(folder: str, filename: str) -> str | None:
    for encoding, ending in _ENCODINGS.items():
        path = safe_join(folder, filename + ending)
        if request.accept_encodings.quality(encoding) and path is not None and Path(path).is_file():
            return encoding
    return None


def _compress(response: Response) -> Response:
    if response.is_streamed or response.mimetype != "text/html" or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        body = response.get_data()
        if len(body) >= _WORTH_IT:
            response.set_data(gzip.compress(body, _LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
    return response
