"""Message catalogues: compiled before tests that run without make, and read for the test that they are complete."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "backlog" / "translations"
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true"}, "**.txt": {"trimmed": "true"}}
KEYWORDS = DEFAULT_KEYWORDS | {"N_": None, "_l": None, "lazy_gettext": None, "_n": (1, 2)}


def compile_catalogues() -> None:
    """Write the binary form of each catalogue that is newer than it."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
            compiled = BytesIO()
            write_mo(compiled, read_catalogue(source))
            target.write_bytes(compiled.getvalue())


def read_catalogue(path: Path) -> Catalog:
    """Return the catalogue of a .po file, its language taken from the folder's name."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def messages_in_source() -> Catalog:
    """Return every message of code and templates, as `make messages` finds them."""
    found = Catalog()
    for folder in ("backlog", "templates"):
        for name, line, message, _comments, context in extract_from_dir(
            ROOT / folder, METHODS, OPTIONS, keywords=KEYWORDS
        ):
            found.add(message, None, [(f"{folder}/{name}", line)], context=context)
    return found
