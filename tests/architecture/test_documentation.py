"""Whoever runs it finds each setting and each command in docs/operations.md."""

import re

from tests.support.repository import ROOT

OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
IN_A_WORKSPACE = "/api/v1/workspaces/{workspace}"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Commands that libraries bring; their own documentation describes them.
OF_LIBRARIES = {"limiter", "openapi", "roles", "users"}
READ = re.compile(r"""\benv(?:\.get\(|,\s*|\[)"([A-Z_]+)\"""")


def test_every_setting_is_documented():
    read = set(READ.findall((ROOT / "config.py").read_text(encoding="utf-8")))
    assert {"DATABASE_URL", "SECRET_KEY", "BASE_URL", "PORT", "MAIL_URL", "INSTANCE_PATH"} <= read
    assert {name for name in read if f"| `{name}` |" not in OPERATIONS} == set()


def test_every_command_is_documented_and_says_what_it_does(app):
    commands = {name: command for name, command in app.cli.commands.items() if name not in OF_LIBRARIES}
    assert {name for name in commands if f"`flask {name}" not in OPERATIONS} == set()
    assert {name for name, command in commands.items() if not command.help} == set()


def test_no_command_is_documented_that_is_gone(app):
    documented = set(re.findall(r"^\| `flask ([a-z-]+)", OPERATIONS, re.MULTILINE))
    assert documented - set(app.cli.commands) == set()


def test_every_address_of_the_api_is_documented_with_its_methods(client):
    documented = set(re.findall(r"^\| `(/[^`]+)` \| ([A-Z, ]+) \|", API, re.MULTILINE))
    paths = client.get("/api/v1/openapi.json").json["paths"]
    short = {path: re.sub(r"\{(\w+)\}", r"<\1>", path.removeprefix(IN_A_WORKSPACE)) for path in paths}
    # The workspace itself has no address below its own.
    there = {(short[path], ", ".join(m for m in METHODS if m.lower() in paths[path])) for path in paths if short[path]}
    assert documented == there


def test_every_make_target_of_the_help_exists_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    promised = {"help", "run", "demo", "test", "check", "fix", "bench", "lock", "clean"}
    assert promised <= set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))


def test_decisions_are_numbered_once_and_say_why():
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [path.name[:4] for path in records]
    assert len(numbers) == len(set(numbers))
    headings = ("## Context", "## Decision", "## Consequences")
    assert [
        path.name for path in records if not all(title in path.read_text(encoding="utf-8") for title in headings)
    ] == []
