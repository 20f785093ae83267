"""Pages hold what nobody planned for: words without an end, thirty people, nothing at all."""

import pytest
from playwright.sync_api import Page, Route, expect

from backlog.core.permissions import Role
from backlog.sprints.services import block_action
from backlog.web.bodies import FORM_LIMIT
from backlog.workspaces.models import Campaign
from tests.factories.workspaces import WorkspaceFactory, member
from tests.support.hand_overs import READY
from tests.support.team import Team

WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenherstellerverordnungsentwurf"
SENTENCE = "A very long title that says why it is needed, who wants it, by when, and what happens afterwards. " * 3
BEYOND = """cards => cards.filter(card =>
card.getBoundingClientRect().right > card.parentElement.getBoundingClientRect().right + 1).length"""
# A field nobody sees: a browser takes long to draw millions of letters.
TOO_MUCH = """(field, size) => field.form.append(Object.assign(document.createElement("input"),
  { type: "hidden", name: "more", value: "x".repeat(size) }))"""
# Without a hand from outside, which would wait for the answer before it presses again.
TWICE = """button => { button.click();
  setTimeout(() => { button.click(); console.debug("pressed twice") }, 500) }"""
# What lies over the middle of what has the focus, if anything does.
COVER = """() => { const here = document.activeElement, { x, y, width, height } = here.getBoundingClientRect();
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  const open = here === document.body || here.contains(top) || top?.contains(here);
  return open ? "" : `${here.id} below ${top?.className}` }"""
SETTINGS = ("", "/people", "/permissions", "/catalogues")


@pytest.fixture
def team(session):
    workspace = WorkspaceFactory.create(name=f"Marketing and dialogue, {WORD}", slug="harkenau")
    administrator = member(workspace, Role.ADMINISTRATOR, name="Merle Ohlsen", email="merle@example.org")
    return Team(session, workspace, administrator)


def crowd(team: Team) -> list[str]:
    """Add twenty-nine people with long names and return their addresses."""
    emails = [f"person-{number}@{'long' * 9}.org" for number in range(29)]
    for number, email in enumerate(emails):
        member(team.workspace, name=f"Maximiliane-Theodora von Hohenlohe-Langenburg {number}", email=email)
    return emails


def test_long_words_and_many_people_stay_inside_board_plan_and_action(team, merle):
    emails = crowd(team)
    team.session.add(Campaign(workspace_id=team.workspace.id, name=WORD))
    words = [team.actions(1, title=f"{WORD} {number}", assignee=email)[0] for number, email in enumerate(emails)]
    sentences = team.actions(3, title=SENTENCE, hours=4)
    team.started(*words, *sentences)
    planned = team.sprint(*team.actions(2, title=WORD), goal=SENTENCE)
    block_action(team.session, key=words[0], reason=WORD, **team.who)
    team.session.commit()
    for path in ("/board", f"/sprints/{planned}/plan", f"/actions/{words[0]}", "/actions", "/sprints"):
        page = merle.open(f"/w/harkenau{path}")
        merle.check_everywhere()
        expect_cards_in_their_lanes(page)


def expect_cards_in_their_lanes(page: Page) -> None:
    assert not page.locator(".card, .action-row").evaluate_all(BEYOND)


def test_settings_hold_thirty_people_with_long_names(team, merle):
    crowd(team)
    team.session.commit()
    for path in SETTINGS:
        merle.open(f"/w/harkenau/settings{path}")
        merle.check_everywhere()


def test_pages_without_anything_in_them_are_whole(team, merle):
    for path in (
        "/w/harkenau/board",
        "/w/harkenau/sprints",
        "/w/harkenau/actions",
        "/w/harkenau/imports/new",
        "/workspaces",
        "/account",
    ):
        merle.open(path)
        merle.check_everywhere()


def test_a_dialog_gives_the_focus_back_to_what_opened_it(team, merle):
    team.started(*team.actions(1))
    team.session.commit()
    page = merle.open("/w/harkenau/board")
    opener = page.get_by_role("link", name="Complete sprint").first
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_form_that_comes_back_is_read_on_at_what_is_wrong(team, merle):
    page = merle.open("/w/harkenau/actions/new")
    page.get_by_label("Title").fill("Video")
    page.get_by_label("Requirement").fill("REQ-999")
    with merle.expecting_complaint("422"):
        page.get_by_role("button", name="Create action").click()
        expect(page.get_by_label("Requirement")).to_be_focused()
    merle.check_everywhere()


def test_a_double_click_creates_once(team, merle):
    page = merle.open("/w/harkenau/actions/new")
    page.get_by_label("Title").fill("Video")
    assert posts_of_a_double_click(page, "Create action", "**/actions/create") == 1
    expect(page.get_by_role("heading", name="Video")).to_be_visible()
    team.session.expire_all()
    assert len(team.backlog()) == 1


def test_a_double_click_hands_over_once(team, merle):
    team.requirements("Pay by invoice", **READY)
    team.session.commit()
    page = merle.open("/w/harkenau/hand-overs/new")
    assert posts_of_a_double_click(page, "Hand over", "**/hand-overs/create") == 1
    merle.expect_heading("Hand-over 1")


def test_what_is_too_large_stays_where_it_was_written(team, merle):
    page = merle.open("/w/harkenau/requirements/new")
    page.get_by_label("Title").fill("Pay by invoice")
    page.locator("form[action$='/create'] textarea").first.evaluate(TOO_MUCH, FORM_LIMIT)
    page.get_by_role("button", name="Create", exact=True).last.click()
    expect(page.locator("#toasts")).to_contain_text("larger than what can be taken at once")
    expect(page.get_by_label("Title")).to_have_value("Pay by invoice")
    merle.check_everywhere()


def posts_of_a_double_click(page: Page, button: str, pattern: str) -> int:
    """Press a button twice, the second time before the first answer is there; return how often the page has asked."""
    asked: list[str] = []
    held: list[Route] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)

    def hold(route: Route) -> None:
        held.append(route)

    page.route(pattern, hold, times=1)
    with page.expect_console_message(lambda message: message.text == "pressed twice"):
        page.get_by_role("button", name=button, exact=True).evaluate(TWICE)
    held[0].continue_()
    page.wait_for_url(lambda url: not url.endswith("/new"))
    return len(asked)


@pytest.mark.parametrize("size", [(1440, 600), (360, 600)])
def test_what_has_the_focus_stands_clear_of_bars_and_feet(team, merle, size):
    (key,) = team.requirements("Pay by invoice")
    team.session.commit()
    page = merle.open(f"/w/harkenau/requirements/{key}/edit")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.locator("#title").focus()
    covers = []
    for _ in range(20):
        page.keyboard.press("Tab")
        covers.append(page.evaluate(COVER))
    assert not any(covers), list(filter(None, covers))


def test_a_chosen_filter_is_seen_on_a_phone(team, merle):
    team.requirements("Pay by invoice", status="ready")
    team.session.commit()
    merle.page.set_viewport_size({"width": 360, "height": 740})
    page = merle.open("/w/harkenau/requirements?status=ready")
    expect(page.locator("#facet-status")).to_be_in_viewport(ratio=1)
