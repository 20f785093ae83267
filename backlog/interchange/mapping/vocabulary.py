"""The words that stand in headers, in English, German, Spanish and French: Jira's own first, then other tools'."""

from collections.abc import Mapping

from backlog.interchange.mapping.folding import fold, folded
from backlog.interchange.mapping.targets import Target

# These can mean nothing else. Within a target, the first word that is found wins over later ones.
_CERTAIN: Mapping[Target, tuple[str, ...]] = {
    Target.TITLE: (
        *("Summary", "Zusammenfassung", "Resumen", "Résumé", "Title", "Titel", "Título", "Titre", "Card Name"),
        *("Überschrift", "Betreff", "Subject", "Requirement", "Anforderung", "User Story"),
        *("New requirement", "Neue Anforderung"),
    ),
    Target.DESCRIPTION: (
        *("Description", "Beschreibung", "Descripción", "Card Description", "What is asked", "Was gewünscht ist"),
    ),
    Target.CRITERIA: (
        *("Acceptance Criteria", "Akzeptanzkriterien", "Abnahmekriterien", "Criterios de aceptación"),
        *("Critères d'acceptation", "Acceptance Criterion", "Akzeptanzkriterium"),
    ),
    Target.KIND: (
        *("Issue Type", "Work Type", "Vorgangstyp", "Tipo de Incidencia", "Type de ticket", "IssueType", "Vorgangsart"),
        *("Tipo de actividad", "Type d'activité", "Item Type"),
    ),
    Target.STATUS: ("Status", "Estado", "État", "State"),
    Target.STATUS_CATEGORY: ("Status Category", "Statuskategorie", "Categoría de estado", "Catégorie d'état"),
    Target.RESOLUTION: ("Resolution", "Lösung", "Resolución", "Résolution"),
    Target.MOSCOW: (
        *("MoSCoW", "MoSCoW Priority", "MoSCoW-Priorität", "Muss Soll Kann", "Priority (MoSCoW)"),
        *("Priorität (MoSCoW)", "Must Should Could"),
    ),
    Target.PRIORITY: (
        "Priority",
        "Priorität",
        "Prioridad",
        "Priorité",
        "Prio",
        "Priority in another scale",
        "Priorität in anderer Skala",
    ),
    Target.POINTS: (
        *("Story Points", "Story point estimate", "Storypoints", "Story-Punkte", "Storypunkte", "Points", "Punkte"),
        *("Puntos de historia", "Puntos", "Points de story", "Points d'effort"),
    ),
    Target.LABELS: (
        *("Labels", "Label", "Stichwörter", "Stichworte", "Etiquetas", "Étiquettes", "Tags", "Schlagwörter"),
        *("Schlagworte", "Keywords", "Mots clés", "Palabras clave", "Etiketten", "Etikett", "Stichwort", "Schlagwort"),
    ),
    Target.COMPONENTS: (
        *("Components", "Component", "Component/s", "Komponenten", "Komponente", "Komponente/n", "Componentes"),
        *("Componente", "Composants", "Composant", "Product Area", "Produktbereich"),
    ),
    Target.EPIC: (
        "Epic Link",
        "Epic",
        "Epic, by name or key",
        "Epic, nach Name oder Schlüssel",
        "Epos",
        "Epik",
        "Épica",
        "Épopée",
    ),
    Target.EPIC_NAME: ("Short name of this epic", "Kurzname dieses Epics"),
    Target.PARENT: (
        *("Parent", "Parent Id", "Übergeordnet", "Principal", "Parent issue", "Parent task", "Parent work item"),
        *("Übergeordneter Vorgang", "Tâche parente", "Parent, by its id in this file"),
        *("Übergeordneter Vorgang, nach ID in dieser Datei",),
    ),
    Target.PARENT_KEY: (
        *("Parent key", "Clave principal", "Übergeordneter Schlüssel", "Clé parente", "Parent, by its key there"),
        *("Übergeordneter Vorgang, nach Schlüssel dort",),
    ),
    Target.KEY: (
        *("External Issue ID", "Throughline Key", "Requirement Key", "Anforderungsschlüssel", "Our key"),
        *("Unser Schlüssel",),
    ),
    Target.EXTERNAL_KEY: (
        *("Issue key", "Work item key", "Vorgangsschlüssel", "Clave de incidencia", "Clé de ticket", "Jira Key"),
        *("Clave de la incidencia", "Ticket Key", "Jira-Schlüssel", "Key there", "Schlüssel dort"),
    ),
    Target.EXTERNAL_ID: (
        *("Issue id", "Work item ID", "Vorgangs-ID", "ID de la incidencia", "ID de ticket", "Card ID", "Task ID"),
        *("Id there", "ID dort"),
    ),
    Target.OWNER: (
        *("Assignee", "Zugewiesene Person", "Persona asignada", "Personne assignée", "Owner", "Verantwortlich"),
        *("Verantwortliche", "Verantwortlicher", "Verantwortliche Person", "Zuständig", "Responsible", "Responsable"),
        *("Assigned to", "Bearbeiter", "Asignado a", "Assigné à", "Assignee Email"),
    ),
    Target.TARGET_ON: (
        *("Due date", "Due", "Fälligkeitsdatum", "Fällig am", "Fällig", "Fecha de vencimiento", "Date d'échéance"),
        *("Échéance", "Target date", "Zieltermin", "Zieldatum", "Wunschtermin", "Termin", "Deadline", "Fecha límite"),
        *("Target hand-over", "Übergabe geplant", "Geplante Übergabe", "Hand-over", "Übergabe", "Fälligkeit"),
    ),
    Target.COMMENT: ("Comment", "Comments", "Kommentar", "Kommentare", "Comentario", "Comentarios", "Commentaire"),
    Target.SPRINT: ("Sprint", "Sprints", "Sprint Name", "Cycle Name", "Iteration"),
    Target.CREATED: (
        *("Created", "Erstellt", "Creada", "Création", "Created at", "Date created", "Erstellt am", "Angelegt am"),
        *("Fecha de creación", "Date de création", "Created Date", "Added", "Angelegt"),
    ),
    Target.RANK: ("Rank", "Rang", "Rango", "Reihenfolge", "Rangfolge"),
}

# These may mean something else; they count where nothing certain claims the target.
_LIKELY: Mapping[Target, tuple[str, ...]] = {
    Target.TITLE: ("Name", "Story", "Task", "Aufgabe", "Item", "Feature", "Idea", "Idee", "Thema", "Wunsch", "Nom"),
    Target.DESCRIPTION: ("Details", "Notes", "Notizen", "Text", "Bemerkung", "Bemerkungen", "Anmerkungen", "Body"),
    Target.KIND: ("Type", "Typ", "Art", "Tipo", "Kind", "Tracker"),
    Target.STATUS: ("Section/Column", "List Name", "Spalte", "Phase", "Stand"),
    Target.PRIORITY: ("Wichtigkeit", "Dringlichkeit", "Importance", "Severity"),
    Target.POINTS: ("Estimate", "Schätzung", "Estimación", "Estimation", "Aufwand", "Effort", "SP", "Größe", "Size"),
    Target.LABELS: ("Tag", "Category", "Kategorie", "Kategorien", "Categoría", "Catégorie"),
    Target.COMPONENTS: ("Area", "Bereich", "Modul", "Module", "Produkt", "Product"),
    Target.EPIC: ("Epic Name", "Parent summary", "Initiative"),
    Target.KEY: ("Key", "Schlüssel", "Clave", "Clé"),
    Target.EXTERNAL_ID: ("ID", "UUID", "Nr", "Nummer", "Number", "No"),
    Target.CREATED: ("Datum", "Date"),
    Target.RANK: ("Order", "Position"),
}

CERTAIN = folded(_CERTAIN)
LIKELY = folded(_LIKELY)
# Among the words of one target, how early they stand.
STRENGTH = {
    form: place
    for words in (_CERTAIN, _LIKELY)
    for names in words.values()
    for place, form in enumerate(map(fold, names))
}

# "Custom field (Story Points)" and its translations.
CUSTOM_FIELD = frozenset(
    fold(word)
    for word in (
        *("Custom field", "Benutzerdefinierte Felder", "Benutzerdefiniertes Feld", "Campo personalizado"),
        *("Champs personnalisés", "Champ personnalisé"),
    )
)
# What a custom field may mean; anything else of that name is somebody's own.
CUSTOM_TARGETS = frozenset(
    {
        *(Target.POINTS, Target.EPIC, Target.EPIC_NAME, Target.KEY, Target.CRITERIA, Target.RANK, Target.SPRINT),
        *(Target.MOSCOW, Target.COMPONENTS),
    }
)
# Two of these together are Jira's.
JIRA_SIGNS = frozenset(
    fold(word)
    for word in (
        *("Issue key", "Issue id", "Issue Type", "Work item key", "Work item ID", "Work Type", "Project key"),
        *("Project name", "Vorgangsschlüssel", "Vorgangs-ID", "Vorgangstyp", "Projektschlüssel"),
        *("Clave de incidencia", "ID de la incidencia", "Tipo de Incidencia", "Clave del proyecto"),
        *("Clé de ticket", "ID de ticket", "Type de ticket", "Clé de projet", "Status Category", "Statuskategorie"),
        *("Categoría de estado", "Catégorie d'état"),
    )
)
