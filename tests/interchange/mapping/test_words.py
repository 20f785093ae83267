import pytest

from backlog.interchange.jira import PRESETS
from backlog.interchange.mapping import fold
from backlog.interchange.mapping.words import KINDS, MOSCOW, PRIORITIES, STATUSES, Scale, decide_scale, find_status
from backlog.requirements.terms import KIND_LABELS, MOSCOW_LABELS, STATUS_LABELS, Moscow, Status


def test_our_own_words_are_known():
    assert {kind: KINDS[fold(label)] for kind, label in KIND_LABELS.items()} == {kind: kind for kind in KIND_LABELS}
    assert all(STATUSES[fold(label)] is status for status, label in STATUS_LABELS.items())
    assert all(MOSCOW[fold(label)] is moscow for moscow, label in MOSCOW_LABELS.items())


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_what_a_preset_writes_is_read_back_as_it_was(preset):
    assert {moscow: PRIORITIES[Scale.FIVE][fold(word)] for moscow, word in preset.priorities.items()} == {
        moscow: moscow for moscow in Moscow
    }
    assert all(KINDS[fold(word)] is kind for kind, word in preset.kinds.items())


def test_medium_is_jiras_silence_and_a_persons_judgement():
    assert PRIORITIES[Scale.FIVE]["medium"] is None
    assert PRIORITIES[Scale.THREE]["medium"] is Moscow.SHOULD
    assert decide_scale(["Hoch", "Mittel"]) is Scale.THREE
    assert decide_scale(["Hoch", "Am höchsten"]) is Scale.FIVE


@pytest.mark.parametrize(
    ("name", "category", "resolution", "status"),
    [
        ("To Do", "To Do", "", Status.NEW),
        ("Selected for Development", "To Do", "", Status.READY),
        ("In Arbeit", "", "", Status.HANDED_OVER),
        ("Abnahme durch Fachbereich", "In Arbeit", "", Status.HANDED_OVER),
        ("Ready", "Done", "", Status.SHIPPED),
        ("Done", "Done", "Won't Do", Status.DECLINED),
        ("To Do", "To Do", "Duplicate", Status.NEW),
        ("Terminé(e)", "Terminé", "Fini", Status.SHIPPED),
        ("irgendwo", "", "", None),
        ("", "", "", None),
    ],
)
def test_a_status_is_found_by_name_within_its_category(name, category, resolution, status):
    assert find_status(name, category, resolution, known={}) is status


def test_a_configured_name_wins():
    known = {fold("Abnahme"): Status.SHIPPED}
    assert find_status("Abnahme", "In Progress", "", known=known) is Status.SHIPPED
