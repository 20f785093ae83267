"""A file comes in and another goes out, through the browser."""

import csv
import io
from pathlib import Path

from playwright.sync_api import Download, expect

from tests.support.hand_overs import READY
from tests.support.rows import BACKLOG, expect_order, row

BASE = "/w/harkenau"
FILE = b"Summary;Story Points;Status\nPay by invoice;3,5;Ready\nGuest checkout;8;Ready\n;;;\n"


def rows_of(download: Download, folder: Path) -> list[dict[str, str]]:
    saved = folder / download.suggested_filename
    download.save_as(saved)
    return list(csv.DictReader(io.StringIO(saved.read_text(encoding="utf-8-sig"))))


def test_a_file_is_tried_then_brought_in(merle):
    page = merle.open(f"{BASE}/requirements")
    page.get_by_role("link", name="Import").click()
    page.locator("input[type=file]").set_input_files({"name": "wishes.csv", "mimeType": "text/csv", "buffer": FILE})
    page.get_by_role("button", name="Go on to the columns").click()
    merle.expect_heading("What the columns mean")
    page.get_by_role("button", name="Look at the preview").click()
    merle.expect_heading("Preview of the import")
    expect(page.locator(".import-rows")).to_contain_text("Guest checkout")
    merle.check_everywhere()
    page.get_by_role("button", name="Import now").click()
    merle.expect_heading("The import is done")
    merle.open(f"{BASE}/requirements")
    expect_order(page, BACKLOG, "REQ-1", "REQ-2")
    expect(page.locator(row("REQ-2"))).to_contain_text("Guest checkout")


def test_what_is_ready_is_handed_over_and_downloaded(team, merle, tmp_path: Path):
    team.requirements("Pay by invoice", "Guest “checkout”, fast", points=1, **READY)
    team.requirements("To be asked again", points=5, status="ready")
    team.requirements("Not yet thought through")
    team.session.commit()
    page = merle.open(f"{BASE}/hand-overs/new")
    heading = page.locator(".page__folio")
    expect(heading).to_have_text("2 requirements · 2 points")
    page.get_by_role("checkbox", name="REQ-2").uncheck()
    expect(heading).to_have_text("One requirement · 1 point")
    page.get_by_role("checkbox", name="REQ-3").check()
    expect(heading).to_have_text("2 requirements · 6 points")
    page.get_by_role("checkbox", name="REQ-3").uncheck()
    page.get_by_role("checkbox", name="REQ-2").check()
    page.get_by_role("button", name="Hand over").click()
    merle.expect_heading("Hand-over 1")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the file for Jira").click()
    assert [one["Summary"] for one in rows_of(download.value, tmp_path)] == ["Pay by invoice", "Guest “checkout”, fast"]


def test_a_filtered_list_is_downloaded_as_a_table(team, merle, tmp_path: Path):
    team.requirements("Pay by invoice", "Guest checkout")
    team.requirements("Pay in parts", status="ready")
    team.session.commit()
    page = merle.open(f"{BASE}/requirements")
    page.get_by_role("link", name="Status").click()
    page.locator("#row-menu").get_by_text("Ready", exact=True).click()
    expect_order(page, BACKLOG, "REQ-3")
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.get_by_role("link", name="As CSV").click()
    assert [one["Title"] for one in rows_of(download.value, tmp_path)] == ["Pay in parts"]
