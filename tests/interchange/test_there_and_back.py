"""What we hand over to Jira is found again, row by row, when a file comes back."""

from datetime import date
from decimal import Decimal

from hypothesis import given

from backlog.interchange.jira import Criterion, JiraIssue, WritingOptions, get_preset, jira_files
from backlog.interchange.mapping import Draft, Rules, Source, decide, draft_row, own_keys, propose_columns
from backlog.interchange.reading import read_table
from backlog.requirements.terms import Kind, Moscow
from tests.support.jira_issues import hostile_issues

_OPTIONS = WritingOptions(reference_url="https://backlog.example.org/w/shop/requirements/")


def _back(issues) -> tuple[list[JiraIssue], list[Draft]]:
    (file,) = jira_files(issues, preset=get_preset("cloud-company"), options=_OPTIONS)
    table = read_table(b"".join(file.chunks))
    columns = propose_columns(table.header)
    assert columns.source is Source.JIRA
    decisions = decide(table, columns)
    assert decisions.open_questions == ()
    return list(file.issues), [draft_row(row, columns, decisions, Rules()) for row in table.rows()]


def test_a_requirement_comes_back_as_it_went():
    issue = JiraIssue(
        number=42,
        key="REQ-42",
        title="Guest checkout: C:\\temp",
        kind=Kind.BUG,
        description="# Why\n\n**No** account, `x{y}`.\n\n- one\n- two",
        criteria=(Criterion("pays"), Criterion("gets *mail*", is_done=True)),
        moscow=Moscow.WONT,
        labels=("Shop front",),
        components=("Web shop",),
        points=Decimal("3.5"),
        target_on=date(2026, 9, 18),
        assignee="anna.beck@example.org",
    )
    _, (draft,) = _back([issue])
    assert (draft.key, draft.kind, draft.moscow, draft.points) == ("REQ-42", Kind.BUG, Moscow.WONT, Decimal("3.5"))
    assert (draft.labels, draft.components) == (("req-42", "shop-front"), ("Web shop",))
    assert (draft.target_on, draft.owner) == (date(2026, 9, 18), "anna.beck@example.org")
    assert draft.description == (
        "**Full title:** Guest checkout: C:\\temp\n\n# Why\n\n**No** account, `x{y}`.\n\n- one\n- two\n\n"
        "### Acceptance criteria\n\n- [ ] pays\n- [x] gets _mail_\n\n"
        "Ref: <https://backlog.example.org/w/shop/requirements/REQ-42>"
    )


@given(hostile_issues())
def test_every_row_is_found_again_by_its_key_and_keeps_its_place(issues):
    written, drafts = _back(issues)
    for issue, draft in zip(written, drafts, strict=True):
        assert own_keys(draft, prefixes=("REQ",))[0] == issue.key
        assert (draft.kind, draft.moscow) == (issue.kind, issue.moscow)
        assert draft.title
        assert all(finding.code == "apostrophe" for finding in draft.findings)
    levels = {draft.external_id: issue.kind.level for issue, draft in zip(written, drafts, strict=True)}
    assert all(levels[draft.parent] == levels[draft.external_id] + 1 for draft in drafts if draft.parent)
