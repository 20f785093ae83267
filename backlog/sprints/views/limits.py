"""WIP limits at the edge: the reason that comes along with a form, the question for it, and what an answer says."""

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.activity.views import flash_act
from backlog.sprints.forms import OverrideForm
from backlog.sprints.services import Allowance, WipLimitReached
from backlog.web.errors import render_domain_error, wants_problem
from backlog.web.htmx import is_fragment_request, page_before
from backlog.web.i18n import translate_error

_NOT_KEPT = frozenset({"csrf_token", "override_reason", "page_before"})


def ask_beyond_limits(app: Flask) -> None:
    """Have every form that a limit refuses ask for a reason."""
    app.register_error_handler(WipLimitReached, _ask_for_reason)


def allowance_in_form() -> Allowance:
    """Return what the form says about limits: the reason to go beyond them, if there is one."""
    return Allowance(request.form.get("override_reason", ""))


def flash_done(sentence: str, allowance: Allowance) -> None:
    """Flash what was done, with the limits it went beyond and the way back."""
    flash_act(" ".join([sentence, *warnings(allowance)]))


def warnings(allowance: Allowance) -> list[str]:
    """Return a sentence for each limit that was gone beyond."""
    sentences = {
        "column": gettext("“%(name)s” now holds %(count)s cards; its limit is %(limit)s."),
        "person": gettext("%(name)s now holds %(count)s cards in progress; the limit is %(limit)s."),
    }
    exceeded = allowance.exceeded
    return [str(sentences[one.kind] % {"name": one.name, "count": one.count, "limit": one.limit}) for one in exceeded]


def _ask_for_reason(error: WipLimitReached) -> ResponseReturnValue:
    """Answer a form that a limit refused: what it would go beyond, and the same form again with a field for a reason.

    It is a page, and a dialog where a page with htmx sent the form. A program gets the problem as it is.
    """
    if wants_problem():
        return render_domain_error(error)
    asked = "override_reason" in request.form
    form = OverrideForm() if asked else OverrideForm(formdata=None)
    if asked:
        form.validate()
    sentences = [translate_error(one) for one in (WipLimitReached([single]) for single in error.exceeded)]
    html = render_template(
        "sprints/over_limit.html",
        form=form,
        sentences=sentences,
        fields=[pair for pair in request.form.items(multi=True) if pair[0] not in _NOT_KEPT],
        url=request.full_path.removesuffix("?"),
        back=page_before() or "",
    )
    headers = {"HX-Retarget": "#dialog", "HX-Reswap": "innerHTML"} if is_fragment_request() else {}
    return make_response(html, error.status, headers)
