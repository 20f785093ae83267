"""A benchmark runs from end to end: what it measures is not looked at, whether it measures is."""

import pytest

from bench.__main__ import main
from bench.client import Request
from bench.load import Wrong, burst, must_be_right
from bench.servers import FLOOR, OURS, NoStart, serving


@pytest.mark.slow
def test_a_quick_run_measures_what_is_named_and_ends_by_itself(capsys):
    main(["list", "move", "cost", "live", "--quick"])
    said = {line.split("  ")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert {
        "list",
        "list, size",
        "move",
        "move, rows written",
        "move, answer",
        "live, median",
        "live, worst",
    } <= said.keys()
    assert said["move, rows written"].split()[3:5] == ["3", "rows"]


def test_a_part_that_does_not_exist_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["lsit"])
    assert "no part 'lsit'" in capsys.readouterr().err


@pytest.mark.slow
def test_an_answer_that_was_not_expected_ends_the_run(tmp_path):
    with serving(FLOOR, folder=tmp_path, settings={}) as server:
        found = burst(server, lambda _: Request("/nowhere"), count=4, clients=2)
    assert found.count == 0
    with pytest.raises(Wrong, match=r"4 answers .*/nowhere: 404"):
        must_be_right([found])


def test_a_server_that_does_not_start_says_why(tmp_path):
    settings = {"ENVIRONMENT": "elsewhere"}
    with pytest.raises(NoStart, match="ENVIRONMENT must be one of"), serving(OURS, folder=tmp_path, settings=settings):
        pass
