"""The project's own files, as git lists them."""

import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@lru_cache
def tracked_files() -> tuple[Path, ...]:
    """Return every file that is part of the project, those not yet committed included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(path for name in sorted(listed.split("\0")) if name and (path := ROOT / name).is_file())


def files(folder: str, pattern: str) -> Iterator[Path]:
    """Yield the project's files below a folder whose path within it matches the pattern."""
    for path in tracked_files():
        if path.is_relative_to(ROOT / folder) and path.relative_to(ROOT / folder).match(pattern):
            yield path


def name_of(path: Path) -> str:
    """Return a file's path within the project."""
    return path.relative_to(ROOT).as_posix()
