"""Changing the rank: by dragging, by keys, by a dialog. All of them post the same form to the same address."""

from collections.abc import Sequence
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from backlog.activity.views import flash_act
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, DomainError, Invalid, NotFound
from backlog.core.i18n import N_
from backlog.core.keys import find_number, seen_number
from backlog.core.permissions import Permission
from backlog.requirements.forms import MoveForm
from backlog.requirements.queries import Suggestion, suggest
from backlog.requirements.services import Move, move_requirements, move_to_bottom, move_to_place
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.listing import backlog_context, list_answer, list_url_from, total_of
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import is_fragment_request, page_before, see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session


@blueprint.get("/places")
@requires(Permission.REQUIREMENTS_RANK)
def places(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask where requirements are to go."""
    keys, query = request.args.getlist("keys"), request.args.get("query", "")
    if not keys:
        flash(gettext("Tick some rows first."))
        return see_other(list_url_from(query))
    return _ask(MoveForm(formdata=None), keys, query)


@blueprint.get("/targets")
@requires(Permission.REQUIREMENTS_RANK)
def targets(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Offer requirements that fit what is typed, to move something after one of them."""
    found = _suggestions(request.args.get("after", ""), request.args.getlist("keys"))
    return render_template("requirements/_targets.html", found=found)


@blueprint.post("/rank")
@requires(Permission.REQUIREMENTS_RANK)
def rank(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Move requirements: after another one (`after`), or where `place` says."""
    keys, query, by_hand = request.form.getlist("keys"), request.form.get("query", ""), "place" not in request.form
    try:
        move = _move(keys)
    except (Conflict, Invalid, NotFound) as error:
        return _refused(error, keys, query)
    flash_act(_moved_words(move))
    if is_fragment_request() and by_hand:
        return render_template("requirements/_moved.html", list_version=move.version, is_answer=True)
    return see_other(_back_to(keys[0], query))


def _refused(error: DomainError, keys: Sequence[str], query: str) -> ResponseReturnValue:
    """Say why where the move was asked for: in the dialog, or with the list as it is now rather than guess."""
    by_hand, is_conflict = "place" not in request.form, isinstance(error, Conflict)
    if is_conflict and (by_hand or not is_fragment_request()):
        return _changed_list(query, error), error.status
    if by_hand:
        raise error
    return _ask(MoveForm(), keys, query, error=error), error.status if is_conflict else Invalid.status


def _back_to(key: str, query: str) -> str:
    """Return the page of the requirement if it was moved from there, else the list."""
    own, before = url_for("requirements.show", workspace=current_workspace().slug, key=key), page_before()
    return own if before == own else list_url_from(query)


def _move(keys: Sequence[str]) -> Move:
    form, session = MoveForm(), db_session()
    common: dict[str, Any] = {
        "workspace": current_workspace(), "actor": current_actor(), "keys": keys, "now": utcnow(),
    }  # fmt: skip
    place = request.form.get("place")
    if place == "bottom":
        return move_to_bottom(session, **common)
    if place == "top":
        return move_to_place(session, place=1, **common)
    if place == "rank":
        return move_to_place(session, place=_rank_of(form), **common)
    if place == "after":
        return move_requirements(session, after=_target_of(form, keys), **common)
    return move_requirements(
        session, after=form.after.data or None, version=seen_number(request.form.get("version")), **common
    )


def _rank_of(form: MoveForm) -> int:
    if form.rank.data is None:
        raise Invalid(N_("Write at which rank."), field="rank")
    return int(form.rank.data)


def _target_of(form: MoveForm, keys: Sequence[str]) -> str:
    """Return the key that was chosen or typed, or the only one that fits the words."""
    typed = (form.after.data or "").strip()
    if target := request.form.get("target"):
        return target
    if find_number(current_workspace().requirement_prefixes, typed):
        return typed
    found = _suggestions(typed, keys)
    if len(found) != 1:
        message = N_("Choose one of these.") if found else N_("No requirement fits these words.")
        raise Invalid(message, field="after")
    return found[0].key


def _suggestions(text: str, keys: Sequence[str]) -> Sequence[Suggestion]:
    return [
        one
        for one in suggest(db_session(), workspace=current_workspace(), text=text, without=keys)
        if one.kind != "epic"
    ]


def _ask(form: MoveForm, keys: Sequence[str], query: str, error: DomainError | None = None) -> str:
    if isinstance(error, Conflict):
        form.form_errors.append(translate_error(error))
    elif error is not None:
        field = form["rank" if error.field in {"rank", "place"} else "after"]
        field.errors = [*field.errors, translate_error(error)]
    return render_template(
        "requirements/places.html", form=form, keys=keys, query=query, back=list_url_from(query),
        found=_suggestions(form.after.data or "", keys),
        base=url_for("requirements.index", workspace=current_workspace().slug),
    )  # fmt: skip


def _changed_list(query: str, conflict: DomainError) -> str:
    context = backlog_context(query, note=translate_error(conflict))
    if is_fragment_request():
        return list_answer(context)
    return render_template("requirements/index.html", total=total_of(context), tools=(), **context)


def _moved_words(move: Move) -> str:
    key, count = move.keys[0], len(move.keys)
    return str(ngettext("%(key)s is moved.", "%(num)s requirements are moved.", count, key=key))
