"""One name for the same thing in every feature, and none that says nothing."""

import ast
from pathlib import Path

from tests.support.repository import ROOT, files, name_of

# core, web and the composition root are the kernel; each of their modules has a name of its own.
KERNEL = {"core", "web"}
ALLOWED = {"__init__", "models", "queries", "services", "forms", "schemas", "views", "api", "commands", "terms"}
# What only one feature has; a name that a second feature needs belongs into ALLOWED.
OWN_NAMES = {
    "activity": {
        "mails",  # what is mailed to people whom a comment names
        "merging",  # two people's edits of one thing become one
        "undo",  # an act taken back, for every kind of thing
    },
    "cli": {
        "example",  # an invented company and its story
    },
    "identity": {
        "account",  # a person's own settings: a second set of pages, with addresses of its own
        "secrets",  # random secrets and their hashes
        "security",  # how Flask-Security is set up
        "throttling",  # the brake on guessing passwords
        "wording",  # what Flask-Security says, in our words
    },
    "interchange": {
        "downloads",  # files as streamed answers, for pages, programs and commands alike
        "findings",  # what a person is told about a row or a cell
        "jira",  # requirements as files that Jira's importer takes
        "mapping",  # what foreign columns and cells mean to us
        "markup",  # Markdown into the markup of other systems, and back
        "reading",  # from the bytes of a file to rows
        "tables",  # the list as a file for spreadsheets
    },
    "live": {
        "broker",  # one reader for each process, many listeners
        "streams",  # what a listener is sent
        "watching",  # how a process notices a commit
    },
    "reports": {
        "burndown",  # what is still to do, day by day
        "burnup",  # what is done and what there is to do
        "daily",  # what a team tells each other every day
        "days",  # the days of a sprint in its workspace's time zone
        "flow",  # how many actions stood in each column, day by day
        "history",  # a sprint at each moment, folded from what was recorded
        "percentiles",  # of a few values, by the nearest rank
        "standing",  # how long cards stand in a column
        "times",  # how long finished actions took
        "velocity",  # what sprints came to, side by side
    },
    "sprints": {
        "capacity",  # how many hours a person has, by arithmetic alone
    },
    "workspaces": {
        "front",  # where features say what waits for the reader
        "invitations",  # pages of members and invitations
        "linking",  # where features say which keys lead to them, and texts with those links
        "navigation",  # where features say what stands in the rail
        "resolving",  # from address and person to actor and workspace
        "searching",  # where features say how they are found
        "settings",  # pages of the workspace's settings
        "setup",  # the first page of an empty installation
        "working_time",  # pages of when members work
    },
}
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "misc", "manager", "managers", "common", "stuff", "data", "info"}


def features() -> list[str]:
    packages = {path.relative_to(ROOT / "backlog").parts[0] for path in files("backlog", "*/*.py")}
    return sorted(packages - KERNEL - {"translations"})


def modules(feature: str) -> set[str]:
    found = {path.relative_to(ROOT / "backlog" / feature).parts[0] for path in files(f"backlog/{feature}", "*.py")}
    return {name.removesuffix(".py") for name in found}


def names_defined(path: Path) -> set[str]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return {node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, kinds)}


def test_a_feature_is_made_of_the_houses_files():
    unknown = {name: more for name in features() if (more := modules(name) - ALLOWED - OWN_NAMES.get(name, set()))}
    assert unknown == {}, "use the house's names, or give the file a line with its reason in OWN_NAMES"


def test_no_name_of_its_own_is_left_over():
    left = {name: gone for name, own in OWN_NAMES.items() if (gone := own - modules(name))}
    assert left == {}


def test_no_file_has_a_name_that_says_nothing():
    assert [name_of(path) for path in files(".", "*.py") if path.stem in SAYS_NOTHING] == []


def test_nothing_is_defined_under_a_name_that_says_nothing():
    named = {name_of(path): found for path in files("backlog", "*.py") if (found := names_defined(path) & SAYS_NOTHING)}
    assert named == {}
