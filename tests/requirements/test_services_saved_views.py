"""Saved views: one's own, and those that are shared."""

import pytest

from backlog.core.errors import Invalid, LimitReached, NotFound
from backlog.requirements.queries import list_saved_views
from backlog.requirements.services import delete_view, normal_query, rename_view, save_view, share_view
from tests.factories.base import NOW
from tests.factories.workspaces import member


@pytest.fixture
def save(session, workspace, actor):
    def call(name, by=None, query="status=ready", **how):
        return save_view(session, workspace=workspace, actor=by or actor, name=name, query=query, now=NOW, **how)

    return call


def test_one_sees_ones_own_and_what_others_share(session, workspace, actor, save):
    other = member(workspace, name="Tarek")
    save("Mine")
    save("Theirs", by=other)
    save("Shared", by=other, is_shared=True)
    rows = list_saved_views(session, workspace=workspace, actor=actor)
    assert [(row.name, row.is_own, row.owner_name) for row in rows] == [
        ("Mine", True, "Aylin Dorenkamp"), ("Shared", False, "Tarek"),
    ]  # fmt: skip


def test_only_ones_own_views_can_be_changed(session, workspace, save):
    view = save("Mine", is_shared=True)
    other = {"workspace": workspace, "actor": member(workspace), "view_id": view.id}
    for change in (
        lambda: rename_view(session, name="Ours", **other),
        lambda: share_view(session, is_shared=False, **other),
        lambda: delete_view(session, **other),
    ):
        with pytest.raises(NotFound):
            change()


def test_a_view_is_renamed_shared_and_forgotten(session, workspace, actor, save):
    view = save("Mine")
    own = {"workspace": workspace, "actor": actor, "view_id": view.id}
    rename_view(session, name=" Ready  now ", **own)
    rename_view(session, name="Ready now", **own)
    share_view(session, is_shared=True, **own)
    assert list_saved_views(session, workspace=workspace, actor=member(workspace))[0].name == "Ready now"
    delete_view(session, **own)
    assert list_saved_views(session, workspace=workspace, actor=actor) == []


def test_a_name_is_needed_and_taken_once(save):
    save("Mine")
    for name in ("Mine", " ", "x" * 81):
        with pytest.raises(Invalid):
            save(name)


def test_there_is_an_end_to_views(save):
    for number in range(100):
        save(f"View {number}")
    with pytest.raises(LimitReached):
        save("One more")


def test_a_query_is_kept_in_one_order_and_without_nonsense():
    assert normal_query("?status=ready&q= guest &status=ready&page=3&sort=rank&moscow=never&epic=REQ-1") == (
        "q=guest&epic=REQ-1&status=ready"
    )
    with pytest.raises(Invalid):
        normal_query("&".join(f"label={'x' * 100}{number}" for number in range(40)))
