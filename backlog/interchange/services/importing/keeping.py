"""Uploaded files between two requests: in the instance folder, under random names, until they are done with."""

import json
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from backlog.core.errors import NotFound
from backlog.core.i18n import N_
from backlog.interchange.services.importing.outcome import RowOutcome

_KEPT_DAYS = 30
_DAY_SECONDS = 86_400


class ImportFiles:
    """The files of imports: what was uploaded, and what became of each row."""

    def __init__(self, instance_path: Path) -> None:
        self._folder = instance_path / "imports"

    def store(self, raw: bytes) -> str:
        """Keep the bytes and return the random name under which they are."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sweep()
        name = secrets.token_hex(16)
        (self._folder / f"{name}.csv").write_bytes(raw)
        return name

    def read(self, name: str) -> bytes:
        """Return the bytes; raise NotFound if they are gone."""
        try:
            return (self._folder / f"{name}.csv").read_bytes()
        except FileNotFoundError as error:
            raise NotFound(N_("The uploaded file is gone. Please choose it again.")) from error

    def forget(self, name: str) -> None:
        """Delete the bytes; what became of the rows stays."""
        (self._folder / f"{name}.csv").unlink(missing_ok=True)

    def store_rows(self, name: str, rows: Sequence[RowOutcome]) -> None:
        """Keep what became of each row, whole or not at all."""
        partial = self._folder / f"{name}.partial"
        partial.write_text(json.dumps([row.as_json() for row in rows]), encoding="utf-8")
        partial.replace(self._folder / f"{name}.json")

    def read_rows(self, name: str) -> list[RowOutcome]:
        """Return what became of each row, nothing where that is no longer known."""
        path = self._folder / f"{name}.json"
        if not path.exists():
            return []
        return [RowOutcome.from_json(stored) for stored in json.loads(path.read_text(encoding="utf-8"))]

    def _sweep(self) -> None:
        oldest = time.time() - _KEPT_DAYS * _DAY_SECONDS
        for path in self._folder.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)
