"""One requirement or action, read and talked about."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from backlog.activity.services import add_comment
from backlog.core.clock import utcnow
from backlog.requirements.models import COMMENTED as REQUIREMENTS
from backlog.sprints.models import COMMENTED as ACTIONS
from tests.factories.requirements import RequirementFactory

BASE = "/w/harkenau/requirements"
# What may lie between a line and what is offered for it, in pixels.
GAP = 10


@pytest.fixture
def requirement(team, merle):
    """Return the page of a requirement."""
    made = RequirementFactory.create(
        workspace=team.workspace, title="Pay by invoice", description="It is *urgent*.\n\n> We *need* this."
    )
    team.session.commit()
    return merle.open(f"{BASE}/{made.key}")


@pytest.fixture
def action(team, merle):
    """Return the page of an action."""
    (key,) = team.actions(1)
    team.session.commit()
    return merle.open(f"/w/harkenau/actions/{key}")


@pytest.mark.parametrize("way", ["Comment", "Control+Enter", "Meta+Enter"])
def test_the_box_is_empty_once_the_comment_is_in(requirement, way):
    box, said = requirement.get_by_label("Add a comment"), requirement.locator(".comment__text")
    box.fill("Two lines,\nsaid once.")
    if way == "Comment":
        requirement.get_by_role("button", name="Comment", exact=True).click()
    else:
        box.press(way)
    expect(said).to_have_count(1)
    expect(box).to_have_value("")


def test_what_is_written_while_a_comment_is_on_its_way_stays(requirement):
    box = requirement.get_by_label("Add a comment")
    held = []

    def hold(route):
        held.append(route)

    requirement.route("**/comments/create", hold)
    box.fill("First thought")
    with requirement.expect_request("**/comments/create"):
        box.press("Control+Enter")
    box.fill("Second thought")
    held[0].continue_()
    expect(requirement.locator(".comment__text")).to_have_text("First thought")
    expect(box).to_have_value("Second thought")


def test_an_action_is_talked_about_while_a_colleague_does_so_too(action, colleague):
    colleague.session.commit()
    box, said = action.get_by_label("Add a comment"), action.locator(".comment__text")
    box.press_sequentially("For @ta")
    expect(action.locator("#mentions [role=option]").first).to_be_visible()
    box.press("Enter")
    box.press_sequentially("now")
    box.press("Control+Enter")
    expect(said).to_have_text(["For @tarek now"])
    expect(box).to_have_value("")
    box.blur()
    key = action.url.rpartition("/")[2]
    add_comment(colleague.session, on=ACTIONS, key=key, body="I see it.", **colleague.who | {"now": utcnow()})
    colleague.session.commit()
    expect(said).to_have_text(["For @tarek now", "I see it."])
    expect(action.locator(".history")).to_contain_text("Tarek Winkelroth wrote a comment.")


def test_looking_for_a_name_leaves_the_box_alone(requirement):
    box = requirement.get_by_label("Add a comment")
    box.press_sequentially("For @me")
    expect(requirement.locator("#mentions [role=option]").first).to_be_visible()
    expect(box).to_have_value("For @me")
    box.press("Enter")
    expect(box).to_have_value("For @merle ")


@pytest.mark.parametrize("width", [1440, 360])
def test_names_are_offered_below_the_line_that_is_written_and_go_with_it(requirement, width):
    requirement.set_viewport_size({"width": width, "height": 800})
    box, names = requirement.get_by_label("Add a comment"), requirement.locator("#mentions")
    box.press_sequentially("One line (@me")
    expect(names).to_be_visible()
    text, offered = box.bounding_box(), names.bounding_box()
    lengths = "(box) => ['paddingTop', 'lineHeight'].map((name) => parseFloat(getComputedStyle(box)[name]))"
    top, height = box.evaluate(lengths)
    below = offered["y"] - (text["y"] + top + height)
    above = text["y"] + top - (offered["y"] + offered["height"])
    assert 0 <= below < GAP or 0 <= above < GAP
    assert offered["x"] + offered["width"] <= width
    box.press("Escape")
    expect(names).to_be_hidden()
    box.press_sequentially("r")
    expect(names).to_be_visible()
    requirement.get_by_role("heading", level=1).click()
    expect(names).to_be_hidden()


def test_names_are_offered_no_more_once_the_comment_is_sent(requirement):
    box = requirement.get_by_label("Add a comment")
    box.press_sequentially("For @me")
    expect(requirement.locator("#mentions")).to_be_visible()
    box.press("Control+Enter")
    expect(requirement.locator("#mentions")).to_be_hidden()
    expect(requirement.locator(".comment__text")).to_contain_text("For @me")
    expect(requirement.locator("#mentions")).to_be_hidden()


@pytest.mark.parametrize("width", [1440, 360])
def test_what_is_wrong_with_a_fact_stands_clear_below_it(requirement, merle, width):
    requirement.set_viewport_size({"width": width, "height": 800})
    box, error = requirement.get_by_label("Story points"), requirement.locator("#points-error")
    with merle.expecting_complaint("422"), requirement.expect_event("console"):
        box.fill("many")
        box.press("Tab")
        expect(error).to_be_visible()
    field, words = box.bounding_box(), error.bounding_box()
    assert words["y"] >= field["y"] + field["height"]


def test_enter_in_a_fact_sends_it_once(requirement):
    """The browser tells of a change first, then submits the form by itself."""
    sent: list[str] = []
    requirement.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    box = requirement.get_by_label("Story points")
    box.fill("13")
    box.press("Enter")
    expect(requirement.locator("#requirement-detail")).to_contain_text("13")
    requirement.wait_for_load_state("networkidle")
    assert len(sent) == 1, sent


def test_emphasis_is_slanted_sans_outside_of_customers_words(requirement):
    requirement.wait_for_function("document.fonts.status === 'loaded'")
    fonts = requirement.evaluate(
        "[...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family + one.style)"
    )
    assert any("Instrument Sans Variable" in font and "italic" in font for font in fonts), fonts
    for words, style, family in (("urgent", "italic", "Instrument Sans"), ("need", "italic", "Newsreader")):
        shown = requirement.locator("em", has_text=words).evaluate(
            "(em) => [getComputedStyle(em).fontStyle, getComputedStyle(em).fontFamily]"
        )
        assert shown[0] == style
        assert family in shown[1].split(",")[0]


def test_a_link_in_a_mail_of_earlier_days_leads_to_its_comment_among_many(team, requirement):
    for number in range(60):
        add_comment(team.session, on=REQUIREMENTS, key="REQ-1", body=f"Say {number}", **team.who)
    team.session.commit()
    first = team.session.scalar(select(func.min(REQUIREMENTS.comment.id)))
    requirement.reload()
    expect(requirement.locator(".comment")).to_have_count(50)
    requirement.goto(f"{requirement.url}#comment-{first}")
    requirement.reload()
    expect(requirement.locator(f"#comment-{first}")).to_be_in_viewport()
    expect(requirement).to_have_url(re.compile(rf"\?comment={first}#comment-{first}$"))
    requirement.get_by_role("link", name="To the newest").click()
    requirement.get_by_role("link", name="10 earlier comments").click()
    expect(requirement.locator(".comment__text").first).to_have_text("Say 0")
