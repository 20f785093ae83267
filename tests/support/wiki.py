"""What every wiki text we write must keep to, checked apart from the code that writes it."""

import re

_MACROS = ("code", "noformat", "quote", "panel")
_OUTSIDE_CODE = {
    "the fence of Markdown": re.compile(r"^```", re.MULTILINE),
    "a heading of Markdown": re.compile(r"^#{2,6} +\S.*\n\s*\n", re.MULTILINE),
    "bold in Markdown": re.compile(r"\*\*[^*\n]+\*\*"),
    "a link in Markdown": re.compile(r"\[[^\]\n|]+\]\(https?://"),
}


def assert_sound_wiki(wiki: str) -> None:
    """Assert that importers and renderers can take the text: no backslash, macros in pairs, no Markdown left."""
    assert "\\" not in wiki
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ufffd-\uffff\ud800-\udfff]", wiki)
    for macro in _MACROS:
        found = re.findall(rf"\{{{macro}(?::[^}}\n]*)?\}}", wiki)
        assert len(found) % 2 == 0, f"{macro} is not paired"
    outside = re.sub(r"\{(code|noformat)(:[^}]*)?\}.*?\{\1\}", "", wiki, flags=re.DOTALL)
    for name, pattern in _OUTSIDE_CODE.items():
        assert not pattern.search(outside), f"looks like {name}"
