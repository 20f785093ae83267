import re

import pytest

from backlog.core.errors import NotFound
from backlog.interchange.jira import PRESETS, get_preset
from backlog.requirements.terms import Kind, Moscow


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_a_preset_names_all_we_have_in_headers_without_punctuation(preset):
    assert set(preset.kinds) == set(Kind)
    assert set(preset.priorities) == set(Moscow)
    assert all(re.fullmatch(r"[A-Za-z ]+", column.header) for column in preset.columns)
    assert len({column.field for column in preset.columns}) == len(preset.columns)


def test_an_unknown_preset_is_said_with_those_that_are_known():
    with pytest.raises(NotFound, match=r"no preset trello\. Known are: cloud-company"):
        get_preset("trello")
