"""Whom a row speaks of: keys say it, a title only where a person wants that."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.permissions import Actor
from backlog.interchange.models import ExternalReference
from backlog.interchange.reading import read_table
from backlog.interchange.services.importing import ImportOutcome, Reading, Verdict, import_rows, read_rows
from backlog.requirements.models import Requirement
from backlog.requirements.services import archive_requirements
from backlog.workspaces.models import Workspace
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory


def bring_in(
    session: Session, workspace: Workspace, actor: Actor, raw: bytes, *, by_title: bool = False
) -> ImportOutcome:
    reading = replace(Reading.proposed(read_table(raw)), updates_same_title=by_title)
    rows = read_rows(raw, reading, workspace=workspace)
    done = import_rows(session, workspace=workspace, actor=actor, rows=rows, now=NOW)
    session.expire_all()
    return done


def said(done: ImportOutcome) -> list[str]:
    return [" ".join(map(str, row.findings)) for row in done.rows]


def test_a_title_alone_is_a_likeness_and_changes_nothing(session, workspace, actor):
    RequirementFactory.create(workspace=workspace, title="Guest checkout", points="3")
    done = bring_in(session, workspace, actor, b"Title,Points\nguest  CHECKOUT,5\n")
    assert [row.verdict for row in done.rows] == [Verdict.SKIPPED]
    assert said(done) == ["Looks like REQ-1: the title is the same."]


def test_a_known_key_changes_the_requirement_and_a_title_does_where_that_is_wanted(session, workspace, actor):
    one = RequirementFactory.create(workspace=workspace, title="Guest checkout", points="3")
    assert bring_in(session, workspace, actor, b"Title,Points,Our key\nCheckout,4,REQ-1\n").counts[Verdict.UPDATED] == 1
    session.refresh(one)
    assert (one.title, one.points) == ("Checkout", 4)
    done = bring_in(session, workspace, actor, b"Title,Points\ncheckout,5\nNew,1\n", by_title=True)
    assert [row.verdict for row in done.rows] == [Verdict.UPDATED, Verdict.CREATED]
    session.refresh(one)
    assert one.points == 5


def test_an_issue_that_is_taken_for_a_requirement_is_known_by_its_key_from_then_on(session, workspace, actor):
    RequirementFactory.create(workspace=workspace, title="Guest checkout")
    raw = b"Summary,Issue key,Issue id\nGuest checkout,HK-1,11\nGuest checkout,HK-2,12\n"
    assert bring_in(session, workspace, actor, raw).counts[Verdict.SKIPPED] == 2
    done = bring_in(session, workspace, actor, raw, by_title=True)
    # Another issue of the same title is another requirement.
    assert [row.verdict for row in done.rows] == [Verdict.UNCHANGED, Verdict.CREATED]
    assert list(session.scalars(select(ExternalReference.external_key).order_by(ExternalReference.id))) == [
        "HK-1", "HK-2",
    ]  # fmt: skip
    assert bring_in(session, workspace, actor, raw).counts[Verdict.UNCHANGED] == 2


def test_what_is_archived_says_so_whatever_is_wanted(session, workspace, actor):
    RequirementFactory.create(workspace=workspace, title="Guest checkout")
    archive_requirements(session, workspace=workspace, actor=actor, keys=["REQ-1"], now=NOW)
    for by_title in (False, True):
        done = bring_in(session, workspace, actor, b"Title\nGuest checkout\n", by_title=by_title)
        assert said(done) == ["REQ-1 is archived. Restore it to have it updated."]


def test_of_rows_with_one_title_only_the_first_changes_it(session, workspace, actor):
    RequirementFactory.create(workspace=workspace, title="Guest checkout")
    raw = b"Title,Our key\nGuest checkout,\nGuest checkout,REQ-77\n"
    done = bring_in(session, workspace, actor, raw, by_title=True)
    assert said(done)[1] == "The same as line 2."


ODD = b"Title,Status,Kind,Priority,MoSCoW,Points,Due,Owner,Epic,Our key\n"


def test_a_remark_says_what_happens_to_a_new_requirement(session, workspace, actor):
    done = bring_in(session, workspace, actor, ODD + b"One,Waiting,Thing,Odd,Odd,many,soon,Nobody,Nowhere,\n")
    assert said(done)[0].split(". ") == [
        "“Thing” is no kind we know: it comes in as a story",
        "“Waiting” is no status we know: it comes in as New",
        "“Odd” is none of must, should, could, won't: it comes in without a priority",
        "“Odd” is no priority we know: it comes in without one",
        "“many” is no number of story points: it comes in without an estimate",
        "“soon” is no date we can read: it comes in without a target hand-over",
        "Nobody is no member here: it comes in without an owner, and the name is kept aside",
        "What stands above it was not found: it comes in with nothing above it.",
    ]
    made = session.scalars(select(Requirement)).one()
    assert (made.status, made.kind, made.moscow, made.points, made.target_on, made.owner_id, made.parent_id) == (
        "new", "story", None, None, None, None, None,
    )  # fmt: skip


def test_a_remark_says_what_happens_to_a_requirement_that_is_there(session, workspace, actor):
    RequirementFactory.create(
        workspace=workspace, title="One", status="ready", kind="bug", moscow="must", points="3",
        target_on=date(2027, 3, 1),
    )  # fmt: skip
    done = bring_in(session, workspace, actor, ODD + b"One,Waiting,Thing,Odd,Odd,many,soon,Nobody,Nowhere,REQ-1\n")
    assert done.rows[0].verdict is Verdict.UNCHANGED
    # Each of them, and none says that something new comes in.
    assert said(done)[0].count(" stays ") == 8
    assert "comes in" not in said(done)[0]


def test_what_breaks_a_limit_is_said_with_what_happens_instead(session, workspace, actor):
    raw = b"Title,Description,Our key\nOne," + b"y" * 100_001 + b",%s\n"
    assert said(bring_in(session, workspace, actor, raw % b"")) == [
        "A description has at most 100,000 characters. It comes in without it."
    ]
    assert said(bring_in(session, workspace, actor, raw % b"REQ-1")) == [
        "A description has at most 100,000 characters. What is there stays as it is."
    ]
