"""What can be chosen in the forms about actions: people and the workspace's lists."""

from wtforms.fields.choices import SelectChoice

from backlog.sprints.forms import ActionForm, Choices
from backlog.web.access import current_workspace
from backlog.web.session import db_session
from backlog.workspaces.models import CATALOGUES
from backlog.workspaces.queries import list_entries, list_members

LISTS = {"instrument": "instruments", "campaign": "campaigns", "channel": "channels", "audience": "audiences"}


def members() -> list[tuple[str, str]]:
    """Return the people of the workspace: address and name."""
    return [(one.email, one.name) for one in list_members(db_session(), current_workspace().id)]


def entries(name: str) -> list[tuple[str, str]]:
    """Return the entries of one list, each under its own name."""
    found = list_entries(db_session(), CATALOGUES[LISTS[name]], current_workspace().id)
    return [(entry.name, entry.name) for entry in found]


def offer(form: ActionForm) -> ActionForm:
    """Fill the lists of a form, and keep what stands in it although it is out of use by now."""
    catalogues: dict[str, Choices] = {name: entries(name) for name in LISTS}
    form.offer(members=members(), catalogues=catalogues)
    for name in (*LISTS, "assignee"):
        field = form[name]
        if field.data and field.data not in {choice.value for choice in field.choices}:
            field.choices = [*field.choices, SelectChoice(value=field.data)]
    return form
