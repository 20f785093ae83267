"""Addresses: writes are POST, paths read as the house writes them."""

import re

from backlog.web.access import access_of

READS = {"GET", "HEAD", "OPTIONS"}
API = "/api/v1/"
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.(json|csv|xlsx|ics|xml))?|<[\w:.]+>|<path:filename>")


def pages(app):
    return [rule for rule in app.url_map.iter_rules() if not str(rule).startswith("/api/")]


def test_pages_are_read_with_get_and_changed_with_post(app):
    other = {str(rule): rule.methods for rule in pages(app) if rule.methods - READS - {"POST"}}
    assert other == {}


def test_what_ends_with_a_verb_is_a_write_or_has_a_form(app):
    """`new` and `edit` show forms; a page whose last word is any other verb is reached by POST only."""
    verbs = {
        "create",
        "update",
        "archive",
        "restore",
        "remove",
        "revoke",
        "start",
        "complete",
        "move",
        "rank",
        "delete",
    }
    reading = [
        str(rule) for rule in pages(app) if str(rule).rsplit("/", 1)[-1] in verbs and "GET" in (rule.methods or set())
    ]
    assert reading == []


def test_the_api_lives_in_one_place(app):
    outside = [str(rule) for rule in app.url_map.iter_rules() if str(rule).startswith("/api/") and API not in str(rule)]
    assert outside == []


def test_paths_are_kebab_case(app):
    odd = {
        str(rule)
        for rule in app.url_map.iter_rules()
        if access_of(app, rule.endpoint) is not None
        for segment in str(rule).strip("/").split("/")
        if segment and not SEGMENT.fullmatch(segment)
    }
    assert odd == set()
