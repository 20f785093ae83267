"""Many people at once: nothing fails, nothing is lost, and there is one order."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from backlog.activity.models import Activity
from backlog.core.db import transaction
from backlog.core.errors import Conflict
from backlog.requirements.models import Requirement
from backlog.requirements.services import create_requirement, create_requirements, move_requirements, update_requirement
from backlog.workspaces.models import Workspace
from tests.factories.base import NOW

THREADS = 8
ROUNDS = 50


@pytest.fixture
def committed(session, workspace, actor):
    """Fill the backlog and let others see it."""
    rows = [{"title": f"Requirement {number}"} for number in range(30)]
    keys = [one.key for one in create_requirements(session, workspace=workspace, actor=actor, rows=rows, now=NOW)]
    session.commit()
    return keys


def in_threads(work):
    start = threading.Barrier(THREADS)

    def run(thread: int) -> None:
        start.wait()
        work(thread, random.Random(thread))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(run, range(THREADS)))


@pytest.mark.commits
@pytest.mark.slow
def test_moves_creations_and_edits_of_eight_people_never_fail(engine, session, workspace, actor, committed):
    def work(thread, rnd):
        for turn in range(ROUNDS):
            with transaction(engine) as own:
                mine = own.get_one(Workspace, workspace.id)
                act = {"workspace": mine, "actor": actor, "now": NOW}
                if turn % 5 == 0:
                    create_requirement(own, values={"title": f"{thread} {turn}", "labels": ["x"]}, **act)
                elif turn % 5 == 1:
                    update_requirement(own, key=rnd.choice(committed), values={"points": turn}, **act)
                else:
                    *block, after = rnd.sample(committed, rnd.choice([2, 2, 4]))
                    move_requirements(own, keys=block, after=rnd.choice([after, None]), **act)

    in_threads(work)
    session.expire_all()
    rows = session.execute(
        select(Requirement.rank, Requirement.number).where(Requirement.workspace_id == workspace.id)
    ).all()
    assert len({row.rank for row in rows}) == len(rows) == 30 + THREADS * ROUNDS // 5
    assert sorted(row.number for row in rows) == list(range(1, len(rows) + 1))
    numbers = session.scalars(select(Activity.number).where(Activity.workspace_id == workspace.id)).all()
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.commits
def test_of_two_who_edit_one_field_at_once_one_is_told(engine, session, workspace, actor, committed):
    told = []

    def work(thread, _rnd):
        with transaction(engine) as own:
            mine = own.get_one(Workspace, workspace.id)
            values = {"title": f"By {thread}", "labels": [f"by-{thread}"]}
            try:
                update_requirement(
                    own, workspace=mine, actor=actor, key=committed[0], values=values, version=1, now=NOW
                )
            except Conflict as conflict:
                told.append(conflict.details["fields"]["title"]["yours"])

    in_threads(work)
    session.expire_all()
    kept = session.scalar(
        select(Requirement.title).where(Requirement.workspace_id == workspace.id, Requirement.number == 1)
    )
    assert sorted([kept, *told]) == [f"By {thread}" for thread in range(THREADS)]
