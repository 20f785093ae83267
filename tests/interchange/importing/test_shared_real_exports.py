"""Two real Jira exports come in whole, and come in once."""

from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.core.permissions import Actor
from backlog.interchange.models import ExternalReference
from backlog.interchange.reading import read_table
from backlog.interchange.services.importing import Reading, Verdict, import_rows, read_rows
from backlog.requirements.models import Comment, Requirement
from backlog.workspaces.models import Workspace
from tests.factories.base import NOW
from tests.support.shared import shared_folder

SHARED = shared_folder()
PLANESO = "en-cloud-allfields-2025-planeso.csv"
WERKPLAATS = "en-cloud-allfields-team-werkplaats.csv"


@pytest.fixture
def bring_in(session: Session, workspace: Workspace, actor: Actor):
    def run(name: str):
        assert SHARED is not None
        raw = (SHARED / "data" / "jira" / name).read_bytes()
        rows = read_rows(raw, Reading.proposed(read_table(raw)), workspace=workspace)
        return import_rows(session, workspace=workspace, actor=actor, rows=rows, now=NOW)

    return run


@pytest.mark.parametrize(("name", "count"), [(PLANESO, 22), (WERKPLAATS, 26)])
def test_every_row_comes_in_once(session, bring_in, name, count):
    first = bring_in(name)
    assert first.counts == {Verdict.CREATED: count, Verdict.UPDATED: 0, Verdict.UNCHANGED: 0, Verdict.SKIPPED: 0}
    events = session.scalar(select(func.count()).select_from(Activity))

    second = bring_in(name)
    assert second.counts == {Verdict.CREATED: 0, Verdict.UPDATED: 0, Verdict.UNCHANGED: count, Verdict.SKIPPED: 0}
    assert second.comments == 0
    assert session.scalar(select(func.count()).select_from(Activity)) == events


def test_comments_come_with_their_date_and_author_and_mention_people_by_name(session, bring_in):
    outcome = bring_in(PLANESO)
    comments = session.scalars(select(Comment)).all()
    assert outcome.comments == len(comments) == 17
    assert {comment.author_name[:6] for comment in comments} == {"Person"}
    assert {comment.created_at.year for comment in comments} == {2025}
    assert not any("accountid" in comment.body for comment in comments)
    assert {comment.author_id for comment in comments} == {None}


def test_statuses_and_due_dates_come_along(session, bring_in):
    bring_in(PLANESO)
    statuses = Counter(session.scalars(select(Requirement.status)))
    assert statuses["shipped"] == 10
    assert set(statuses) <= {"new", "handed_over", "shipped"}
    assert session.scalar(select(func.count()).where(Requirement.target_on.is_not(None))) == 2


def test_stories_stand_under_their_epics(session, bring_in):
    bring_in(WERKPLAATS)
    kinds = dict(session.execute(select(Requirement.id, Requirement.kind)).all())
    parents = session.scalars(select(Requirement.parent_id).where(Requirement.parent_id.is_not(None))).all()
    assert len(parents) == 13
    assert {kinds[parent] for parent in parents} == {"epic"}


def test_what_has_no_place_here_is_kept(session, bring_in):
    bring_in(WERKPLAATS)
    reference = session.scalars(select(ExternalReference).where(ExternalReference.external_key == "W2-30")).one()
    assert reference.system == "jira"
    assert reference.external_id == "10084"
    assert reference.raw["Reporter"] == "Person 03"
    assert reference.raw["Assignee"] == "Person 03"
    assert reference.status == "To Do"


def test_the_order_is_that_of_jiras_rank(session, bring_in):
    bring_in(WERKPLAATS)
    statement = (
        select(ExternalReference.external_key)
        .join(Requirement, Requirement.id == ExternalReference.requirement_id)
        .where(Requirement.kind != "epic")
        .order_by(Requirement.rank)
    )
    assert session.scalars(statement).first() == "W2-30"
