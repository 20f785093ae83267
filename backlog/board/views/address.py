"""What of the board is shown and how, as its address says; moves, menus and dialogs leave that as it is."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import request, url_for

from backlog.web.access import current_workspace
from backlog.web.htmx import page_before

NAMES = ("person", "lanes")


def asked_for() -> dict[str, str]:
    """Return what this request's address asks for, else that of the board it came from; nothing stands for itself."""
    found = request.args.to_dict()
    if request.endpoint != "board.show" and not any(name in found for name in NAMES):
        before = urlsplit(page_before() or "")
        is_board = before.path == url_for("board.show", workspace=current_workspace().slug)
        found = dict(parse_qsl(before.query)) if is_board else {}
    return {name: found[name] for name in NAMES if found.get(name)}


def board_url(endpoint: str = "board.show", **changes: str | None) -> str:
    """Return where the board is, or where moves on it go, shown as it was asked for but for these changes."""
    shown: dict[str, Any] = {**asked_for(), **changes}
    return url_for(endpoint, workspace=current_workspace().slug, **shown)
