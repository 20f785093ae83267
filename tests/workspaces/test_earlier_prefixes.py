"""A prefix that was given up: its keys lead on for good, wherever they stand, and no other kind takes it."""

import pytest

from backlog.activity.services import add_comment
from backlog.core.errors import Invalid
from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.interchange.reading import read_table
from backlog.interchange.services.importing import Reading, import_rows, read_rows
from backlog.requirements.models import COMMENTED
from backlog.requirements.services import archive_requirements, update_requirement
from backlog.workspaces.services import change_workspace
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import member
from tests.support.sign_in import sign_in

BASE = "/w/harkenau"


@pytest.fixture
def renamed(team, client):
    """Return a team whose requirement REQ-1 and action ACT-1 are called ANF-1 and MK-1 now."""
    RequirementFactory.create(workspace=team.workspace, title="Pay by invoice")
    team.actions(1, title="Letter to the clubs")
    lead = team.beside(member(team.workspace, Role.ADMINISTRATOR))
    _rename(lead, requirement_prefix="ANF", action_prefix="MK")
    lead.session.commit()
    sign_in(client, lead.session.get(User, lead.actor.user_id))
    return lead


def test_an_old_address_leads_to_the_new_one_with_all_that_was_asked(client, renamed):
    for old, new in (
        ("requirements/REQ-1", "requirements/ANF-1"),
        ("requirements/req-1?tab=history&x=%C3%A4", "requirements/ANF-1?tab=history&x=%C3%A4"),
        ("actions/ACT-1/edit", "actions/MK-1/edit"),
    ):
        answer = client.get(f"{BASE}/{old}")
        assert (answer.status_code, answer.location) == (302, f"{BASE}/{new}")
    assert client.get(f"{BASE}/requirements/ANF-1").status_code == 200
    assert client.get(f"{BASE}/requirements/OLD-1").status_code == 404


def test_a_prefix_taken_up_again_leads_nobody_in_a_circle(client, renamed):
    _rename(renamed, requirement_prefix="REQ")
    renamed.session.commit()
    assert client.get(f"{BASE}/requirements/REQ-1").status_code == 200
    assert client.get(f"{BASE}/requirements/ANF-1").location == f"{BASE}/requirements/REQ-1"
    assert renamed.workspace.requirement_prefixes == ("REQ", "ANF")


def test_the_api_the_search_and_the_palette_know_old_keys(page, call, renamed):
    assert call("GET", "/requirements/REQ-1")["key"] == "ANF-1"
    assert [one["key"] for one in call("GET", "/requirements?q=REQ-1")["items"]] == ["ANF-1"]
    assert [one["key"] for one in call("GET", "/actions?q=act-1")["items"]] == ["MK-1"]
    call("POST", "/requirements/rank", json={"keys": ["REQ-1"], "after": None})
    found = page.get(f"{BASE}/search?q=REQ-1").text
    assert "Pay by invoice" in found
    assert "Letter to the clubs" in page.get(f"{BASE}/search?q=ACT-1").text


def test_what_stands_above_may_be_named_by_an_old_key_and_undone_by_one(call, renamed):
    epic = RequirementFactory.create(workspace=renamed.workspace, title="Checkout", kind="epic")
    update_requirement(renamed.session, key="ANF-1", values={"parent": epic.key}, **renamed.who)
    update_requirement(renamed.session, key="ANF-1", values={"parent": None}, **renamed.who)
    removed = renamed.latest()
    _rename(renamed, requirement_prefix="WUN")
    renamed.session.commit()
    renamed.undo(removed)
    assert call("GET", "/requirements/WUN-1")["parent"]["key"] == "WUN-2"
    version = call("GET", "/requirements/WUN-1")["version"]
    call("PATCH", "/requirements/WUN-1", json={"parent": "REQ-2", "version": version})
    assert call("GET", "/requirements/WUN-1")["version"] == version
    made = call("POST", "/requirements", status=201, json={"title": "Gift cards", "parent": "ANF-2"})
    assert made["parent"]["key"] == "WUN-2"


def test_two_keys_of_one_requirement_are_one(renamed):
    archive_requirements(renamed.session, keys=["REQ-1", "ANF-1"], **renamed.who)
    assert renamed.latest().first == renamed.latest().last


def test_a_key_of_old_in_a_text_leads_to_where_it_is_now(page, renamed):
    add_comment(renamed.session, on=COMMENTED, key="ANF-1", body="See REQ-1 and ANF-1.", **renamed.who)
    renamed.session.commit()
    links = page.get(f"{BASE}/requirements/ANF-1").all(".//a[@href]")
    there = [link.text for link in links if link.get("href") == f"{BASE}/requirements/ANF-1"]
    assert {"REQ-1", "ANF-1"} <= set(there)


def test_a_file_that_went_out_under_the_old_keys_finds_them_when_it_comes_back(renamed):
    ref = "Ref: https://example.org/w/harkenau/requirements/REQ-1"
    handed = f"Summary,Issue key,Labels,Description\nPay by bill,HK-7,req-1,{ref}\n".encode()
    rows = read_rows(handed, Reading.proposed(read_table(handed)), workspace=renamed.workspace)
    assert [row.own_key for row in rows] == ["REQ-1"]
    assert "labels" not in rows[0].values
    outcome = import_rows(renamed.session, rows=rows, **renamed.who)
    assert [(str(row.verdict), row.key) for row in outcome.rows] == [("updated", "ANF-1")]


@pytest.mark.parametrize("name", ["requirement_prefix", "experiment_prefix"])
def test_no_other_kind_takes_a_prefix_that_was_given_up(renamed, name):
    with pytest.raises(Invalid) as refused:
        _rename(renamed, **{name: "ACT"})
    assert name in refused.value.errors
    _rename(renamed, action_prefix="ACT")
    assert renamed.workspace.action_prefixes == ("ACT", "MK")


def test_the_setting_says_what_is_kept_and_asks_for_nothing_that_is_not_there_yet(page, renamed):
    shown = page.get(f"{BASE}/settings")
    assert "Earlier prefixes: REQ, ACT" in shown.text
    assert not shown.all(".//input[@name='experiment_prefix']")
    wrong = page.submit(shown, "/settings/update", status=422, action_prefix="REQ")
    assert "REQ stands before the numbers of another kind" in wrong.text


def _rename(team, **prefixes):
    change_workspace(team.session, values=prefixes, **team.who)
