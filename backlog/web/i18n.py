"""Language and time zone of whoever reads."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import TypeVar
from zoneinfo import available_timezones

from flask import Flask, has_request_context, request, session
from flask_babel import Babel, get_locale, gettext

from backlog.core.alphabet import alphabetical
from backlog.core.clock import DEFAULT_TIME_ZONE
from backlog.core.errors import DomainError
from backlog.web.access import find_current_user

Words = TypeVar("Words")
LOCALES = {"en": "English", "de": "Deutsch"}
# Libraries keep German under de_DE; the catalogue of ours, under de, is found as its parent.
_WITH_REGION = {"de": "de_DE"}
TIME_ZONES = {zone: zone.replace("_", " ") for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"}


def init_i18n(app: Flask) -> None:
    """Set up translations: the person's own language, else the browser's."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "en")
    Babel(app, locale_selector=_select_locale, timezone_selector=_select_time_zone)


def language() -> str:
    """Return the two letters of the reader's language."""
    locale = get_locale()
    return locale.language if locale else "en"


def country_names(codes: Collection[str]) -> dict[str, str]:
    """Return countries by their two letters, each with its name in the reader's language, in the order of the names."""
    locale = get_locale()
    names = {code: locale.territories.get(code, code) if locale else code for code in codes}
    return dict(sorted(names.items(), key=lambda found: alphabetical(found[1])))


def once_a_language(make: Callable[[], Words]) -> Callable[[], Words]:
    """Make a table of words once for each language; whoever gets it only reads."""
    made: dict[str, Words] = {}

    @wraps(make)
    def find() -> Words:
        spoken = language()
        if spoken not in made:
            made[spoken] = make()
        return made[spoken]

    return find


def translate_error(error: DomainError, message: str | None = None) -> str:
    """Return an error's sentence (or one of its messages) in the reader's language, its parameters filled in."""
    sentence = str(gettext(message or error.message))
    return sentence.format(**error.params) if error.params else sentence


def _select_locale() -> str:
    # What programs are told is told in one language, whoever they act for.
    if not has_request_context() or request.path.startswith("/api/"):
        return "en"
    user = find_current_user()
    chosen = getattr(user, "locale", None) or session.get("locale")
    chosen = chosen if chosen in LOCALES else request.accept_languages.best_match(list(LOCALES)) or "en"
    return _WITH_REGION.get(chosen, chosen)


def _select_time_zone() -> str:
    user = find_current_user() if has_request_context() else None
    return getattr(user, "time_zone", None) or DEFAULT_TIME_ZONE
