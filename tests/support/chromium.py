"""Where a Chromium is, and how to get one: `python tests/support/chromium.py --install` prints its path.

Looked for in this order: $CHROMIUM, one installed on the machine, Playwright's own. With --install also: let Playwright
download its own, else ask Debian's package manager when root. If none can be had it says so in one line and exits 1.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOAD_SECONDS = 300
MISSING = (
    "No Chromium could be found or installed, and the tests in the browser need one: "
    "install the package chromium, or set CHROMIUM=/path/to/chromium."
)


class ChromiumMissing(RuntimeError):
    """No Chromium that starts was found."""


def find_chromium() -> str:
    """Return the path of a Chromium that starts; raise ChromiumMissing if there is none on this machine."""
    if named := os.environ.get("CHROMIUM"):
        if _starts(named):
            return named
        message = f"CHROMIUM={named} does not start."
        raise ChromiumMissing(message)
    for candidate in [*map(shutil.which, NAMES), *_playwright_browsers()]:
        if candidate and _starts(candidate):
            return candidate
    raise ChromiumMissing(MISSING)


def install_chromium() -> str:
    """Return the path of a Chromium, installing one if need be; raise ChromiumMissing if none can be had."""
    for install in (None, _install_with_playwright, _install_with_apt):
        if install:
            install()
        try:
            return find_chromium()
        except ChromiumMissing:
            if os.environ.get("CHROMIUM"):
                raise
    raise ChromiumMissing(MISSING)


def _playwright_browsers() -> list[str]:
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return sorted(map(str, folder.glob("chromium-*/chrome-linux*/chrome")), reverse=True)


def _starts(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _install_with_playwright() -> None:
    _say("Chromium is not installed; Playwright downloads one …")
    _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _install_with_apt() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    _say("That did not bring one that starts; installing Debian's chromium …")
    _run(["apt-get", "update", "-qq"])
    _run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"])


def _run(command: list[str]) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, capture_output=True, timeout=DOWNLOAD_SECONDS, check=False, env=environment)
    except (OSError, subprocess.TimeoutExpired) as error:
        _say(f"{command[0]}: {error}")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def main() -> int:
    """Print the path of a Chromium, or one line why there is none."""
    try:
        path = install_chromium() if "--install" in sys.argv[1:] else find_chromium()
    except ChromiumMissing as error:
        _say(str(error))
        return 1
    sys.stdout.write(path + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
