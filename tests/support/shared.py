"""Material beside the repository: real exports and an independent checker, where they are to be found.

`THROUGHLINE_SHARED` names the folder, else `shared` beside the repository is taken. Tests that need it are not
collected where it is missing, unless `THROUGHLINE_REQUIRE_SHARED=1` insists on them.
"""

import os
from pathlib import Path

_BESIDE = Path(__file__).resolve().parents[2].parent / "shared"
_ABOVE_WORKTREES = _BESIDE.parent.parent / "shared"


def shared_folder() -> Path | None:
    """Return the folder; None where there is none and nobody insists."""
    named = os.environ.get("THROUGHLINE_SHARED")
    candidates = [Path(named)] if named else [_BESIDE, _ABOVE_WORKTREES]
    for folder in candidates:
        if (folder / "data" / "jira").is_dir() and (folder / "tools").is_dir():
            return folder
    if os.environ.get("THROUGHLINE_REQUIRE_SHARED") == "1":
        looked_in = ", ".join(str(folder) for folder in candidates)
        message = f"THROUGHLINE_REQUIRE_SHARED=1, but there is no shared material in {looked_in}"
        raise FileNotFoundError(message)
    return None
