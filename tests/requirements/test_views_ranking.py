"""Changing the order: one form behind dragging, keys and the dialog."""

import pytest

from backlog.core.permissions import Role
from backlog.requirements.queries import RequirementFilter, list_requirements
from backlog.requirements.services import archive_requirements, move_requirements
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import MembershipFactory

BACKLOG = "/w/harkenau/requirements"
CHANGED = "The list has changed since you loaded it. Please look again."


@pytest.fixture
def reader(page, workspace):
    """Sign a product manager in."""
    page.sign_in(MembershipFactory.create(workspace=workspace, role=Role.PRODUCT_MANAGER).user)
    return page


@pytest.fixture
def order(session, workspace, actor):
    """Return a function that reads the numbers in the order of the backlog."""

    def read() -> list[int]:
        wanted = RequirementFilter()
        rows = list_requirements(session, workspace=workspace, actor=actor, wanted=wanted).items
        return [int(row.key.removeprefix("REQ-")) for row in rows]

    return read


@pytest.fixture(autouse=True)
def five(workspace):
    return RequirementFactory.create_batch(5, workspace=workspace)


def ask(reader, *keys: str):
    return reader.get(f"{BACKLOG}/places?" + "&".join(f"keys={key}" for key in keys))


def test_the_dialog_moves_to_the_ends_and_to_a_rank(reader, order):
    shown = reader.submit(ask(reader, "REQ-4"), "/rank", place="top")
    assert order() == [4, 1, 2, 3, 5]
    assert "REQ-4 is moved." in shown.text
    reader.submit(ask(reader, "REQ-4"), "/rank", place="bottom")
    assert order() == [1, 2, 3, 5, 4]
    reader.submit(ask(reader, "REQ-4"), "/rank", place="rank", rank="2")
    assert order() == [1, 4, 2, 3, 5]


def test_a_block_goes_after_another_one_in_its_order(reader, order):
    shown = reader.submit(ask(reader, "REQ-4", "REQ-1"), "/rank", place="after", after="REQ-5")
    assert order() == [2, 3, 5, 1, 4]
    assert "2 requirements are moved." in shown.text


def test_words_find_what_to_stand_after(reader, workspace, order):
    RequirementFactory.create(workspace=workspace, title="Gift wrapping")
    reader.submit(ask(reader, "REQ-1"), "/rank", place="after", after="gift")
    assert order() == [2, 3, 4, 5, 6, 1]


def test_words_that_fit_several_offer_the_choice(reader, order):
    shown = reader.submit(ask(reader, "REQ-1"), "/rank", place="after", after="requirement", status=422)
    assert "Choose one of these." in shown.text
    reader.submit(shown, "/rank", target="REQ-3")
    assert order() == [2, 3, 1, 4, 5]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"place": "rank", "rank": ""}, "Write at which rank."),
        ({"place": "rank", "rank": "0"}, "Places count from 1."),
        ({"place": "after", "after": "zanzibar"}, "No requirement fits these words."),
        ({"place": "after", "after": "REQ-1"}, "A requirement cannot stand next to itself."),
    ],
)
def test_what_cannot_be_is_said_in_the_dialog(reader, order, values, words):
    shown = reader.submit(ask(reader, "REQ-1"), "/rank", status=422, **values)
    assert words in shown.text
    assert order() == [1, 2, 3, 4, 5]


def test_without_ticks_there_is_nothing_to_move(reader):
    assert "Tick some rows first." in reader.get(f"{BACKLOG}/places").text


def drag(reader, keys: list[str], after: str, *, status: int = 200):
    return reader.submit(reader.get(BACKLOG), "/rank", keys=keys, after=after, htmx=True, status=status)


def test_dragging_posts_the_same_form_and_gets_a_small_answer(reader, order):
    shown = drag(reader, ["REQ-5"], "REQ-1")
    assert order() == [1, 5, 2, 3, 4]
    assert shown.find(".//input[@id='rank-version']").get("value") == "6"
    assert shown.form("/undo") is not None
    assert len(shown.source.encode()) < 1500


def test_dragging_to_the_very_top_comes_after_nothing(reader, order):
    drag(reader, ["REQ-5", "REQ-3"], "")
    assert order() == [3, 5, 1, 2, 4]


def test_undo_puts_it_back(reader, order):
    reader.submit(drag(reader, ["REQ-5"], "REQ-1"), "/undo")
    assert order() == [1, 2, 3, 4, 5]


def test_ranking_works_while_a_filter_is_on(reader, workspace, order):
    RequirementFactory.create(workspace=workspace, title="Gift wrapping", status="ready")
    RequirementFactory.create(workspace=workspace, title="Gift cards", status="ready")
    shown = reader.get(f"{BACKLOG}?status=ready")
    reader.submit(shown, "/rank", keys=["REQ-7"], after="REQ-5", htmx=True)
    assert order() == [1, 2, 3, 4, 5, 7, 6]


def test_a_list_that_has_changed_comes_back_fresh(reader, workspace, session, actor):
    seen = reader.get(BACKLOG)
    move_requirements(session, workspace=workspace, actor=actor, keys=["REQ-2"], after="REQ-5", now=NOW)
    shown = reader.submit(seen, "/rank", keys=["REQ-4"], after="REQ-2", htmx=True, status=409)
    assert "The list has changed since you loaded it." in shown.text
    assert [row.get("data-key") for row in shown.all(".//li[@data-key]")] == [
        "REQ-1", "REQ-3", "REQ-4", "REQ-5", "REQ-2",
    ]  # fmt: skip


def archive_meanwhile(workspace, session, actor, *keys: str) -> None:
    archive_requirements(session, workspace=workspace, actor=actor, keys=keys, now=NOW)


def test_a_dialog_in_conflict_comes_back_into_the_dialog_and_says_why(reader, workspace, session, actor, order):
    asked = reader.get(f"{BACKLOG}/places?keys=REQ-4")
    archive_meanwhile(workspace, session, actor, "REQ-2")
    moved = {"place": "after", "after": "REQ-2"}
    shown = reader.submit(asked, "/rank", htmx=True, status=409, **moved)
    assert shown.texts(".//form[@id='places']//*[@role='alert']") == [CHANGED]
    assert shown.find(".//input[@name='after']").get("value") == "REQ-2"
    assert shown.all(".//*[@id='backlog']") == []
    assert shown.all(".//html") == []
    assert order() == [1, 3, 4, 5]


@pytest.mark.parametrize("place", ["top", "bottom"])
def test_a_whole_page_says_aloud_why_a_move_was_refused(reader, workspace, session, actor, place):
    asked = ask(reader, "REQ-4")
    archive_meanwhile(workspace, session, actor, "REQ-4")
    shown = reader.submit(asked, "/rank", place=place, status=409)
    assert shown.texts(".//div[@id='backlog']//*[@role='alert']") == [CHANGED]


def test_what_the_browser_reads_out_itself_is_not_read_out_twice(reader, workspace, session, actor):
    seen = reader.get(BACKLOG)
    archive_meanwhile(workspace, session, actor, "REQ-4")
    shown = reader.submit(seen, "/rank", keys=["REQ-4"], after="REQ-2", htmx=True, status=409)
    assert shown.texts(".//*[@data-reason]") == [CHANGED]
    assert shown.all(".//*[@role='alert']") == []


def test_the_list_sorted_otherwise_has_no_ranks_to_change(reader):
    shown = reader.get(f"{BACKLOG}?sort=title")
    assert shown.all(".//*[@data-rank-list-target]") == []


def test_the_page_of_a_requirement_says_its_rank_and_moves_it_from_there(reader, order):
    shown = reader.get(f"{BACKLOG}/REQ-3")
    (link,) = [one for one in shown.all(".//dd/a") if "/places?keys=REQ-3" in one.get("href", "")]
    assert "".join(link.itertext()).split() == ["3", "Move…"]
    answer = reader.client.post(
        f"{BACKLOG}/rank",
        data={"csrf_token": token_of(shown), "keys": "REQ-3", "place": "top"},
        headers={"HX-Request": "true", "HX-Current-URL": f"http://localhost{BACKLOG}/REQ-3"},
    )
    assert answer.headers["HX-Redirect"] == f"{BACKLOG}/REQ-3"
    assert order() == [3, 1, 2, 4, 5]


def token_of(shown):
    return shown.find(".//input[@name='csrf_token']").get("value")
