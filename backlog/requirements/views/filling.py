"""Between the form and what a service takes: choices offered, texts taken apart, errors put back to their fields."""

from collections.abc import Sequence
from typing import Any, TypeVar

from backlog.requirements.forms import RequirementForm, WordsForm
from backlog.requirements.models import Requirement
from backlog.requirements.queries import list_epic_titles
from backlog.requirements.services import Criterion, RequirementValues
from backlog.web.access import current_workspace
from backlog.web.session import db_session
from backlog.workspaces.models import Component
from backlog.workspaces.queries import list_entries, list_members

Filled = TypeVar("Filled", bound=WordsForm)
DONE, OPEN = "[x] ", "[ ] "


def offer_choices(form: RequirementForm, requirement: Requirement | None = None) -> None:
    """Fill the lists of the form; what the requirement has stays on offer even when the catalogue has dropped it."""
    epics, components = _epics(), _components()
    if requirement is not None:
        above = requirement.parent
        if above is not None and above.key not in {key for key, _ in epics}:
            epics.append((above.key, f"{above.key} {above.title}"))
        components += [one.name for one in requirement.components if one.name not in components]
    form.offer(epics=epics, members=_members(), components=[(name, name) for name in components])


def offer_chosen(form: RequirementForm) -> None:
    """Fill only those lists that something was chosen from: enough to check the form, and less to read."""
    form.offer(
        epics=_epics() if form.parent.data else (),
        members=_members() if form.owner_id.data else (),
        components=[(name, name) for name in _components()] if form.components.data else (),
    )


def filled_words(requirement: Requirement) -> WordsForm:
    """Return the form of its words as the requirement is now."""
    return filled_as(WordsForm, requirement)


def filled_form(requirement: Requirement) -> RequirementForm:
    """Return the form as the requirement is now."""
    form = filled_as(RequirementForm, requirement)
    offer_choices(form, requirement)
    return form


def filled_as(kind: type[Filled], requirement: Requirement) -> Filled:
    """Return a form of that kind as the requirement is now, its lists not filled."""
    form = kind(formdata=None, obj=requirement)
    form.acceptance_criteria.data = criteria_text(requirement.acceptance_criteria)
    form.version.data = str(requirement.version)
    if isinstance(form, RequirementForm):
        form.parent.data = requirement.parent.key if requirement.parent else ""
        form.moscow.data = requirement.moscow or ""
        form.labels.data = ", ".join(label.name for label in requirement.labels)
        form.components.data = [component.name for component in requirement.components]
    return form


def values_from(form: WordsForm, known: Sequence[Any] = ()) -> RequirementValues:
    """Return what a service takes; `known` are the criteria as they were, whose ticks stay where the words do."""
    words = RequirementValues(
        title=form.title.data or "",
        description=form.description.data or "",
        acceptance_criteria=criteria_from(form.acceptance_criteria.data or "", known),
    )
    return words | _judged(form) if isinstance(form, RequirementForm) else words


def _judged(form: RequirementForm) -> RequirementValues:
    return RequirementValues(
        kind=form.kind.data,
        status=form.status.data,
        moscow=form.moscow.data or None,
        points=form.points.data,
        owner_id=form.owner_id.data,
        target_on=form.target_on.data,
        parent=form.parent.data or None,
        labels=labels_from(form.labels.data or ""),
        components=form.components.data or [],
    )


def criteria_text(criteria: Sequence[Any]) -> str:
    """Return criteria one a line, met ones marked with `[x]`."""
    return "\n".join((DONE if item["done"] else "") + " ".join(item["text"].split()) for item in criteria)


def criteria_from(text: str, known: Sequence[Any] = ()) -> list[Criterion]:
    """Return a criterion for each line; `[x]` before it means met. Known ones keep their exact words."""
    exact = {" ".join(item["text"].split()): item["text"] for item in known}
    criteria: list[Criterion] = []
    for line in text.splitlines():
        bare = line.strip().removeprefix("- ").removeprefix("* ").strip()
        is_done = bare.lower().startswith(DONE)
        words = bare[len(DONE) :].strip() if is_done or bare.startswith(OPEN) else bare
        if words:
            criteria.append(Criterion(text=exact.get(words, words), done=is_done))
    return criteria


def labels_from(text: str) -> list[str]:
    """Return the labels of a comma-separated text."""
    return [label for part in text.split(",") if (label := part.strip())]


def _epics() -> list[tuple[str, str]]:
    found = list_epic_titles(db_session(), workspace=current_workspace())
    return [(epic.key, f"{epic.key} {epic.title}") for epic in found]


def _members() -> list[tuple[str, str]]:
    return [(str(one.user_id), one.name) for one in list_members(db_session(), current_workspace().id)]


def _components() -> list[str]:
    return [one.name for one in list_entries(db_session(), Component, current_workspace().id)]
