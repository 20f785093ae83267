"""Hand requirements over to development: choose, see what is not ready, hand over, download the file."""

from flask import Blueprint, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.clock import utcnow
from backlog.core.keys import seen_number
from backlog.core.permissions import Permission
from backlog.identity.queries import names_of
from backlog.interchange.downloads import jira_response, kept_response, writing_options
from backlog.interchange.forms import HandOverForm
from backlog.interchange.jira import PRESETS, get_preset
from backlog.interchange.queries import (
    Selection,
    find_packed_rows,
    get_hand_over,
    has_kept_rows,
    last_hand_over_number,
    list_hand_overs,
    list_hand_overs_of,
    list_handed_over,
    list_issues,
    select_by_keys,
)
from backlog.interchange.services import OutMeanwhile, Seen, hand_over
from backlog.interchange.views.choosing import READY_TO_GO, choice, chosen
from backlog.interchange.views.readiness import MISSING, REMARKS, remarks_of
from backlog.requirements.queries import get_requirement
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import is_fragment_request, see_other
from backlog.web.session import db_session

blueprint = Blueprint("hand_overs", __name__, url_prefix="/w/<workspace>/hand-overs")


@blueprint.before_request
def _mark_backlog() -> None:
    g.navigation_current = "requirements"


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
def index(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """List what was handed over."""
    return render_template(
        "interchange/hand_overs.html",
        hand_overs=list_hand_overs(db_session(), workspace=current_workspace()),
        presets=PRESETS,
    )


@blueprint.get("/new")
@requires(Permission.REQUIREMENTS_HAND_OVER)
def new(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show what would go out and what is not ready: the ticked ones, a filter, or all that is ready and planned."""
    # Read before the list: what is handed over between the two is asked about rather than taken for seen.
    seen = last_hand_over_number(db_session(), workspace=current_workspace())
    keys = request.args.getlist("keys")
    return render_template(
        "interchange/hand_over_new.html",
        form=HandOverForm(formdata=None),
        seen=seen,
        **choice(chosen(keys), is_named=bool(keys)),
    )


@blueprint.post("/create")
@requires(Permission.REQUIREMENTS_HAND_OVER)
def create(workspace: str) -> ResponseReturnValue:
    """Record the hand-over; the file is on the page that follows. What went out meanwhile is asked about."""
    form, keys, made = HandOverForm(), request.form.getlist("keys"), list[int]()
    ids = select_by_keys(db_session(), workspace=current_workspace(), keys=keys)
    try:
        if form.validate_on_submit() and form.succeeds(lambda: made.append(_hand_over(ids, form))):
            flash(gettext("Handed over. Now download the file for Jira."))
            return see_other(url_for("hand_overs.show", workspace=workspace, number=made[0]))
    except OutMeanwhile as error:
        return _ask_again(form, keys, error), error.status
    shown = choice(chosen(keys), ticked=keys) | {"seen": form.seen.data or "", "known": form.known.data or ""}
    return render_template("interchange/hand_over_new.html", form=form, **shown), 422


@blueprint.get("/<int:number>")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str, number: int) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show one hand-over: its file, the way into Jira, and what has changed since."""
    found = get_hand_over(db_session(), workspace=current_workspace(), number=number)
    rows = list_handed_over(db_session(), workspace=current_workspace(), hand_over=found)
    by = found.handed_over_by and names_of(db_session(), [found.handed_over_by]).get(found.handed_over_by)
    return render_template(
        "interchange/hand_over.html", hand_over=found, rows=rows, by=by,
        preset=get_preset(found.preset), has_kept_rows=has_kept_rows(db_session(), hand_over=found),
    )  # fmt: skip


@blueprint.get("/<int:number>/jira.csv")
@requires(Permission.EXPORTS_CREATE)
def download(workspace: str, number: int) -> ResponseReturnValue:
    """Send the file of a hand-over as it went out; one from before files were kept, as its requirements stand now."""
    here, name = current_workspace(), f"{workspace}-{number}"
    found = get_hand_over(db_session(), workspace=here, number=number)
    if packed := find_packed_rows(db_session(), hand_over=found):
        return kept_response(packed, workspace=here, preset=found.preset, name=name)
    rows = list_handed_over(db_session(), workspace=here, hand_over=found)
    keys = [row.key for row in rows if not row.is_archived]
    ids = select_by_keys(db_session(), workspace=here, keys=keys)
    return jira_response(Selection(here, ids), preset=found.preset, name=name)


@blueprint.get("/of/<key>")
@requires(Permission.WORKSPACE_VIEW)
def of_requirement(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show beside a requirement whether it is ready, and when it went out."""
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    ids = frozenset([requirement.id])
    issue = next(iter(list_issues(db_session(), Selection(current_workspace(), ids))), None)
    codes = remarks_of(issue, parent_goes_along=True) if issue else ()
    template = "interchange/_hand_over_of.html" if is_fragment_request() else "interchange/hand_over_of.html"
    return render_template(
        template,
        key=key,
        missing=[MISSING[code] for code in codes if code in MISSING],
        remarks=[REMARKS[code] for code in codes if code not in MISSING],
        hand_overs=list_hand_overs_of(db_session(), workspace=current_workspace(), requirement=requirement),
        can_hand_over=requirement.archived_at is None,
        is_ready=requirement.status in READY_TO_GO,
    )


def _ask_again(form: HandOverForm, keys: list[str], error: OutMeanwhile) -> str:
    """Say what went out meanwhile and by whom, without its tick: ticked and sent once more, it is meant."""
    seen = last_hand_over_number(db_session(), workspace=current_workspace())
    shown = choice(chosen(keys), ticked=keys, asked=error.keys)
    return render_template("interchange/hand_over_new.html", form=form, seen=seen, **shown)


def _hand_over(ids: frozenset[int], form: HandOverForm) -> int:
    number = seen_number(form.seen.data)
    known = frozenset((form.known.data or "").split())
    made = hand_over(
        db_session(),
        workspace=current_workspace(),
        actor=current_actor(),
        ids=ids,
        preset=form.preset.data,
        now=utcnow(),
        options=writing_options(current_workspace()),
        seen=None if number is None else Seen(number, known),
    )
    return made.number
