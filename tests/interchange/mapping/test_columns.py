import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlog.core.errors import Invalid
from backlog.interchange.mapping import (
    TARGET_LABELS,
    Source,
    Target,
    propose_columns,
    recognise_moscow,
    restore_columns,
)
from backlog.interchange.mapping.vocabulary import CERTAIN
from backlog.interchange.reading import read_table
from tests.support.catalogues import TRANSLATIONS, read_catalogue
from tests.support.hostile import hostile_text


def _proposed(*header):
    columns = propose_columns(header)
    return columns.source, [str(column.target) for column in columns.columns]


@pytest.mark.parametrize(
    "header",
    [
        ("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Status Category", "Priority", "Resolution"),
        (
            "Zusammenfassung",
            "Vorgangsschlüssel",
            "Vorgangs-ID",
            "Vorgangstyp",
            "Status",
            "Statuskategorie",
            "Priorität",
            "Lösung",
        ),
        (
            "Resumen",
            "Clave de incidencia",
            "ID de la incidencia",
            "Tipo de Incidencia",
            "Estado",
            "Categoría de estado",
            "Prioridad",
            "Resolución",
        ),
        (
            "Résumé",
            "Clé de ticket",
            "ID de ticket",
            "Type de ticket",
            "État",
            "Catégorie d'état",
            "Priorité",
            "Résolution",
        ),
    ],
)
def test_jira_is_understood_in_four_languages(header):
    assert _proposed(*header) == (
        Source.JIRA,
        ["title", "external_key", "external_id", "kind", "status", "status_category", "priority", "resolution"],
    )


@pytest.mark.parametrize(
    ("prefix", "field"),
    [
        ("Custom field", "Story Points"),
        ("Benutzerdefinierte Felder", "Story-Punkte"),
        ("Campo personalizado", "Puntos de historia"),
        ("Champs personnalisés", "Story Points"),
    ],
)
def test_custom_fields_are_looked_through(prefix, field):
    assert _proposed("Summary", f"{prefix} ({field})", f"{prefix} (Team)", f"{prefix} (Summary)") == (
        Source.JIRA,
        ["title", "points", "ignore", "ignore"],
    )


def test_both_columns_of_story_points_are_kept_as_one_of_them_is_filled():
    header = ("Summary", "Custom field (Story Points)", "Custom field (Story point estimate)")
    assert _proposed(*header)[1] == ["title", "points", "points"]


def test_repeated_headers_stay_columns_of_their_own():
    columns = propose_columns(["Summary", "Labels", "Comment", "Labels", "Comment"])
    assert [column.position for column in columns.of(Target.LABELS)] == [1, 3]
    assert [column.position for column in columns.of(Target.COMMENT)] == [2, 4]


@pytest.mark.parametrize(
    ("header", "targets"),
    [
        (("Titel", "Beschreibung", "Priorität", "Punkte"), ["title", "description", "priority", "points"]),
        (("TITEL ", "beschreibung:", "Prioritaet", "story_points"), ["title", "description", "priority", "points"]),
        (("Name", "Notizen", "Schätzung (SP)", "Tags"), ["title", "description", "points", "labels"]),
        (("Titel", "Name", "Text", "Typ"), ["title", "ignore", "description", "kind"]),
        (("Epic Name", "Title", "Priorität (MoSCoW)"), ["epic", "title", "moscow"]),
        (
            ("Task ID", "Created At", "Name", "Section/Column", "Assignee", "Due Date", "Notes", "Parent task"),
            ["external_id", "created", "title", "status", "owner", "target_on", "description", "parent"],
        ),
        (
            ("ID", "Title", "Status", "Estimate", "Priority", "Labels", "Cycle Name", "Due Date", "Parent issue"),
            ["external_id", "title", "status", "points", "priority", "labels", "sprint", "target_on", "parent"],
        ),
        (("Card Name", "Card Description", "List Name"), ["title", "description", "status"]),
        (("Summary", "", "Summary"), ["title", "ignore", "title"]),
    ],
)
def test_plain_spreadsheets_and_other_tools_are_understood(header, targets):
    assert _proposed(*header) == (Source.OTHER, targets)


@pytest.mark.parametrize(
    ("target", "labels"),
    [
        *((target, [label]) for target, label in TARGET_LABELS.items() if target is not Target.IGNORE),
        (Target.DESCRIPTION, ["What is asked"]),
        (Target.MOSCOW, ["Priority (MoSCoW)"]),
        (Target.TARGET_ON, ["Target hand-over"]),
        (Target.KEY, ["Requirement key"]),
    ],
)
def test_every_word_of_ours_for_a_field_is_known_in_both_languages(target, labels):
    german = read_catalogue(TRANSLATIONS / "de" / "LC_MESSAGES" / "messages.po")
    translated = [message.string for label in labels if (message := german.get(label))]
    assert len(translated) == len(labels)
    for label in (*labels, *translated):
        assert _proposed("Colour", label)[1] == ["ignore", str(target)], label


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("labels", "Etiketten Etikett Stichwörter Stichwort Labels"),
        ("acceptance_criteria", "Akzeptanzkriterien Abnahmekriterien"),
        ("target_on", "Fälligkeit Zieltermin Faelligkeit"),
    ],
)
def test_words_beside_ours_are_known(target, words):
    assert [_proposed(word)[1] for word in words.split()] == [[target]] * len(words.split())


@pytest.mark.parametrize(
    ("cells", "target"),
    [(("Muss", "", "Kann"), "moscow"), (("Hoch", "Muss"), "priority"), (("", ""), "priority")],
)
def test_a_priority_that_says_nothing_but_moscow_is_moscow(cells, target):
    table = read_table("Titel;Priorität\n".encode() + b"".join(f"Wish;{cell}\n".encode() for cell in cells))
    columns = recognise_moscow(table, propose_columns(table.header))
    assert [str(column.target) for column in columns.columns] == ["title", target]


def test_a_guess_is_marked_as_one():
    guessed = {column.header: column.is_guess for column in propose_columns(["Title", "Notes", "Colour"]).columns}
    assert guessed == {"Title": False, "Notes": True, "Colour": False}


def test_the_parents_summary_counts_only_where_nothing_better_names_the_parent():
    assert _proposed("Summary", "Issue key", "Issue id", "Parent summary")[1][-1] == "epic"
    assert _proposed("Summary", "Issue key", "Issue id", "Parent", "Parent summary")[1][-2:] == ["parent", "ignore"]


def test_a_choice_by_a_person_replaces_the_proposal_and_can_be_kept():
    columns = propose_columns(["Titel", "Wunsch"]).with_target(1, Target.DESCRIPTION)
    assert columns.targets == {Target.TITLE, Target.DESCRIPTION}
    kept = restore_columns(["Titel", "Wunsch"], source="other", targets=["title", "description"])
    assert kept == columns


@pytest.mark.parametrize(
    ("source", "targets"), [("other", ["title"]), ("other", ["x", "title"]), ("x", ["title", "kind"])]
)
def test_a_kept_choice_that_does_not_fit_is_refused(source, targets):
    with pytest.raises(Invalid, match="does not fit"):
        restore_columns(["a", "b"], source=source, targets=targets)


def test_without_a_title_nothing_can_come_in():
    propose_columns(["Titel"]).require_title()
    with pytest.raises(Invalid, match="title") as caught:
        propose_columns(["Farbe"]).require_title()
    assert caught.value.field == "title"


def test_no_word_means_two_things():
    assert CERTAIN["summary"] is Target.TITLE
    assert CERTAIN["lösung".replace("ö", "oe")] is CERTAIN["losung"] is Target.RESOLUTION


@given(st.lists(st.one_of(hostile_text(max_size=3), st.sampled_from(["Summary", "Titel", "Custom field (x)"]))))
def test_every_column_gets_its_place(header):
    assert [column.position for column in propose_columns(header).columns] == list(range(len(header)))


def test_what_is_too_long_for_a_header_is_none_and_takes_no_time():
    assert [column.target for column in propose_columns(["a" * 100_000]).columns] == [Target.IGNORE]
