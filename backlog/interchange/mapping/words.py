"""What the words in cells stand for: kinds, statuses, priorities, in English, German, Spanish and French."""

from collections.abc import Iterable
from enum import StrEnum

from backlog.interchange.mapping.folding import fold, folded
from backlog.requirements.terms import Kind, Moscow, Status, StatusCategory

KINDS = folded(
    {
        Kind.EPIC: ("Epic", "Epik", "Epos", "Épica", "Épopée", "Initiative", "Thema", "Theme"),
        Kind.STORY: (
            *("Story", "User Story", "Historia", "Historia de usuario", "Récit", "Récit utilisateur", "Anforderung"),
            *("Requirement", "Feature", "New Feature", "Neue Funktion", "Nueva función", "Nouvelle fonctionnalité"),
            *("Improvement", "Verbesserung", "Mejora", "Amélioration", "Wunsch", "Idea", "Idee"),
        ),
        Kind.TASK: ("Task", "Aufgabe", "Tarea", "Tâche", "Technical task", "Spike", "Chore"),
        Kind.BUG: ("Bug", "Fehler", "Error", "Bogue", "Defect", "Fehlermeldung", "Anomalie"),
        Kind.SUBTASK: (
            *("Sub-task", "Subtask", "Unteraufgabe", "Teilaufgabe", "Subtarea", "Sous-tâche", "Untergeordnete Aufgabe"),
        ),
    }
)

STATUSES = folded(
    {
        Status.NEW: (
            *("New", "Neu", "Nuevo", "Nueva", "Nouveau", "To Do", "Todo", "Zu erledigen", "Por hacer", "À faire"),
            *("Tareas por hacer", "Backlog", "Open", "Offen", "Abierto", "Abierta", "Ouvert", "Inbox", "Idea", "Idee"),
            *("Not started", "Nicht begonnen", "Reopened"),
        ),
        Status.REFINEMENT: (
            *("Refinement", "In refinement", "In Verfeinerung", "Grooming", "Analysis", "In analysis", "Analyse"),
            *("In Klärung", "Discovery", "Needs info"),
        ),
        Status.READY: (
            *("Ready", "Bereit", "Prêt", "Ready for development", "Ready for dev", "Selected for Development"),
            *("Definiert", "Zur Entwicklung ausgewählt"),
        ),
        Status.PLANNED: ("Planned", "Geplant", "Planificado", "Planifié", "Scheduled", "Next", "Up next", "Eingeplant"),
        Status.HANDED_OVER: (
            *(
                "Handed over",
                "Übergeben",
                "In Progress",
                "In Arbeit",
                "In Bearbeitung",
                "En curso",
                "En cours",
                "Doing",
            ),
            *("Started", "In development", "In Entwicklung", "In review", "Review", "In test", "Testing", "QA"),
        ),
        Status.SHIPPED: (
            *("Shipped", "Ausgeliefert", "Done", "Fertig", "Erledigt", "Hecho", "Listo", "Finalizada", "Terminé"),
            *("Terminé(e)", "Fini", "Closed", "Geschlossen", "Cerrado", "Fermé", "Resolved", "Gelöst", "Resuelto"),
            *("Released", "Live", "Completed", "Complete", "Abgeschlossen"),
        ),
        Status.DECLINED: (
            *(
                "Declined",
                "Abgelehnt",
                "Rejected",
                "Rechazado",
                "Rejeté",
                "Won't do",
                "Won't fix",
                "Wird nicht erledigt",
            ),
            *("Cancelled", "Canceled", "Abgebrochen", "Cancelado", "Annulé", "Duplicate", "Duplikat", "Obsolete"),
            *("Won't have", "No se hará"),
        ),
    }
)

CATEGORIES = folded(
    {
        StatusCategory.TO_DO: (
            *("To Do", "Zu erledigen", "Zu tun", "Aufgaben", "Por hacer", "Tareas por hacer", "À faire", "New", "Neu"),
        ),
        StatusCategory.IN_PROGRESS: ("In Progress", "In Arbeit", "In Bearbeitung", "En curso", "En cours"),
        StatusCategory.DONE: ("Done", "Fertig", "Erledigt", "Listo", "Finalizada", "Terminé", "Terminé(e)"),
    }
)
STATUS_OF_CATEGORY = {
    StatusCategory.TO_DO: Status.NEW,
    StatusCategory.IN_PROGRESS: Status.HANDED_OVER,
    StatusCategory.DONE: Status.SHIPPED,
}
# Ends that are no delivery; they count where the status is done.
DECLINING_RESOLUTIONS = frozenset(
    fold(word)
    for word in (
        *(
            "Won't Do",
            "Won't Fix",
            "Wird nicht erledigt",
            "Declined",
            "Abgelehnt",
            "Duplicate",
            "Duplikat",
            "Duplicado",
        ),
        *(
            "Cannot Reproduce",
            "Nicht reproduzierbar",
            "Incomplete",
            "Known Error",
            "No se hará",
            "Doublon",
            "Abandoned",
        ),
        *("Obsolete", "Cancelled", "Canceled", "Abgebrochen", "Rejected"),
    )
)

MOSCOW = folded(
    {
        Moscow.MUST: ("Must", "Must have", "M", "Muss", "Muss haben", "Muss-Anforderung", "Debe", "Debe tener", "Doit"),
        Moscow.SHOULD: ("Should", "Should have", "S", "Soll", "Sollte", "Soll-Anforderung", "Debería", "Devrait"),
        Moscow.COULD: ("Could", "Could have", "C", "Kann", "Könnte", "Kann-Anforderung", "Podría", "Pourrait"),
        Moscow.WONT: (
            *("Won't", "Wont", "Won't have", "Won't have this time", "W", "Nicht", "Diesmal nicht", "Wird nicht"),
            *("No tendrá", "Ne sera pas", "Would", "Would have"),
        ),
    }
)


class Scale(StrEnum):
    """How many steps a column of priorities has."""

    FIVE = "five"  # Jira's: Medium is what an issue has of which nobody has said anything
    THREE = "three"  # high, medium, low, as people write them: all three are judgements


_HIGHEST = (
    "Highest",
    "Blocker",
    "Critical",
    "Urgent",
    "Höchste",
    "Am höchsten",
    "Kritisch",
    "Más alta",
    "La plus haute",
)
_HIGH = ("High", "Hoch", "Alta", "Alto", "Haute", "Élevée", "Major", "Wichtig")
_MEDIUM = ("Medium", "Mittel", "Normal", "Media", "Medio", "Moyenne", "Moyen")
_LOW = ("Low", "Niedrig", "Gering", "Baja", "Bajo", "Basse", "Faible", "Minor")
_LOWEST = ("Lowest", "Trivial", "Niedrigste", "Am niedrigsten", "Más baja", "La plus basse")
_NONE = ("No priority", "None", "Keine", "Ohne", "Not set")

PRIORITIES: dict[Scale, dict[str, Moscow | None]] = {
    # The way out is the same rule read backwards (jira/presets.py).
    Scale.FIVE: {
        **folded({Moscow.MUST: _HIGHEST, Moscow.SHOULD: _HIGH, Moscow.COULD: _LOW, Moscow.WONT: _LOWEST}),
        **dict.fromkeys(map(fold, (*_MEDIUM, *_NONE))),
        **folded({Moscow.MUST: ("P0", "P1"), Moscow.SHOULD: ("P2",), Moscow.COULD: ("P3",), Moscow.WONT: ("P4",)}),
    },
    Scale.THREE: {
        **folded({Moscow.MUST: _HIGH, Moscow.SHOULD: _MEDIUM, Moscow.COULD: _LOW}),
        **dict.fromkeys(map(fold, _NONE)),
        **folded({Moscow.MUST: ("P0", "P1"), Moscow.SHOULD: ("P2",), Moscow.COULD: ("P3",), Moscow.WONT: ("P4",)}),
    },
}
_ENDS = frozenset(fold(word) for word in (*_HIGHEST, *_LOWEST))


def decide_scale(texts: Iterable[str]) -> Scale:
    """Return the scale of a column: a word for an end beyond high or low makes it five steps."""
    return Scale.FIVE if any(fold(text) in _ENDS for text in texts) else Scale.THREE


def find_status(name: str, category: str, resolution: str, *, known: dict[str, Status]) -> Status | None:
    """Return our status: by name (configured, then common words) where it agrees with the category, else by category.

    A resolution that is no delivery makes a done item declined.
    """
    word = fold(name)
    in_category = CATEGORIES.get(fold(category)) if category else None
    if (status := known.get(word)) is None:
        status = STATUSES.get(word)
        if in_category and (status is None or status.category is not in_category):
            status = STATUS_OF_CATEGORY[in_category]
    if status and status.category is StatusCategory.DONE and fold(resolution) in DECLINING_RESOLUTIONS:
        return Status.DECLINED
    return status
