"""Whatever two people change at once: every change is kept, or both are shown."""

from decimal import Decimal

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from backlog.core.errors import Conflict
from backlog.requirements.queries import get_requirement
from backlog.requirements.services import create_requirement, update_requirement
from backlog.requirements.services.values import values_of
from tests.factories.base import NOW
from tests.factories.workspaces import WorkspaceFactory, member

SETS = {"labels"}
Words = st.sampled_from(["a", "b", "c"])
Edit = st.fixed_dictionaries(
    {},
    optional={
        "title": Words,
        "description": st.sampled_from(["", "a", "b"]),
        "status": st.sampled_from(["new", "ready", "planned"]),
        "moscow": st.sampled_from([None, "must", "could"]),
        "points": st.sampled_from([None, 1, Decimal("2.5")]),
        "labels": st.lists(Words, unique=True),
        "acceptance_criteria": st.lists(
            st.fixed_dictionaries({"text": Words, "done": st.booleans()}), max_size=2, unique_by=lambda one: one["text"]
        ),
    },
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=Edit, edits=st.lists(Edit, min_size=1, max_size=3), mine=Edit)
def test_any_two_concurrent_edits_are_united_or_a_conflict(session, first, edits, mine):
    workspace = WorkspaceFactory.create()
    me, other = member(workspace), member(workspace)
    made = create_requirement(session, workspace=workspace, actor=me, values={"title": "a", **first}, now=NOW)

    def update(values, actor, version=None):
        update_requirement(
            session, workspace=workspace, actor=actor, key=made.key, values=values, version=version, now=NOW
        )

    def current():
        found = get_requirement(session, workspace=workspace, key=made.key)
        return values_of(found, ("title", "description", "status", "moscow", "points", "labels", "acceptance_criteria"))

    base = current()
    for edit in edits:
        update(edit, other)
    theirs = current()
    wanted = {**base, **{name: float(value) if isinstance(value, Decimal) else value for name, value in mine.items()}}
    wanted["labels"] = sorted(wanted["labels"])
    clashing = {
        name
        for name in base
        if name not in SETS and base[name] != wanted[name] != theirs[name] != base[name]
    }  # fmt: skip
    if clashing:
        with pytest.raises(Conflict) as caught:
            update(mine, me, version=1)
        assert caught.value.details["fields"] == {
            name: {"yours": wanted[name], "theirs": theirs[name], "by": other.name} for name in clashing
        }
        assert current() == theirs
        return
    update(mine, me, version=1)
    after = current()
    for name in base.keys() - SETS:
        assert after[name] == (theirs[name] if wanted[name] == base[name] else wanted[name])
    added, removed = set(wanted["labels"]) - set(base["labels"]), set(base["labels"]) - set(wanted["labels"])
    assert set(after["labels"]) == (set(theirs["labels"]) | added) - removed
