"""Public holidays of countries and states."""

import subprocess
import sys
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from backlog.core.public_holidays import countries, public_holidays, states_of

CORPUS_CHRISTI = date(2026, 6, 4)


def test_a_state_has_holidays_that_the_country_has_not():
    june = (date(2026, 6, 1), date(2026, 6, 30))
    assert public_holidays("DE", "", *june) == frozenset()
    assert public_holidays("DE", "BW", *june) == {CORPUS_CHRISTI}


def test_a_span_over_new_year_knows_both_years():
    found = public_holidays("DE", "BW", date(2026, 12, 24), date(2027, 1, 6))
    assert found == {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1), date(2027, 1, 6)}


def test_without_a_country_nothing_is_a_holiday():
    assert public_holidays("", "", date(2026, 1, 1), date(2026, 12, 31)) == frozenset()


def test_states_are_offered_by_their_names():
    assert states_of("DE")["BW"] == "Baden-Württemberg"
    assert list(states_of("DE").values()) == sorted(states_of("DE").values())
    assert states_of("") == {}
    assert {"DE", "AT", "CH", "US"} <= countries()


@given(country=st.text(max_size=3), state=st.text(max_size=20))
def test_whatever_is_asked_for_is_answered(country, state):
    day = date(2026, 1, 1)
    assert public_holidays(country, state, day, day) <= {day}


def test_the_library_is_not_read_before_somebody_asks():
    code = "import sys, backlog.workspaces.working_time, backlog.sprints.views.bars; print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
