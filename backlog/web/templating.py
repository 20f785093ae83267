"""What every template may use: assets, icons, dates and numbers as the reader writes them."""

import json
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, current_app, g, url_for
from flask_babel import format_datetime, format_time, get_timezone, gettext
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from backlog.core.clock import utcnow
from backlog.core.markdown import plain_text
from backlog.core.permissions import ROLE_LABELS, Permission, Role
from backlog.web.access import may
from backlog.web.bodies import FORM_LIMIT
from backlog.web.compiling import LanguageEnvironment
from backlog.web.htmx import is_fragment_request
from backlog.web.i18n import LOCALES, language

_MINUTE, _HOUR = 60, 3600


def init_templating(app: Flask) -> None:
    """Register globals and filters."""
    environment = cast("LanguageEnvironment", app.jinja_env)
    # While debugging, files are built anew under other names as we go.
    environment.constants = {"icon": icon} if app.debug else {"icon": icon, "asset": asset}
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset,
        csrf_token=csrf_token,
        icon=icon,
        may=may,
        P=Permission,
        language=language,
        LOCALES=LOCALES,
        FORM_LIMIT=FORM_LIMIT,
        today=_today,
        role_label=role_label,
        is_fragment=is_fragment_request,
        dialog_layout=dialog_layout,
        date_span=date_span,
        in_dialog=in_dialog,
    )
    app.jinja_env.filters.update(
        date_short=date_short,
        date_long=date_long,
        time_ago=time_ago,
        date_time=date_time,
        number=number,
        plain_text=plain_text,
        translate=translate,
    )


def asset(name: str) -> str:
    """Return the address of a built file, by the name it was written under."""
    built = _manifest(current_app.static_folder or "static", current_app.debug)
    return url_for("static", filename=f"dist/{built.get(name, name)}")


def csrf_token() -> str:
    """Return what a form of this page has to bring along, made once for the page."""
    token: str = g.get("csrf_token") or generate_csrf()
    return token


@lru_cache(maxsize=256)
def icon(name: str, size: str = "") -> Markup:
    """Return a decorative icon of the Lucide set; `size` is '', 's' or 'l'."""
    modifier = f" icon--{size}" if size else ""
    return Markup('<span class="icon icon--{}{}" aria-hidden="true"></span>').format(name, modifier)


def dialog_layout() -> str:
    """Return the frame of a form that is a dialog for htmx and a page for everybody else."""
    return "layouts/dialog.html" if is_fragment_request() else "layouts/sheet.html"


def date_short(value: date | datetime | None) -> str:
    """Return day and month, and the year when it is another one: "24 Nov"."""
    if value is None:
        return ""
    day = local_date(value)
    same_year = day.year == _today().year
    spoken = language()
    patterns = ("d. MMM", "d. MMM y") if spoken == "de" else ("d MMM", "d MMM y")
    return _format_day(day, patterns[0] if same_year else patterns[1], spoken)


def date_long(value: date | datetime | None) -> str:
    """Return weekday, day and month in words."""
    if value is None:
        return ""
    spoken = language()
    return _format_day(local_date(value), "EEEE, d. MMMM" if spoken == "de" else "EEEE, d MMMM", spoken)


def date_of_week(value: date) -> str:
    """Return weekday, day and month, each as short as can be: "Mon 2 Nov"."""
    spoken = language()
    return _format_day(value, "EEE, d. MMM" if spoken == "de" else "EEE d MMM", spoken)


def date_span(first: date, last: date) -> str:
    """Return from when to when in words: "16 to 27 November"; of one day "16 November"."""
    spoken = language()
    patterns = ("d.", "d. MMMM", "d. MMMM y") if spoken == "de" else ("d", "d MMMM", "d MMMM y")
    same_year, same_month = first.year == last.year, (first.year, first.month) == (last.year, last.month)
    start = _format_day(first, patterns[0 if same_month else 1 if same_year else 2], spoken)
    end = _format_day(last, patterns[1 if last.year == _today().year else 2], spoken)
    return end if first == last else str(gettext("%(start)s to %(end)s", start=start, end=end))


def in_dialog(action: str) -> Markup:
    """Return the attributes that let a form in a dialog come back into it when something is wrong; none on a page."""
    if not is_fragment_request():
        return Markup("")
    return Markup(' hx-post="{}" hx-target="#dialog" hx-swap="innerHTML"').format(action)


def time_ago(value: datetime | None) -> str:
    """Return when something was: the time today, "yesterday", else the date."""
    if value is None:
        return ""
    day = local_date(value)
    days = (_today() - day).days
    if days == 0:
        return str(gettext("today, %(time)s", time=format_time(value, "HH:mm")))
    return str(gettext("yesterday")) if days == 1 else date_short(day)


def date_time(value: datetime) -> str:
    """Return date and time in the reader's time zone, written as dates alone are: "24 Nov 2026, 23:18"."""
    return str(format_datetime(value, "d. MMM y, HH:mm" if language() == "de" else "d MMM y, HH:mm"))


def number(value: Decimal | float | None) -> str:
    """Return a number as the reader writes it, without needless zeros."""
    if value is None:
        return ""
    return _format_number(value.normalize() if isinstance(value, Decimal) else value, language())


def role_label(role: str) -> str:
    """Return what a role is called."""
    return translate(ROLE_LABELS[Role(role)])


def translate(message: str) -> str:
    """Return a message that was marked with N_ in the reader's language."""
    return str(gettext(message)) if message else ""


def local_date(value: date | datetime) -> date:
    """Return the day of a time in the reader's time zone."""
    return value.astimezone(get_timezone()).date() if isinstance(value, datetime) else value


# A page shows the same few days and numbers over and over.
@lru_cache(maxsize=4096)
def _format_day(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=language)


@lru_cache(maxsize=4096)
def _format_number(value: Decimal | float, language: str) -> str:
    return format_decimal(value, locale=language)


def _today() -> date:
    return local_date(utcnow())


_manifests: dict[str, dict[str, Any]] = {}


def _manifest(folder: str, reload: bool) -> dict[str, Any]:  # noqa: FBT001 - private
    if folder not in _manifests or reload:
        path = Path(folder, "dist", "manifest.json")
        _manifests[folder] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return _manifests[folder]
