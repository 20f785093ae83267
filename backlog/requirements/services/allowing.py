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
    _refuse_judgements(names)


def require_new(actor: Actor, names: Collection[str]) -> None:
    """Raise Forbidden unless the actor may fill in these fields of a new requirement: those they may change later."""
    actor.require(Permission.REQUIREMENTS_CREATE)
    if not actor.may(Permission.REQUIREMENTS_EDIT):
        _refuse_judgements(names)


def _refuse_judgements(names: Collection[str]) -> None:
    judged = sorted(set(names) - WORDS)
    if judged:
        message = N_("Of what you write yourself you decide title, description and acceptance criteria.")
        raise Forbidden(message, errors={name: [message] for name in judged})
