from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlog.interchange.jira import Criterion
from backlog.interchange.mapping import (
    DateOrder,
    Rules,
    Source,
    Target,
    backlog_order,
    decide,
    draft_row,
    own_keys,
    propose_columns,
    restore_columns,
)
from backlog.interchange.reading import Encoding, read_table
from backlog.requirements.terms import Kind, Moscow, Status
from tests.support.hostile import hostile_text

_FIXTURES = Path(__file__).parents[1] / "fixtures"
_RULES = Rules()


def _drafts(raw: bytes, rules=_RULES):
    table = read_table(raw)
    columns = propose_columns(table.header)
    decisions = decide(table, columns)
    return [draft_row(row, columns, decisions, rules) for row in table.rows()]


def _codes(draft):
    return [(finding.code, str(finding.severity)) for finding in draft.findings]


def test_an_export_of_jira_comes_in_whole():
    drafts = _drafts((_FIXTURES / "jira_cloud_en.csv").read_bytes(), Rules(zone=ZoneInfo("Europe/Berlin")))
    story = drafts[2]
    assert (story.line, story.title, story.kind, story.status) == (4, "Guest checkout", Kind.STORY, Status.READY)
    assert (story.moscow, story.points, story.target_on) == (Moscow.SHOULD, Decimal(5), date(2025, 9, 18))
    assert (story.labels, story.components) == (("checkout", "req-42"), ("Web shop",))
    assert (story.external_key, story.external_id, story.key) == ("SHOP-12", "10012", "REQ-42")
    assert (story.owner, story.sprints) == ("Anna Beck", ("Shop 1", "Shop 2"))
    assert story.created_at == datetime(2025, 6, 5, 7, 5, tzinfo=UTC)
    assert story.description.startswith("## Why\n\n**No** account, see @Anna Beck\n1. one\n2. two\n   ```java")
    assert story.description_source.startswith("h2. Why\n*No* account, see [~accountid:")
    assert all(not draft.findings for draft in drafts)


def test_comments_keep_author_time_and_text():
    story = _drafts((_FIXTURES / "jira_cloud_en.csv").read_bytes())[2]
    first, second = story.comments
    assert (first.author, first.account) == ("Anna Beck", "5f0000000000000000000001")
    assert first.written_at == datetime(2025, 9, 5, 7, 24, tzinfo=UTC)
    assert first.body == "@Bea Lang asked for it; soon  \nplease"
    assert (second.author, second.written_at, second.body) == ("", None, ";; no date, only text")
    assert len({first.source_key, second.source_key}) == 2
    assert first.source_key == _drafts((_FIXTURES / "jira_cloud_en.csv").read_bytes())[2].comments[0].source_key


def test_the_files_rank_gives_the_order():
    drafts = _drafts((_FIXTURES / "jira_cloud_en.csv").read_bytes())
    assert [drafts[position].external_key for position in backlog_order(drafts)] == [
        *("SHOP-11", "SHOP-12", "SHOP-13", "SHOP-14")
    ]


def test_a_resolution_that_is_no_delivery_declines():
    declined = _drafts((_FIXTURES / "jira_cloud_en.csv").read_bytes())[1]
    assert (declined.status, declined.status_name, declined.moscow) == (Status.DECLINED, "Done", Moscow.WONT)


def test_a_german_export_of_jira_comes_in_whole():
    drafts = _drafts((_FIXTURES / "jira_cloud_de.csv").read_bytes())
    assert [(draft.kind, draft.status, draft.moscow) for draft in drafts] == [
        (Kind.STORY, Status.HANDED_OVER, Moscow.SHOULD),
        (Kind.BUG, Status.HANDED_OVER, None),
        (Kind.EPIC, Status.NEW, Moscow.MUST),
    ]
    assert (drafts[0].points, drafts[0].target_on) == (Decimal("3.5"), date(2025, 12, 18))
    assert drafts[1].created_at == datetime(2025, 3, 5, 13, 5, tzinfo=UTC)


def test_a_german_spreadsheet_comes_in_with_reasons_for_what_it_cannot_say():
    raw = (_FIXTURES / "spreadsheet_de.csv").read_bytes()
    assert read_table(raw).encoding is Encoding.WINDOWS_1252
    first, second, _, untitled, odd = _drafts(raw)
    assert (first.moscow, first.points, first.status) == (Moscow.MUST, Decimal("3.5"), Status.REFINEMENT)
    assert (first.labels, first.epic) == (("Kasse", "mobil"), "Kasse ganz neu")
    assert first.criteria == (Criterion("zahlt per Rechnung", is_done=True), Criterion("bekommt eine Mail"))
    assert (second.title, second.points, second.target_on) == ("=SUMME für Händler", Decimal(1000), date(2026, 3, 1))
    assert _codes(second) == [("apostrophe", "note")]
    assert untitled.is_skipped
    assert _codes(untitled) == [("no_title", "skip")]
    assert not odd.is_skipped
    assert _codes(odd) == [
        *(("unknown_kind", "warning"), ("unknown_status", "warning"), ("unknown_priority", "warning")),
        *(("unreadable_points", "warning"), ("unreadable_date", "warning")),
    ]
    assert [finding.column for finding in odd.findings] == [2, 10, 3, 4, 8]
    assert str(odd.findings[4]) == "“31.02.2026” is no date we can read: it comes in without a target hand-over."


def test_rows_of_the_wrong_width_say_so():
    drafts = _drafts(b"Titel,Punkte\nKasse\nZaun,5,lost,too\n")
    assert [_codes(draft) for draft in drafts] == [[("short_row", "note")], [("long_row", "warning")]]
    assert str(drafts[1].findings[0]) == "This row is longer than the header; left out: lost, too"


def test_a_title_beyond_the_limit_moves_into_the_description():
    (draft,) = _drafts(f"Titel,Text\n{'x' * 30},y\n".encode(), Rules(longest_title=10))
    assert (draft.title, draft.description) == ("x" * 9 + "…", "x" * 30 + "\n\ny")
    assert _codes(draft) == [("long_title", "note")]


def test_the_first_filled_column_of_several_counts_and_texts_add_up():
    table = read_table(b"Title,Title,Description,Description\n,Kasse,a,b\n")
    columns = propose_columns(table.header)
    (row,) = table.rows()
    draft = draft_row(row, columns, decide(table, columns), _RULES)
    assert (draft.title, draft.description) == ("Kasse", "a\n\nb")


def test_a_question_about_dates_is_asked_and_its_answer_holds():
    table = read_table(b"Titel,Termin,Erstellt\na,3/4/25,\n")
    columns = propose_columns(table.header)
    decisions = decide(table, columns)
    assert decisions.open_questions == (1,)
    answered = decisions.with_date_order(1, DateOrder.MONTH_FIRST)
    assert answered.open_questions == ()
    (row,) = table.rows()
    assert draft_row(row, columns, answered, _RULES).target_on == date(2025, 3, 4)


def test_one_column_that_shows_the_order_answers_for_the_other():
    table = read_table(b"Titel,Termin,Erstellt\na,3/4/25,12/31/24\n")
    decisions = decide(table, propose_columns(table.header))
    assert decisions.open_questions == ()
    assert {decision.order for decision in decisions.dates.values()} == {DateOrder.MONTH_FIRST}


@pytest.mark.parametrize(
    ("header", "cells", "keys"),
    [
        ("Summary,External Issue ID", "a,REQ-7", ("REQ-7",)),
        ("Summary,Labels,Labels", "a,mobile,req-8", ("REQ-8",)),
        ("Summary,Description", '"a","Text\nRef: https://x.example.org/w/shop/requirements/REQ-9"', ("REQ-9",)),
        ("Summary,Labels", "a,other-8", ()),
    ],
)
def test_our_own_rows_are_found_again(header, cells, keys):
    (draft,) = _drafts(f"{header}\n{cells}\n".encode())
    assert own_keys(draft, prefixes=("REQ",)) == keys


def test_a_rank_that_is_a_number_sorts_as_one():
    drafts = _drafts(b"Titel,Rang\na,10\nb,9\nc,\n")
    assert backlog_order(drafts) == [1, 0, 2]


_cell = st.one_of(hostile_text(max_size=4), st.sampled_from(["Epic", "Done", "3/4/25", "1,5", "High", "a;b;c"]))


@given(st.data())
def test_no_cell_causes_more_than_a_finding(data):
    targets = data.draw(st.lists(st.sampled_from(Target), min_size=1, max_size=8))
    rows = data.draw(st.lists(st.lists(_cell, min_size=len(targets), max_size=len(targets)), min_size=1, max_size=3))
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [targets, *rows]]
    with suppress(UnicodeEncodeError):
        raw = "\n".join(quoted).replace("\0", "").encode()
        table = read_table(raw)
        for source in Source:
            columns = restore_columns(table.header, source=source, targets=targets)
            decisions = decide(table, columns)
            drafts = [draft_row(row, columns, decisions, _RULES) for row in table.rows()]
            assert all(draft.title or draft.is_skipped for draft in drafts)
            assert all(str(finding) for draft in drafts for finding in draft.findings)
            backlog_order(drafts)
