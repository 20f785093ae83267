import pytest

from backlog.interchange.jira import Criterion, JiraIssue, Phrases, WritingOptions
from backlog.interchange.jira.cells import utf16_units
from backlog.interchange.jira.description import describe
from tests.support.hostile import FRAGMENTS
from tests.support.wiki import assert_sound_wiki

_OPTIONS = WritingOptions(reference_url="https://backlog.example.org/r/")


def _describe(description="", *, criteria=(), title="a", whole=True, options=_OPTIONS) -> str:
    issue = JiraIssue(number=1, key="REQ-1", title=title, description=description, criteria=criteria)
    return describe(issue, options, title_is_whole=whole, parent_is_written=True)


def test_the_last_line_leads_back_to_us():
    assert _describe("Text.") == "Text.\n\nRef: https://backlog.example.org/r/REQ-1"
    assert _describe("Text.", options=WritingOptions()) == "Text."


def test_a_title_that_was_shortened_stands_in_full():
    text = _describe("Text.", title="C:\\temp *now*", whole=False, options=WritingOptions())
    assert text == "*Full title:* C:&#92;temp &#42;now&#42;\n\nText."


def test_our_words_are_the_callers():
    options = WritingOptions(phrases=Phrases(acceptance_criteria="Akzeptanzkriterien"))
    text = _describe(criteria=(Criterion("# eins\nzwei"), Criterion(" ")), options=options)
    assert text == "h3. Akzeptanzkriterien\n* &#35; eins zwei"


@pytest.mark.parametrize(
    ("description", "begins"),
    [
        ("=1+1", "&#61;1"),
        ("+49 30", "&#43;49"),
        ("@anna", "&#64;anna"),
        ("-x", "&#45;x"),
        ("'=1", "&#39;=1"),
        ("---", "----"),
    ],
)
def test_no_description_begins_like_a_formula(description, begins):
    assert _describe(description, options=WritingOptions()).startswith(begins)


def test_the_order_to_clear_a_field_is_only_a_text():
    assert _describe("<<!clear!>>", options=WritingOptions()) == "<<&#33;clear&#33;>>"


def test_a_text_that_just_fits_is_whole():
    text = "😀" * 16_383
    assert _describe(text, options=WritingOptions()) == text


@pytest.mark.parametrize("fragment", FRAGMENTS[::9])
def test_a_text_beyond_the_limit_is_cut_and_says_so(fragment):
    text = _describe(
        f"begin\n\n{fragment} x" + f"{fragment} x" * (40_000 // len(fragment)), criteria=(Criterion("kept"),)
    )
    assert utf16_units(text) <= 32_767
    assert_sound_wiki(text)
    assert text.startswith("begin")
    assert "was cut here" in text
    assert "* kept\n\nRef: " in text


def test_criteria_beyond_the_limit_get_half_of_the_room():
    text = _describe("word " * 9_000, criteria=(Criterion("x" * 900),) * 50)
    assert utf16_units(text) <= 32_767
    assert text.count("* " + "x" * 900) == 18
    assert text.count("word") > 3_000
