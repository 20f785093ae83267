"""A plain list, and what its lines begin with."""

from backlog.interchange.mapping.cells import read_criteria
from backlog.interchange.mapping.targets import Source
from backlog.interchange.reading.lines import as_table


def test_marks_of_lists_and_headings_are_no_part_of_a_title() -> None:
    text = "# One\n+ [ ] Two\n1. Three\n– [] Four\n-5 °C\n#tag"
    assert as_table(text).split("\n") == ["Title", '"One"', '"Two"', '"Three"', '"Four"', '"-5 °C"', '"#tag"']


def test_bullets_are_no_part_of_a_criterion() -> None:
    found = read_criteria("– pays\n+ [x] gets a mail\n2) waits\n-5 °C is kept", Source.OTHER, {})
    assert [(one.text, one.is_done) for one in found] == [
        ("pays", False), ("gets a mail", True), ("waits", False), ("-5 °C is kept", False),
    ]  # fmt: skip
