"""An import among others who write: it waits for nobody long, loses nothing, and comes in whole or not at all."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from backlog.activity.models import Activity
from backlog.core.db import transaction
from backlog.interchange.models import ExternalReference
from backlog.interchange.queries.matching import list_current
from backlog.interchange.reading import read_table
from backlog.interchange.services.importing import Reading, Verdict, bring_in, import_rows, read_rows
from backlog.requirements.models import Requirement
from backlog.requirements.services import create_requirement, update_requirement
from backlog.requirements.terms import Kind
from backlog.workspaces.models import Workspace
from tests.factories.base import NOW

RAW = b"Summary,Issue key,Issue Type,Labels,Component,Comment\n" + b"".join(
    f"Wish {number},HK-{number},{'Epic' if number % 9 == 0 else 'Story'},shop,Till,said {number}\n".encode()
    for number in range(1500)
)


def rows_of(raw, workspace):
    return read_rows(raw, Reading.proposed(read_table(raw)), workspace=workspace)


def titles(session):
    return list(session.scalars(select(Requirement.title).order_by(Requirement.rank)))


@pytest.mark.commits
@pytest.mark.parametrize("others", [1, 9])
def test_what_others_write_meanwhile_stays_and_the_import_comes_after_it(engine, session, workspace, actor, others):
    session.commit()
    turns = count(1)

    @contextmanager
    def opened(bind):
        # Between the planning and the lock is where others get in.
        if (turn := next(turns)) <= others:
            with transaction(bind) as theirs:
                own = theirs.get_one(Workspace, workspace.id)
                create_requirement(theirs, workspace=own, actor=actor, values={"title": f"Theirs {turn}"}, now=NOW)
        with transaction(bind) as mine:
            yield mine

    rows = rows_of(b"Summary\none\nTheirs 1\n", workspace)
    outcome = bring_in(engine, opened, workspace=workspace, actor=actor, rows=rows, now=NOW)
    theirs = [f"Theirs {turn}" for turn in range(1, next(turns))][:others]
    assert titles(session) == [*theirs, "one"]
    assert [row.verdict for row in outcome.rows] == ["created", "skipped"]


@pytest.mark.commits
def test_an_import_that_is_killed_leaves_the_database_as_it_was(engine, session, workspace, actor, tmp_path):
    import_rows(session, workspace=workspace, actor=actor, rows=rows_of(b"Summary\nbefore\n", workspace), now=NOW)
    session.commit()
    before = everything(session)
    (tmp_path / "wishes.csv").write_bytes(RAW)
    with started(engine, tmp_path) as child:
        assert child.stdout.readline() == "in the middle\n"
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL

    session.rollback()
    assert everything(session) == before
    rows = rows_of(RAW, workspace)
    with transaction(engine) as again:
        own = again.get_one(Workspace, workspace.id)
        assert import_rows(again, workspace=own, actor=actor, rows=rows, now=NOW).counts[Verdict.CREATED] == 1500


def test_a_sub_task_never_stands_under_a_sub_task(session, workspace, actor):
    raw = (
        b"Summary,Issue id,Issue Type,Parent,Project key\ntop,1,Story,,A\nchild,2,Sub-task,1,A\nbelow,3,Sub-task,2,A\n"
    )
    import_rows(session, workspace=workspace, actor=actor, rows=rows_of(raw, workspace), now=NOW)
    assert dict(session.execute(select(Requirement.title, Requirement.kind)).all()) == {
        "top": "story",
        "child": "subtask",
        "below": "task",
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["Epic", "Story", "Sub-task", "Bug", ""]), st.integers(0, 9)), min_size=2, max_size=9
    )
)
def test_whatever_a_file_says_a_parent_stands_one_level_above(session, workspace, actor, rows):
    lines = [f"row {at},{at},{kind},{parent}" for at, (kind, parent) in enumerate(rows)]
    raw = "\n".join(["Summary,Issue id,Issue Type,Parent", *lines]).encode()
    with session.begin_nested() as attempt:
        import_rows(session, workspace=workspace, actor=actor, rows=rows_of(raw, workspace), now=NOW)
        above = aliased(Requirement)
        statement = select(Requirement.kind, above.kind).outerjoin(above, above.id == Requirement.parent_id)
        for kind, parent in session.execute(statement):
            assert (parent is None and kind != "subtask") or Kind(parent).level == Kind(kind).level + 1
        attempt.rollback()
    session.expire_all()


def test_a_change_makes_one_version_one_event_and_new_words(session, workspace, actor):
    first = b"External Issue ID,Summary,Labels,Components,Story Points\n,Guest checkout,shop,Till,3\n"
    import_rows(session, workspace=workspace, actor=actor, rows=rows_of(first, workspace), now=NOW)
    update_requirement(session, workspace=workspace, actor=actor, key="REQ-1", values={"status": "ready"}, now=NOW)
    second = b"External Issue ID,Summary,Labels,Components,Story Points\nREQ-1,Guest account,till,Desk,5\n"
    import_rows(session, workspace=workspace, actor=actor, rows=rows_of(second, workspace), now=NOW)

    event = session.scalars(select(Activity).order_by(Activity.number.desc()).limit(1)).one()
    assert (event.verb, event.entity_key, event.entity_version) == ("requirement.changed", "REQ-1", 3)
    assert event.changes == {
        "title": ["Guest checkout", "Guest account"],
        "labels": [["shop"], ["till"]],
        "components": [["Till"], ["Desk"]],
        "points": [3, 5],
    }
    changed = session.scalars(select(Requirement)).one()
    session.refresh(changed)
    assert (changed.version, changed.title, changed.status) == (3, "Guest account", "ready")


CLEARING = (
    b"External Issue ID,Summary,Description,Story Points,Labels,Due date,Status\nREQ-1,Guest checkout,,,req-1,,\n"
)
FIELDS = ("description", "points", "labels", "target_on", "status", "moscow")


@pytest.mark.parametrize(
    ("raw", "clears", "said"),
    [
        (CLEARING, False, ["Why", 3, ["shop"], "2027-04-03", "ready", "must"]),
        (CLEARING, True, ["", None, [], None, "ready", "must"]),
        # Cells that a short row lacks are not empty.
        (CLEARING.replace(b",,,req-1,,\n", b",\n"), True, ["", 3, ["shop"], "2027-04-03", "ready", "must"]),
    ],
)
def test_empty_cells_clear_a_field_only_where_somebody_wants_that(session, workspace, actor, raw, clears, said):
    values = {"title": "Guest checkout", "description": "Why", "points": 3, "labels": ["shop"], "moscow": "must"}
    values |= {"target_on": date(2027, 4, 3), "status": "ready"}
    create_requirement(session, workspace=workspace, actor=actor, values=values, now=NOW)
    reading = replace(Reading.proposed(read_table(raw)), clears_empty=clears)
    rows = read_rows(raw, reading, workspace=workspace)
    import_rows(session, workspace=workspace, actor=actor, rows=rows, now=NOW)
    ((_, current),) = list_current(session, workspace, session.scalars(select(Requirement.id)).all()).items()
    assert [current.values[name] for name in FIELDS] == said


def everything(session: Session) -> dict[str, object]:
    counted = {
        model.__name__: session.scalar(select(func.count()).select_from(model))
        for model in (Requirement, Activity, ExternalReference)
    }
    numbers = session.execute(select(Workspace.requirement_number, Workspace.activity_number)).all()
    return {**counted, "numbers": numbers, "titles": titles(session)}


@contextmanager
def started(engine, folder):
    """Run the command in a process that says so when half of the rows are written, and then stays there."""
    environment = {
        **os.environ,
        "ENVIRONMENT": "test",
        "SECRET_KEY": "only for tests",
        "DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "INSTANCE_PATH": str(folder / "instance"),
    }
    command = [sys.executable, "-c", CHILD, str(folder / "wishes.csv")]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        yield child


CHILD = """
import sys
from backlog import create_app
from backlog.core.events import subscribe

seen = 0

def stay(session, events):
    global seen
    seen += len(events)
    if seen >= 750:
        print("in the middle", file=sys.__stdout__, flush=True)
        sys.__stdin__.read()

app = create_app()
subscribe(stay)
app.test_cli_runner().invoke(args=["import-csv", "--workspace", "harkenau", sys.argv[1]])
"""
