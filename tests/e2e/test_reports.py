"""A burndown as one finds and sees it: drawn from its table, in any light, and on paper."""

from datetime import timedelta
from itertools import combinations

from playwright.sync_api import expect

from backlog.core.clock import utcnow
from backlog.sprints.services import Unfinished
from tests.support.visitor import PHONE

BASE = "/w/harkenau"


def test_a_burndown_is_two_steps_away_and_drawn_from_its_table(team, merle):
    one, two, three = team.actions(3, hours=4, points=2)
    number = team.started(one, two)
    team.move(one, "Done")
    team.plan(number, three)
    team.complete(number, Unfinished.BACKLOG_TOP)
    team.session.commit()
    loaded = []
    merle.page.on("request", lambda request: loaded.append(request.url))
    page = merle.open(BASE)
    page.get_by_role("link", name="Sprints").first.click()
    merle.expect_heading("Sprints")
    assert not [url for url in loaded if "/draw-" in url]
    page.get_by_role("link", name=f"Sprint {number}: Burndown").click()
    merle.expect_heading(f"Report of sprint {number}")
    for name in ("Burndown", "Burnup"):
        figure = page.get_by_role("figure", name=name)
        expect(figure.get_by_role("img", name=name)).to_be_visible()
        rows = figure.locator("tbody tr")
        expect(figure.locator("circle")).to_have_count(rows.count())
        assert rows.count() == 2
    burndown = page.get_by_role("figure", name="Burndown")
    expect(burndown.get_by_role("img")).to_contain_text("Left 8")
    expect(burndown.get_by_role("img")).to_contain_text("+4")
    merle.check_everywhere()
    page.get_by_role("link", name="Number of actions").click()
    expect(burndown.get_by_role("img")).to_contain_text("Left 2")
    page.emulate_media(media="print")
    expect(burndown.get_by_role("img")).to_be_visible()
    expect(burndown.get_by_role("table")).to_be_visible()
    for part in (".rail", ".topbar", ".segmented", ".section__more"):
        expect(page.locator(part).first).to_be_hidden()


def test_days_to_come_have_no_point_and_a_reader_without_scripts_has_the_table(team, merle, new_visitor):
    today = utcnow().date()
    dates = {"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=10)}
    number = team.started(*team.actions(2, hours=4), **dates)
    team.session.commit()
    page = merle.open(f"{BASE}/board")
    page.get_by_role("button", name="More about the sprint").click()
    page.get_by_role("link", name="Burndown").click()
    merle.expect_heading(f"Report of sprint {number}")
    figure = page.get_by_role("figure", name="Burndown")
    figures = figure.locator("tbody td:nth-child(2) data")
    expect(figure.locator("circle")).to_have_count(figures.count())
    assert 0 < figures.count() < figure.locator("tbody tr").count()
    plain = new_visitor(java_script_enabled=False)
    plain.page.context.add_cookies(page.context.cookies())
    shown = plain.open(f"{BASE}/sprints/{number}/report").get_by_role("figure", name="Burndown")
    expect(shown.get_by_role("table")).to_be_visible()
    expect(shown.get_by_role("region", name="Burndown", exact=True)).to_have_count(0)


def test_on_a_phone_a_report_fits_and_says_the_same(team, merle):
    one, two, three = team.actions(3, hours=40, points=2)
    number = team.started(one, two)
    team.move(one, "Done")
    team.plan(number, three)
    team.complete(number, Unfinished.BACKLOG_TOP)
    team.session.commit()
    page = merle.open(f"{BASE}/sprints/{number}/report")
    drawing = page.get_by_role("figure", name="Burndown").get_by_role("img")
    expect(drawing).to_have_attribute("viewBox", "0 0 800 300")
    page.set_viewport_size(PHONE)
    expect(drawing).to_have_attribute("viewBox", f"0 0 {PHONE['width'] - 32} 230")
    for place in page.locator(".chart__drawing, .table-scroll").all():
        assert place.evaluate("place => place.scrollWidth <= place.clientWidth")
    # Nothing is cut off, nothing lies upon anything else.
    words = drawing.locator("text")
    boxes = [box for box in (word.bounding_box() for word in words.all()) if box]
    assert len(boxes) == words.count()
    assert min(box["x"] for box in boxes) >= 16
    assert max(box["x"] + box["width"] for box in boxes) <= PHONE["width"] - 16
    overlapping = [(a, b) for a, b in combinations(boxes, 2) if overlap(a, b)]
    assert overlapping == []
    for part in ("Left 80", "Scope 120", "+40"):
        expect(drawing).to_contain_text(part)


def test_every_part_of_a_report_is_reached_by_keyboard(team, merle):
    one, two = team.actions(2, hours=4)
    number = team.started(one)
    team.plan(number, two)
    team.session.commit()
    page = merle.open(f"{BASE}/sprints/{number}/report")
    expect(page.get_by_role("figure", name="Burnup").get_by_role("img")).to_be_visible()
    page.get_by_role("link", name="Hours").focus()
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()"))
    assert reached == [
        "Points", "Number of actions", "Burndown: As CSV", "Burndown by day", two, "Burnup: As CSV", "Burnup by day",
    ]  # fmt: skip


def overlap(one, other):
    """Tell whether two boxes lie upon each other by more than the room around letters."""
    across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    return across > 1 and down > 4
