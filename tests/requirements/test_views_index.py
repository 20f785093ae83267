"""The backlog as people see it: the list, its filters, its pages."""

import pytest
from sqlalchemy import select

from backlog.core.permissions import Role
from backlog.requirements.models import Requirement
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import MembershipFactory
from tests.support.html import text_of

BACKLOG = "/w/harkenau/requirements"


@pytest.fixture
def reader(page, workspace):
    """Sign a product manager in."""
    page.sign_in(MembershipFactory.create(workspace=workspace, role=Role.PRODUCT_MANAGER).user)
    return page


def keys(shown) -> list[str]:
    return [row.get("data-key") for row in shown.all(".//li[@data-key]")]


def test_an_empty_backlog_says_what_it_is_for(reader):
    shown = reader.get(BACKLOG)
    assert "Start with one thing a customer asked for" in shown.text
    assert shown.heading == "Backlog"


def test_the_list_shows_the_order(reader, workspace):
    RequirementFactory.create_batch(3, workspace=workspace)
    shown = reader.get(BACKLOG)
    assert keys(shown) == ["REQ-1", "REQ-2", "REQ-3"]
    assert shown.texts(".//li/b") == ["1", "2", "3"]


def test_a_hundred_rows_stay_small_and_need_few_statements(reader, workspace):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    for number in range(105):
        RequirementFactory.create(
            workspace=workspace, title=f"A title as long as titles usually are, number {number}", parent=epic.key,
            moscow="should", points=5, status="planned",
        )  # fmt: skip
    shown = reader.get(BACKLOG)
    assert len(keys(shown)) == 100
    assert len(shown.source.encode()) <= 70_000


def test_the_second_page_goes_on_where_the_first_ends(reader, workspace):
    RequirementFactory.create_batch(103, workspace=workspace)
    shown = reader.get(f"{BACKLOG}?page=2")
    assert keys(shown) == ["REQ-101", "REQ-102", "REQ-103"]
    assert shown.texts(".//li/b") == ["101", "102", "103"]
    assert "101–103 of 103" in shown.text
    assert shown.find(".//*[@data-rank-list-anchor-value]").get("data-rank-list-anchor-value") == "REQ-100"


def test_a_page_says_how_many_there_are_as_people_would(reader, workspace):
    RequirementFactory.create_batch(100, workspace=workspace)
    assert reader.get(BACKLOG).texts(".//nav[@class='pagination']") == ["100 requirements"]
    RequirementFactory.create(workspace=workspace)
    assert "101 of 101" in reader.get(f"{BACKLOG}?page=2").texts(".//nav[@class='pagination']/span")


def test_a_filter_keeps_the_places_in_the_whole_order(reader, workspace):
    RequirementFactory.create(workspace=workspace, title="Gift wrapping")
    RequirementFactory.create(workspace=workspace, title="Guest checkout", status="ready")
    shown = reader.get(f"{BACKLOG}?status=ready")
    assert keys(shown) == ["REQ-2"]
    assert shown.texts(".//li/b") == ["2"]
    assert shown.texts(".//span[@class='filter__value']") == ["Ready"]
    assert shown.find(".//*[@data-rank-list-anchor-value]").get("data-rank-list-anchor-value") == "REQ-1"


def test_the_search_form_finds_words_and_keeps_the_filter(reader, workspace):
    RequirementFactory.create(workspace=workspace, title="Gift wrapping", status="ready")
    RequirementFactory.create(workspace=workspace, title="Guest checkout", status="ready")
    RequirementFactory.create(workspace=workspace, title="Guest list", status="new")
    shown = reader.submit(reader.get(f"{BACKLOG}?status=ready"), BACKLOG, q="guests")
    assert keys(shown) == ["REQ-2"]


def test_a_filter_that_finds_nothing_offers_the_way_back(reader, workspace):
    RequirementFactory.create(workspace=workspace)
    shown = reader.get(f"{BACKLOG}?q=zanzibar")
    assert "No requirement fits these filters." in shown.text
    assert shown.find(".//a[@class='button button--quiet']").get("href") == BACKLOG


def test_a_facet_links_to_the_list_with_one_choice_more(reader, workspace):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(workspace=workspace, parent=epic.key)
    shown = reader.fragment(f"{BACKLOG}/facets/epic?status=new")
    links = {link.get("href") for link in shown.all(".//a[@class='menu__item']")}
    assert links == {f"{BACKLOG}?epic=REQ-1&status=new", f"{BACKLOG}?epic=none&status=new"}


@pytest.mark.parametrize("facet", ["epic", "component", "status", "more", "sort"])
def test_each_facet_is_a_page_and_a_fragment(reader, workspace, facet):
    RequirementFactory.create(workspace=workspace, labels=["ux"])
    reader.get(f"{BACKLOG}/facets/{facet}")
    reader.fragment(f"{BACKLOG}/facets/{facet}")


def test_choosing_in_a_facet_brings_the_list_along(reader, workspace):
    RequirementFactory.create(workspace=workspace, status="ready")
    shown = reader.fragment(f"{BACKLOG}/facets/status?status=new&apply=1")
    assert shown.headers["HX-Push-Url"] == f"{BACKLOG}?status=new"
    assert "No requirement fits these filters." in shown.text


def test_labels_stand_in_alphabetical_order_wherever_they_are_shown(reader, workspace):
    names = ["Zoll", "abo", "Öl", "Kasse", "öfter"]
    RequirementFactory.create(workspace=workspace, labels=names)
    wanted = ["abo", "Kasse", "öfter", "Öl", "Zoll"]
    facet, shown = reader.get(f"{BACKLOG}/facets/more"), reader.get(f"{BACKLOG}/REQ-1")
    places = [facet.text.index(name) for name in wanted]
    assert places == sorted(places)
    assert shown.texts(".//dd/a[@class='badge']") == wanted


def test_there_is_no_other_facet(reader):
    reader.get(f"{BACKLOG}/facets/colour", status=404)


def test_one_line_adds_a_requirement_and_is_ready_for_the_next(reader, workspace, session):
    RequirementFactory.create(workspace=workspace)
    shown = reader.submit(reader.get(BACKLOG), "/create-quickly", title="  Order   without an account ")
    assert "REQ-2 is in the backlog." in shown.text
    assert session.scalars(select(Requirement.title).order_by(Requirement.id)).all()[-1] == "Order without an account"
    assert shown.find(".//input[@id='quick-title']").get("autofocus") is not None


def test_a_line_below_the_list_of_one_epic_belongs_to_it(reader, workspace, session):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(workspace=workspace, parent=epic.key)
    shown = reader.submit(reader.get(f"{BACKLOG}?epic={epic.key}"), "/create-quickly", title="Gift wrapping")
    made = session.scalars(select(Requirement).where(Requirement.title == "Gift wrapping")).one()
    assert made.parent_id == epic.id
    assert "Gift wrapping" in shown.text


def test_a_filter_by_an_epics_earlier_key_names_it_by_todays(reader, workspace, session):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(workspace=workspace, parent=epic.key)
    workspace.earlier_prefixes, workspace.requirement_prefix = {"requirement_prefix": ["REQ"]}, "ANF"
    session.commit()
    shown = reader.get(f"{BACKLOG}?epic=req-1&epic=ANF-1&epic=OTHER-1")
    assert keys(shown) == ["ANF-2"]
    assert shown.find(".//input[@id='list-query']").get("value") == "epic=ANF-1&epic=OTHER-1"
    (facet,) = shown.all(".//a[@id='facet-epic']")
    assert "Checkout" in text_of(facet)


def test_a_dialog_for_ticked_rows_brings_the_filter_along(reader, workspace):
    RequirementFactory.create(workspace=workspace, status="ready")
    shown = reader.get(f"{BACKLOG}?status=ready")
    (query,) = shown.all(".//input[@id='list-query']")
    assert query.get("value") == "status=ready"
    asking = [button for button in shown.all(".//button[@hx-include]") if "/places" in (button.get("hx-get") or "")]
    assert all("#list-query" in (button.get("hx-include") or "") for button in asking)
    assert asking


def test_what_narrows_the_list_stands_first_and_the_way_out_of_it_next(reader, workspace):
    RequirementFactory.create(workspace=workspace)
    usual = [link.get("id") for link in reader.get(BACKLOG).all(".//form[@id='filters']/a")]
    assert usual.index("facet-epic") < usual.index("facet-more")
    shown = reader.get(f"{BACKLOG}?owner=none").all(".//form[@id='filters']/a")
    assert [link.get("id") for link in shown] == ["facet-more", None, *(one for one in usual if one != "facet-more")]


@pytest.mark.parametrize("name", ["component", "label", "status", "kind"])
def test_an_address_that_asks_for_none_of_what_has_no_such_choice_is_answered(reader, workspace, name):
    RequirementFactory.create(workspace=workspace)
    reader.get(f"{BACKLOG}?{name}=none")


def test_one_line_answers_htmx_with_itself(reader, workspace):
    RequirementFactory.create(workspace=workspace)
    shown = reader.submit(reader.get(BACKLOG), "/create-quickly", title="Gift wrapping", htmx=True)
    assert "REQ-2" in shown.text
    assert shown.find(".//input[@id='quick-title']").get("value") == ""


def test_all_that_was_added_in_a_row_stands_below_the_line_the_newest_first(reader, workspace):
    RequirementFactory.create(workspace=workspace)
    shown = reader.get(BACKLOG)
    for title in ("One", "Two", "Three"):
        shown = reader.submit(shown, "/create-quickly", title=title, htmx=True)
    added = [words.split("”")[0] for words in shown.texts(".//div[@class='quick__added']")]
    assert added == ["Created: REQ-4 “Three", "Created: REQ-3 “Two", "Created: REQ-2 “One"]
    wrong = reader.submit(shown, "/create-quickly", title=" ", htmx=True, status=422)
    assert len(wrong.all(".//div[@class='quick__added']")) == 3


def test_the_head_counts_what_the_filter_shows_and_names_the_view_that_is_on(reader, workspace):
    RequirementFactory.create_batch(2, workspace=workspace)
    RequirementFactory.create(workspace=workspace, status="ready")
    whole = reader.get(BACKLOG)
    assert whole.texts(".//*[@id='backlog-count']") == ["3 requirements"]
    assert whole.texts(".//a[@id='views-button']") == ["Views"]
    reader.submit(reader.get(f"{BACKLOG}/views/new?status=ready"), "/views/create", name="What is ready")
    narrowed = reader.get(f"{BACKLOG}?status=ready")
    assert narrowed.texts(".//*[@id='backlog-count']") == ["1 of 3 requirements"]
    assert narrowed.texts(".//a[@id='views-button']") == ["What is ready"]
    menu = reader.fragment(f"{BACKLOG}/views?query=status%3Dready%26page%3D1")
    assert menu.texts(".//*[@aria-current='true']") == ["What is ready"]


def test_a_choice_in_a_facet_brings_count_and_view_along(reader, workspace):
    RequirementFactory.create(workspace=workspace, status="ready")
    RequirementFactory.create(workspace=workspace)
    shown = reader.fragment(f"{BACKLOG}/facets/status?status=ready&apply=1")
    assert shown.texts(".//*[@id='backlog-count']") == ["1 of 2 requirements"]
    assert shown.texts(".//a[@id='views-button']") == ["Views"]


def test_an_empty_line_is_refused_where_it_stands(reader, workspace):
    RequirementFactory.create(workspace=workspace)
    shown = reader.submit(reader.get(BACKLOG), "/create-quickly", title=" ", htmx=True, status=422)
    assert "Write what is asked for." in shown.text


def test_a_viewer_reads_and_changes_nothing(page, workspace):
    RequirementFactory.create(workspace=workspace)
    page.sign_in(MembershipFactory.create(workspace=workspace, role=Role.VIEWER).user)
    shown = page.get(BACKLOG)
    assert {form.get("action") for form in shown.all(".//form[@method='post']")} <= {
        "/sign-out",
        f"{BACKLOG}/bulk/choose",
    }


def test_one_row_comes_alone(reader, workspace):
    RequirementFactory.create_batch(2, workspace=workspace)
    shown = reader.fragment(f"{BACKLOG}/REQ-2/row")
    assert keys(shown) == ["REQ-2"]
    assert shown.texts(".//li/b") == ["2"]


@pytest.mark.parametrize(
    ("role", "may_tick"), [(Role.PRODUCT_MANAGER, True), (Role.MARKETER, False), (Role.VIEWER, False)]
)
def test_rows_are_ticked_only_by_who_may_do_something_with_them(page, workspace, role, may_tick):
    RequirementFactory.create(workspace=workspace)
    page.sign_in(MembershipFactory.create(workspace=workspace, role=role).user)
    for shown in (page.get(BACKLOG), page.fragment(f"{BACKLOG}/REQ-1/row")):
        assert bool(shown.all(".//input[@name='keys'][@type='checkbox']")) is may_tick
        assert "REQ-1" in shown.text


def test_two_roles_who_read_the_very_same_row_one_after_the_other_each_get_their_own(page, workspace):
    RequirementFactory.create(workspace=workspace, title="Pay by invoice")
    ticks = []
    for role in (Role.PRODUCT_MANAGER, Role.VIEWER, Role.PRODUCT_MANAGER):
        page.sign_in(MembershipFactory.create(workspace=workspace, role=role).user)
        ticks.append(len(page.get(BACKLOG).all(".//li[@data-key='REQ-1']//input[@name='keys']")))
    assert ticks == [1, 0, 1]


def test_the_very_same_row_is_marked_only_while_the_pane_shows_it(reader, workspace):
    RequirementFactory.create(workspace=workspace, title="Pay by invoice")
    marks = [
        reader.get(BACKLOG + query).find(".//li[@data-key='REQ-1']").get("aria-current")
        for query in ("", "?selected=REQ-1", "")
    ]
    assert marks == [None, "true", None]
