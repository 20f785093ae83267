"""The action backlog: one order of everything that could be done, filtered, ranked, and filled from pasted lines."""

from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from backlog.activity.views import flash_act, seen_now
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, LimitReached
from backlog.core.keys import seen_number
from backlog.core.permissions import Permission
from backlog.sprints.forms import PasteForm
from backlog.sprints.queries import ActionFilter, Place, count_actions, list_actions
from backlog.sprints.services import create_actions_from_lines, rank_actions
from backlog.sprints.views.blueprints import actions as blueprint
from backlog.sprints.views.choices import entries, members
from backlog.sprints.views.moving import open_sprints
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.forms import choices
from backlog.web.htmx import is_fragment_request, see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session, rollback

UNPROCESSABLE, CONFLICT = 422, 409
PER_PAGE = 100
FILTERS = ("q", "place", "instrument", "campaign", "assignee")


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
def index(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the actions, those in no sprint unless asked otherwise."""
    return _list(fragment=is_fragment_request())


@blueprint.post("/rank")
@requires(Permission.SPRINTS_PLAN)
def rank(workspace: str) -> ResponseReturnValue:
    """Give actions another place in the backlog, as one block."""
    keys = [key for key in request.form.getlist("keys") if key]
    try:
        rank_actions(
            db_session(), workspace=current_workspace(), actor=current_actor(), keys=keys, now=utcnow(),
            after=request.form.get("after") or None, seen=seen_number(request.form.get("version")),
        )  # fmt: skip
    except Conflict as error:
        flash(translate_error(error), "error")
        if is_fragment_request():
            return _list(fragment=True, status=CONFLICT)
        rollback()
        return _back(workspace)
    flash_act(ngettext("%(num)d action moved.", "%(num)d actions moved.", len(keys)))
    if not is_fragment_request():
        return _back(workspace)
    return render_template("sprints/_ranked.html", seen=seen_now())


@blueprint.get("/paste")
@requires(Permission.ACTIONS_EDIT)
def paste(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask for many actions, one a line."""
    return render_template("sprints/paste.html", form=_offered(PasteForm(formdata=None)))


@blueprint.post("/paste")
@requires(Permission.ACTIONS_EDIT)
def create_many(workspace: str) -> ResponseReturnValue:
    """Create an action for each line."""
    form = _offered(PasteForm())
    made: list[Any] = []
    try:
        saved = form.validate_on_submit() and form.succeeds(lambda: made.extend(_create_many(form)))
    except LimitReached as error:
        form.form_errors.append(translate_error(error))
        saved = False
    if not saved:
        return make_response(render_template("sprints/paste.html", form=form), UNPROCESSABLE)
    flash_act(ngettext("%(num)d action created.", "%(num)d actions created.", len(made)))
    return _back(workspace)


def _create_many(form: PasteForm) -> list[Any]:
    shared = {name: form[name].data for name in ("instrument", "campaign") if form[name].data}
    return create_actions_from_lines(
        db_session(), workspace=current_workspace(), actor=current_actor(), text=form.lines.data or "", shared=shared,
        now=utcnow(),
    )  # fmt: skip


def _offered(form: PasteForm) -> PasteForm:
    form.instrument.choices = choices({"": gettext("Not set"), **dict(entries("instrument"))})
    form.campaign.choices = choices({"": gettext("No campaign"), **dict(entries("campaign"))})
    return form


def _list(*, fragment: bool, status: int = 200) -> ResponseReturnValue:
    shown = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    place = shown.get("place", "backlog")
    wanted = ActionFilter(
        place=Place(place) if place in set(Place) else None,
        query=shown.get("q", ""),
        instrument=shown.get("instrument"),
        campaign=shown.get("campaign"),
        assignee_email=shown.get("assignee"),
    )
    context = _context(wanted, shown, place)
    name = "sprints/_backlog_list.html" if fragment else "sprints/backlog.html"
    return make_response(render_template(name, **context), status)


def _context(wanted: ActionFilter, shown: dict[str, str], place: str) -> dict[str, Any]:
    workspace, cursor = current_workspace(), request.args.get("cursor")
    page = list_actions(db_session(), workspace=workspace, wanted=wanted, limit=PER_PAGE, cursor=cursor)
    more: dict[str, Any] = {**shown, "cursor": page.next_cursor, "after": page.items[-1].key if page.items else None}
    places = (gettext("In the backlog"), gettext("In a sprint"), gettext("Done"), gettext("Archived"))
    return {
        "rows": page.items,
        "total": count_actions(db_session(), workspace=workspace, wanted=ActionFilter(place=Place.BACKLOG)),
        "wanted": wanted,
        "shown": shown,
        "place": place,
        "places": list(zip(map(str, Place), places, strict=True)),
        "instruments": entries("instrument"),
        "campaigns": entries("campaign"),
        "people": members(),
        "sprints": open_sprints(),
        "is_filtered": bool(shown),
        "is_ranked": place == Place.BACKLOG,
        "base": url_for("sprints_actions.index", workspace=workspace.slug),
        "group_of": lambda _row: "",
        "seen": workspace.activity_number,
        "anchor": request.args.get("after", ""),
        "next_url": url_for("sprints_actions.index", workspace=workspace.slug, **more) if page.next_cursor else None,
    }


def _back(workspace: str) -> ResponseReturnValue:
    return see_other(url_for("sprints_actions.index", workspace=workspace))
