"""Pages of working time: everybody's for those who plan, one's own for everybody who takes part."""

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, NotFound
from backlog.core.permissions import Permission
from backlog.web.access import current_actor, current_workspace, may, requires
from backlog.web.forms import version_in
from backlog.web.htmx import is_fragment_request, see_other
from backlog.web.i18n import country_names
from backlog.web.session import db_session
from backlog.workspaces.forms import DaysOffForm, RegionForm, WorkingTimeForm
from backlog.workspaces.models import WorkingTime
from backlog.workspaces.queries import Availability, list_availability
from backlog.workspaces.services import (
    USUAL_WEEK,
    WEEKDAYS,
    add_days_off,
    may_speak_for,
    remove_days_off,
    set_working_time,
)

blueprint = Blueprint("working_time", __name__, url_prefix="/w/<workspace>/settings/working-time")
UNPROCESSABLE, CONFLICT = 422, 409
_REST = ("share", "overhead", "country", "state")


@blueprint.before_request
def _mark_settings() -> None:
    g.navigation_current = "settings"


@blueprint.get("")
@requires(Permission.CAPACITY_EDIT_OWN)
def index(workspace: str) -> ResponseReturnValue:
    """Show everybody's working time to those who plan; lead others to their own."""
    if not may(Permission.SPRINTS_PLAN):
        return see_other(url_for("working_time.show", workspace=workspace, user_id=current_actor().user_id))
    people = list_availability(db_session(), current_workspace().id, first=_today())
    return render_template("workspaces/working_times.html", people=people)


@blueprint.get("/states")
@requires(Permission.WORKSPACE_VIEW)
def states(workspace: str) -> ResponseReturnValue:
    """Offer the states of a country, for a form that is there already."""
    if not is_fragment_request():
        return see_other(url_for("settings.show", workspace=workspace))
    form = RegionForm(formdata=request.args)
    form.offer("")
    return render_template("workspaces/_state.html", form=form)


@blueprint.get("/<int:user_id>")
@requires(Permission.CAPACITY_EDIT_OWN)
def show(workspace: str, user_id: int) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show a member's week and days off."""
    return _page(user_id)


@blueprint.post("/<int:user_id>/update")
@requires(Permission.CAPACITY_EDIT_OWN)
def update(workspace: str, user_id: int) -> ResponseReturnValue:
    """Say how a member's week looks."""
    form = WorkingTimeForm()
    if form.validate_on_submit() and form.succeeds(lambda: _set(form, user_id)) and not form.is_contested:
        flash(gettext("Saved."))
        return see_other(url_for("working_time.show", workspace=workspace, user_id=user_id))
    return _page(user_id, form=form), CONFLICT if form.is_contested else UNPROCESSABLE


@blueprint.post("/<int:user_id>/days-off/add")
@requires(Permission.CAPACITY_EDIT_OWN)
def add(workspace: str, user_id: int) -> ResponseReturnValue:
    """Say that a member is away."""
    form = DaysOffForm()
    if form.validate_on_submit() and form.succeeds(lambda: _add(form, user_id)):
        flash(gettext("Saved."))
        return see_other(url_for("working_time.show", workspace=workspace, user_id=user_id, _anchor="days-off"))
    return _page(user_id, days_form=form), UNPROCESSABLE


@blueprint.post("/<int:user_id>/days-off/<int:days_off_id>/remove")
@requires(Permission.CAPACITY_EDIT_OWN)
def remove(workspace: str, user_id: int, days_off_id: int) -> ResponseReturnValue:
    """Take days off back."""
    remove_days_off(db_session(), user_id=user_id, days_off_id=days_off_id, **_who())
    flash(gettext("These days are working days again."))
    return see_other(url_for("working_time.show", workspace=workspace, user_id=user_id, _anchor="days-off"))


def _page(user_id: int, *, form: WorkingTimeForm | None = None, days_form: DaysOffForm | None = None) -> str:
    person = _person(user_id)
    form = form or _filled(person.time)
    form.offer(_usual_region())
    today = _today()
    return render_template(
        "workspaces/working_time.html",
        person=person,
        is_own=user_id == current_actor().user_id,
        form=form,
        weekdays=[form[name] for name in WEEKDAYS],
        days_form=days_form or DaysOffForm(formdata=None),
        coming=[days for days in person.days_off if days.ends_on >= today],
        past=[days for days in person.days_off if days.ends_on < today],
    )


def _person(user_id: int) -> Availability:
    """Return the member of the page; raise NotFound for one the actor may not speak for."""
    if not may_speak_for(current_actor(), user_id):
        raise NotFound
    found = list_availability(db_session(), current_workspace().id, user_id=user_id)
    if not found:
        raise NotFound
    return found[0]


def _filled(time: WorkingTime | None) -> WorkingTimeForm:
    hours = time.hours if time else USUAL_WEEK
    week = {name: Decimal(str(day)) for name, day in zip(WEEKDAYS, hours, strict=True)}
    rest = {name: getattr(time, name) for name in _REST} if time else {"share": 100, "overhead": 0}
    return WorkingTimeForm(formdata=None, data={**week, **rest, "version": str(time.version if time else 0)})


def _usual_region() -> str:
    country = current_workspace().country
    if not country:
        return str(gettext("No country"))
    return str(gettext("As in the workspace (%(country)s)", country=country_names([country])[country]))


def _set(form: WorkingTimeForm, user_id: int) -> None:
    values: dict[str, Any] = {name: form[name].data for name in (*WEEKDAYS, *_REST)}
    try:
        set_working_time(db_session(), user_id=user_id, values=values, version=version_in(form), **_who())
    except Conflict as error:
        form.contest(error.details["fields"], version=error.details["version"])


def _add(form: DaysOffForm, user_id: int) -> None:
    starts_on = form.starts_on.data
    ends_on = form.ends_on.data or starts_on
    add_days_off(
        db_session(), user_id=user_id, starts_on=starts_on, ends_on=ends_on, is_half=form.is_half.data, **_who()
    )


def _today() -> date:
    return utcnow().astimezone(ZoneInfo(current_workspace().time_zone)).date()


def _who() -> dict[str, Any]:
    return {"workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}
