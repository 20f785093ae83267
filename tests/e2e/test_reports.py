"""A burndown as one finds and sees it: drawn from its table, in any light, and on paper."""

from playwright.sync_api import expect

from backlog.sprints.services import Unfinished

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
    number = team.started(*team.actions(2, hours=4))
    team.session.commit()
    page = merle.open(f"{BASE}/board")
    page.get_by_role("link", name="Burndown").click()
    figure = page.get_by_role("figure", name="Burndown")
    figures = figure.locator("tbody td:nth-child(2) data")
    expect(figure.locator("circle")).to_have_count(figures.count())
    assert 0 < figures.count() < figure.locator("tbody tr").count()
    plain = new_visitor(java_script_enabled=False)
    plain.page.context.add_cookies(page.context.cookies())
    shown = plain.open(f"{BASE}/sprints/{number}/report").get_by_role("figure", name="Burndown")
    expect(shown.get_by_role("table")).to_be_visible()
    expect(shown.get_by_role("region", name="Burndown", exact=True)).to_have_count(0)
