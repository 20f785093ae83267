"""Finding requirements by words and keys, the same on both databases."""

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from backlog.requirements.queries import RequirementFilter, list_requirements, suggest
from backlog.requirements.services import bulk_edit, create_requirement, update_requirement
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory


@pytest.fixture
def found(session, workspace, actor):
    def search(text):
        wanted = RequirementFilter(text=text)
        return [row.title for row in list_requirements(session, workspace=workspace, actor=actor, wanted=wanted).items]

    return search


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Gastbestellung ohne Konto", "gast"), ("Gastbestellung ohne Konto", "Gastbestellungen"),
        ("Bestellungen stornieren", "Bestellung"), ("Häuser im Garten", "haus"), ("Häuser im Garten", "Häuser"),
        ("Größe wählen", "groesse"), ("Größe wählen", "größe"), ("Größe wählen", "GRÖSSE"), ("Straße", "Strasse"),
        ("Invoices are paid", "invoice"), ("Paying by card", "pay"), ("Guest checkout", "checkout guest"),
        ("ZUGFeRD-Rechnung", "zugferd"), ("E-Mail an Kunden", "mail"), ("Naïve café", "cafe"),
    ],
)  # fmt: skip
def test_stems_umlauts_and_beginnings_are_found(workspace, found, title, query):
    RequirementFactory.create(workspace=workspace, title=title)
    RequirementFactory.create(workspace=workspace, title="Something else entirely")
    assert found(query) == [title]


def test_every_word_has_to_be_there(workspace, found):
    RequirementFactory.create(workspace=workspace, title="Guest checkout")
    assert found("guest invoice") == []
    assert found("...") == []


def test_description_criteria_labels_and_number_are_searched_and_kept_in_step(session, workspace, actor, found):
    made = create_requirement(
        session, workspace=workspace, actor=actor, now=NOW, values={
            "title": "One", "description": "Wegen **Frostschaden** im Schuppen", "labels": ["winter"],
            "acceptance_criteria": [{"text": "Thermometer shown", "done": False}],
        },
    )  # fmt: skip
    for query in ("frost", "winter", "thermo", "1"):
        assert found(query) == ["One"], query
    change = {"workspace": workspace, "actor": actor, "now": NOW}
    update_requirement(session, key=made.key, values={"description": "", "acceptance_criteria": []}, **change)
    bulk_edit(session, keys=[made.key], values={"remove_labels": ["winter"], "add_labels": ["summer"]}, **change)
    for query, expected in (("frost", []), ("thermo", []), ("winter", []), ("summer", ["One"])):
        assert found(query) == expected, query


def test_a_key_or_its_beginning_finds_by_number_alone(workspace, found):
    for number in range(1, 13):
        RequirementFactory.create(workspace=workspace, title=f"Number {number} of 1")
    assert found("REQ-12") == ["Number 12 of 1"]
    assert found("req1") == [f"Number {number} of 1" for number in (1, 10, 11, 12)]
    assert found("Req 2") == ["Number 2 of 1"]


def test_suggestions_put_the_very_key_first(session, workspace):
    for number in range(1, 13):
        RequirementFactory.create(workspace=workspace, title=f"Thing {number}", kind="epic" if number == 4 else "story")
    keys = [one.key for one in suggest(session, workspace=workspace, text="1")]
    assert keys == ["REQ-1", "REQ-10", "REQ-11", "REQ-12"]
    assert [one.key for one in suggest(session, workspace=workspace, text="thing", limit=2, without=["REQ-1"])] == [
        "REQ-2", "REQ-3",
    ]  # fmt: skip
    assert suggest(session, workspace=workspace, text="req-4")[0].kind == "epic"
    assert suggest(session, workspace=workspace, text=" \x00") == []


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_can_be_searched_for(found, text):
    found(text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=40))
def test_any_text_can_be_stored(session, workspace, actor, text):
    values = {
        "title": f"x{text}",
        "description": text,
        "labels": [text],
        "acceptance_criteria": [{"text": text, "done": True}],
    }
    create_requirement(session, workspace=workspace, actor=actor, values=values, now=NOW)


def test_a_requirement_full_of_rare_words_can_be_stored(session, workspace, actor):
    words = " ".join(f"{number:x}Ж" for number in range(15_000))[:100_000]
    criteria = [
        {"text": "".join(chr(0x4E00 + (n * 7 + k) % 20_000) + " " for k in range(990)), "done": False}
        for n in range(200)
    ]
    values = {"title": "Much", "description": words, "acceptance_criteria": criteria}
    assert create_requirement(session, workspace=workspace, actor=actor, values=values, now=NOW).id


def test_titles_that_say_it_come_before_texts_that_mention_it(session, workspace):
    RequirementFactory.create(workspace=workspace, title="Guest checkout", description="> My lopper needs a blade.")
    RequirementFactory.create(workspace=workspace, title="Lopper: blades to order")
    found = suggest(session, workspace=workspace, text="lopper")
    assert [one.key for one in found] == ["REQ-2", "REQ-1"]
