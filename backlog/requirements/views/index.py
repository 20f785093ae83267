"""The backlog as a ranked list, its facets, and one row of it."""

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.errors import NotFound
from backlog.core.permissions import Permission
from backlog.requirements.queries import (
    Archived,
    RequirementFilter,
    Sort,
    get_requirement,
    list_requirements,
    list_rows,
)
from backlog.requirements.terms import Kind
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.facets import FACETS, groups_of
from backlog.requirements.views.listing import (
    added_rows,
    backlog_context,
    list_answer,
    list_url,
    page_from,
    page_numbers,
    request_query,
    row_context,
    total_of,
    wanted_from,
)
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import is_fragment_request
from backlog.web.session import db_session
from backlog.web.slots import links


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
def index(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the ranked list; to htmx the list without its frame."""
    added = added_rows(request.args.get("added", "").split())
    context = backlog_context(request_query(), is_quick="quick" in request.args, added=added)
    if is_fragment_request():
        return list_answer(context)
    return render_template("requirements/index.html", total=total_of(context), tools=links("list"), **context)


@blueprint.get("/facets/<name>")
@requires(Permission.WORKSPACE_VIEW)
def facet(workspace: str, name: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the choices of one menu; with `apply` the list as it is then, too."""
    if name not in FACETS:
        raise NotFound
    query = request_query()
    wanted, applies = wanted_from(query), is_fragment_request() and "apply" in request.args
    more = backlog_context(query) if applies else {}
    more |= {"total": total_of(more)} if applies else {}
    context = {"groups": groups_of(name, wanted), "title": gettext(FACETS[name][0]), "applies": applies, **more}
    url = list_url(wanted)
    response: Response = make_response(render_template("requirements/facet.html", back_url=url, **context))
    if applies:
        response.headers["HX-Push-Url"] = url
    return response


@blueprint.get("/archived")
@requires(Permission.WORKSPACE_VIEW)
def archived(workspace: str) -> ResponseReturnValue:
    """Show what was put away, of every kind, the latest change first."""
    wanted = RequirementFilter(
        text=request.args.get("q", ""), archived=Archived.ONLY, kind=tuple(Kind), sort=Sort.UPDATED
    )
    page = list_requirements(
        db_session(), workspace=current_workspace(), actor=current_actor(), wanted=wanted,
        page=page_from(request_query()),
    )  # fmt: skip

    def page_url(number: int) -> str:
        return url_for("requirements.archived", workspace=workspace, q=wanted.text or None, page=number)

    context = {"page": page, "wanted": wanted, "page_numbers": page_numbers(page), "page_url": page_url}
    return render_template("requirements/archived.html", **row_context(page.items), **context)


@blueprint.get("/<key>/row")
@requires(Permission.WORKSPACE_VIEW)
def row(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show one row, as it is fetched again when somebody has changed it."""
    found = get_requirement(db_session(), workspace=current_workspace(), key=key)
    rows = list_rows(db_session(), workspace=current_workspace(), ids=[found.id])
    return render_template("requirements/_rows.html", **row_context(rows))
