"""How statuses, priorities and kinds are shown: in words, and in shapes that mean the same without colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from flask_babel import gettext, ngettext
from jinja2 import pass_environment

from backlog.requirements.terms import KIND_LABELS, MOSCOW_LABELS, STATUS_LABELS, Kind, Status
from backlog.web.compiling import LanguageEnvironment
from backlog.web.i18n import language, once_a_language


@dataclass(frozen=True, slots=True)
class Look:
    """A word, an icon, and the class that adds its colour."""

    label: str
    icon: str
    tone: str


STATUS_ICONS = {
    Status.NEW: "circle-dashed",
    Status.REFINEMENT: "circle-ellipsis",
    Status.READY: "circle-dot",
    Status.PLANNED: "circle-arrow-right",
    Status.HANDED_OVER: "circle-arrow-out-up-right",
    Status.SHIPPED: "circle-check",
    Status.DECLINED: "circle-slash",
}
KIND_ICONS = {
    Kind.EPIC: "milestone",
    Kind.STORY: "bookmark",
    Kind.TASK: "square-check",
    Kind.BUG: "bug",
    Kind.SUBTASK: "git-commit-horizontal",
}
_ACTIVE = frozenset({Status.READY, Status.PLANNED, Status.HANDED_OVER})


@once_a_language
def status_looks() -> Mapping[str, Look]:
    """Return how each status is shown."""
    return {
        str(status): Look(gettext(label), STATUS_ICONS[status], _tone(status))
        for status, label in STATUS_LABELS.items()
    }


@once_a_language
def kind_looks() -> Mapping[str, Look]:
    """Return how each kind is shown."""
    return {str(kind): Look(gettext(label), KIND_ICONS[kind], "") for kind, label in KIND_LABELS.items()}


@once_a_language
def priorities() -> Mapping[str, str]:
    """Return the MoSCoW priorities in one word each."""
    return {str(moscow): gettext(word) for moscow, word in MOSCOW_LABELS.items()}


def points(value: Decimal | float | None) -> str:
    """Return story points as the reader writes them."""
    return _written(value, language())


@pass_environment
def points_on_page(environment: LanguageEnvironment, value: Decimal | float | None) -> str:
    """Return the same on a page, whose templates know their language: a list asks a hundred times."""
    return _written(value, environment.language or language())


@lru_cache(maxsize=1024)
def _written(value: Decimal | float | None, language: str) -> str:
    if value is None:
        return ""
    text = format(value.normalize(), "f") if isinstance(value, Decimal) else format(value, "g")
    return text.replace(".", ",") if language == "de" else text


def points_in_words(value: Decimal | float) -> str:
    """Return story points with their unit: "1 point", "2.5 points"."""
    return str(ngettext("%(points)s point", "%(points)s points", 1 if value == 1 else 2, points=points(value)))


def _tone(status: Status) -> str:
    if status in _ACTIVE:
        return " status--active"
    return " status--done" if status is Status.SHIPPED else ""
