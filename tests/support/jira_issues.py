"""Requirements of every hostile kind, as rows for Jira."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from backlog.interchange.jira import Criterion, JiraIssue
from backlog.requirements.terms import Kind, Moscow
from tests.support.hostile import hostile_text


def _long(text: str, length: int) -> str:
    return ((text or "x") * length)[:length]


_titles = st.one_of(hostile_text(max_size=5), st.builds(_long, hostile_text(max_size=3), st.integers(250, 600)))
_criteria = st.lists(st.builds(Criterion, hostile_text(max_size=3), st.booleans()), max_size=3).map(tuple)
_words = st.lists(hostile_text(max_size=2), max_size=3).map(tuple)
_sizes = st.one_of(
    st.none(),
    st.decimals(min_value=-10, max_value=99_999, places=2),
    st.sampled_from([Decimal("3.50"), Decimal("1E+2"), Decimal("NaN"), Decimal("Infinity")]),
)


@st.composite
def _issue(draw: st.DrawFn, number: int, count: int) -> JiraIssue:
    parent = draw(st.one_of(st.none(), st.integers(1, count + 2)))
    return JiraIssue(
        number=number,
        key=f"REQ-{number}",
        title=draw(_titles),
        kind=draw(st.sampled_from(Kind)),
        description=draw(hostile_text()),
        criteria=draw(_criteria),
        parent_number=parent,
        parent_key=f"REQ-{parent}" if parent else None,
        moscow=draw(st.one_of(st.none(), st.sampled_from(Moscow))),
        labels=draw(_words),
        components=draw(_words),
        points=draw(_sizes),
        target_on=draw(st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2100, 1, 1)))),
        assignee=draw(st.one_of(st.none(), hostile_text(max_size=2), st.just("anna.beck@example.org"))),
    )


@st.composite
def hostile_issues(draw: st.DrawFn, max_size: int = 5) -> list[JiraIssue]:
    """Draw issues whose parents are any other: in the file or not, of a fitting level or not."""
    count = draw(st.integers(1, max_size))
    return [draw(_issue(number, count)) for number in range(1, count + 1)]
