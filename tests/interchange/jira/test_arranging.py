from hypothesis import given
from hypothesis import strategies as st

from backlog.interchange.jira import JiraIssue, arrange, split
from backlog.requirements.terms import Kind


def _issue(number, kind=Kind.STORY, parent=None) -> JiraIssue:
    return JiraIssue(number=number, key=f"REQ-{number}", title="a", kind=kind, parent_number=parent)


def _numbers(files):
    return [[issue.number for issue in file] for file in files]


def test_levels_come_from_the_top_and_each_keeps_our_ranking():
    issues = [_issue(3, Kind.SUBTASK, 1), _issue(2, Kind.BUG), _issue(9, Kind.EPIC), _issue(1), _issue(4, Kind.EPIC)]
    assert [issue.number for issue in arrange(issues)] == [9, 4, 2, 1, 3]


def test_families_stay_together_and_stories_set_the_order():
    issues = [_issue(1, Kind.EPIC), _issue(2), _issue(3, parent=1), _issue(4), _issue(5, parent=1), _issue(6)]
    assert _numbers(split(issues, rows_per_file=3)) == [[2], [1, 3, 5], [4, 6]]


def test_a_family_larger_than_a_file_is_cut_between_stories():
    issues = [
        _issue(1, Kind.EPIC),
        *(_issue(number, parent=1) for number in (2, 3)),
        *(_issue(10 + number, Kind.SUBTASK, 2) for number in range(2)),
        *(_issue(20 + number, Kind.SUBTASK, 3) for number in range(2)),
    ]
    assert _numbers(split(issues, rows_per_file=4)) == [[1, 2, 10, 11], [3, 20, 21]]


def test_a_circle_of_parents_holds_nobody_up():
    assert _numbers(split([_issue(1, parent=2), _issue(2, parent=1)], rows_per_file=5)) == [[1, 2]]


@given(st.data(), st.integers(1, 20), st.integers(1, 6))
def test_nothing_is_lost_and_no_file_is_too_long(data, count, rows):
    issues = [
        _issue(number, data.draw(st.sampled_from(Kind)), data.draw(st.one_of(st.none(), st.integers(1, count))))
        for number in range(1, count + 1)
    ]
    files = split(issues, rows_per_file=rows)
    assert all(0 < len(file) <= rows for file in files)
    assert sorted(number for file in _numbers(files) for number in file) == list(range(1, count + 1))
