"""What stands on the page that hands over, and in its file."""

import csv
import io
from typing import Any

from tests.support.page import Page, Shown

BASE = "/w/online-shop/hand-overs"
# What a developer can begin with, as values of a requirement.
READY: dict[str, Any] = {"status": "ready", "acceptance_criteria": [{"text": "It is on the invoice", "done": False}]}


def ticked(shown: Shown) -> list[str | None]:
    """Return the keys that are ticked."""
    return [box.get("value") for box in shown.all(".//input[@name='keys']") if box.get("checked") is not None]


def in_file(page: Page, number: int) -> dict[str, dict[str, str]]:
    """Return the file of a hand-over by summary."""
    text = page.client.get(f"{BASE}/{number}/jira.csv").text
    return {row["Summary"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
