"""Who may change which fields of a requirement, beyond what a role says alone."""

from collections.abc import Collection

from backlog.core.errors import Forbidden
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.requirements.models import Requirement

# What the author says; all else is a judgement of those who look after the backlog.
WORDS = frozenset({"title", "description", "acceptance_criteria"})


def may_reword(actor: Actor, requirement: Requirement) -> bool:
    """Tell whether the actor may change what the requirement says: any, or one's own as long as it is to do."""
    if actor.may(Permission.REQUIREMENTS_EDIT):
        return True
    return actor.may(Permission.REQUIREMENTS_EDIT_OWN) and requirement.is_draft_of(actor)


def require_change(actor: Actor, requirement: Requirement, names: Collection[str]) -> None:
    """Raise Forbidden unless the actor may change these fields of the requirement."""
    if actor.may(Permission.REQUIREMENTS_EDIT):
        return
    if not may_reword(actor, requirement):
        raise Forbidden(N_("You can change what you wrote yourself, as long as it is not handed over."))
    if not WORDS.issuperset(names):
        raise Forbidden(N_("Of what you wrote yourself you can change title, description and acceptance criteria."))
