"""The feet of forms: what else can be done, then the way out, and at the end the button the form is for."""

import re

import pytest

from tests.support.repository import ROOT, files, name_of

FEET = re.compile(
    r"{% call dialog_foot\(\) %}(.*?){% endcall %}|<(div|p) class=\"[^\"]*(?:__foot|-foot)\">(.*?)</\2>", re.DOTALL
)
WAY_OUT = re.compile(r"dialog_cancel\(|_\('Cancel'\)|_\('Drop my changes'\)|_\('Discard mine'\)")
BUTTON = re.compile(r"(?:(?:link_|dialog_)?button\((?!s)|<(?:button|a) class=\"button)")
MAIN = re.compile(r"'(?:primary|stop)'")


def feet() -> list[tuple[str, str]]:
    found = []
    for path in files("templates", "*/*.html"):
        for foot in FEET.finditer((ROOT / name_of(path)).read_text(encoding="utf-8")):
            text = foot[1] or foot[3] or ""
            if WAY_OUT.search(text):
                found.append((name_of(path), text))
    return found


def test_there_are_feet_to_look_at():
    assert len(feet()) > 10


@pytest.mark.parametrize(("name", "foot"), feet(), ids=[name for name, _ in feet()])
def test_the_button_a_form_is_for_stands_last_behind_the_way_out(name, foot):
    ways_out = [found.start() for found in WAY_OUT.finditer(foot)]
    main = [found.start() for found in MAIN.finditer(foot)]
    assert main, name
    # Branches of a template may each have both.
    assert ways_out[0] < main[0], name
    assert ways_out[-1] < main[-1], name
    others = [found.start() for found in BUTTON.finditer(foot) if ways_out[-1] < found.start() < main[0]]
    assert len(others) <= 1, name
