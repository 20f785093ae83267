"""Messages with a way back."""

from collections.abc import Mapping

from flask import flash


def flash_with_undo(text: str, *, action: str, fields: Mapping[str, str] | None = None) -> None:
    """Flash what happened, with an Undo button that posts `fields` to `action`."""
    message = {"text": text, "undo_action": action, "fields": dict(fields or {})}
    flash(message)  # type: ignore[arg-type]  # a session holds any JSON; Flask's annotation knows only text
