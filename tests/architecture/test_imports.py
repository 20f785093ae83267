"""Imports go one way: the contracts of import-linter in pyproject.toml."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.repository import ROOT


def test_the_import_contracts_are_kept():
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent)) or "lint-imports"
    done = subprocess.run([command, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
