from hypothesis import given
from hypothesis import strategies as st

from backlog.interchange.mapping import Draft, parents_first, place
from backlog.requirements.terms import Kind


def _draft(name, kind=Kind.STORY, **fields) -> Draft:
    return Draft(line=2, title=name, external_id=name, kind=kind, **fields)


def _codes(places):
    return [[finding.code for finding in one.findings] for one in places]


def test_parents_are_found_by_id_key_epic_name_and_title():
    drafts = [
        _draft("1", Kind.EPIC, external_key="SHOP-1", epic_name="Checkout", key="REQ-1"),
        *(_draft("2", parent="1"), _draft("3", parent_key="shop-1"), _draft("4", epic="Checkout")),
        *(_draft("5", parent="REQ-1"), _draft("6", epic="SHOP-1")),
    ]
    assert [one.parent for one in place(drafts)] == [None, 0, 0, 0, 0, 0]


def test_a_parent_that_no_row_has_is_to_be_looked_for_elsewhere():
    (one,) = place([_draft("1", parent="999", parent_key="SHOP-9")])
    assert (one.parent, one.outside) == (None, "SHOP-9")


def test_levels_are_made_to_fit_and_say_so():
    drafts = [
        _draft("epic", Kind.EPIC),
        _draft("task", Kind.SUBTASK, parent="epic"),
        _draft("child", Kind.STORY, parent="task"),
        _draft("grandchild", Kind.STORY, parent="child"),
        _draft("high", Kind.EPIC, parent="epic"),
    ]
    places = place(drafts)
    assert [(one.kind, one.parent) for one in places] == [
        (Kind.EPIC, None),
        (Kind.TASK, 0),
        (Kind.SUBTASK, 1),
        (Kind.SUBTASK, 1),
        (Kind.EPIC, None),
    ]
    assert _codes(places) == [
        [],
        ["kind_changed"],
        ["kind_changed"],
        ["moved_up", "kind_changed"],
        ["epic_with_parent"],
    ]


def test_a_subtask_without_its_parent_becomes_a_task_unless_the_parent_may_be_ours():
    orphan, hopeful = place([_draft("1", Kind.SUBTASK), _draft("2", Kind.SUBTASK, parent_key="SHOP-9")])
    assert (orphan.kind, hopeful.kind) == (Kind.TASK, Kind.SUBTASK)
    assert _codes([orphan, hopeful]) == [["orphan"], []]


def test_a_circle_is_let_go():
    places = place([_draft("a", parent="b"), _draft("b", parent="c"), _draft("c", parent="a")])
    assert sum(one.parent is None for one in places) == 1
    assert sum("circle" in codes for codes in _codes(places)) == 1


def test_an_item_is_not_its_own_parent():
    (one,) = place([_draft("a", parent="a")])
    assert one.parent is None


def test_a_very_long_chain_ends():
    drafts = [_draft(str(number), parent=str(number + 1)) for number in range(20_000)]
    assert {one.parent for one in place(drafts)} == {None, 19_999}


@given(st.data(), st.integers(1, 12))
def test_every_parent_stands_one_level_above_and_first(data, count):
    drafts = [
        _draft(str(number), data.draw(st.sampled_from(Kind)), parent=str(data.draw(st.integers(0, count))))
        for number in range(count)
    ]
    places = place(drafts)
    order = parents_first(places)
    for position, one in enumerate(places):
        if one.parent is not None:
            assert places[one.parent].kind.level == one.kind.level + 1
            assert order.index(one.parent) < order.index(position)
