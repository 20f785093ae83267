"""What we write, before the independent checker of Jira's import rules (beside the repository)."""

import importlib.util
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given

from backlog.core.types import clean_text
from backlog.interchange.downloads import jira_chunks
from backlog.interchange.jira import Criterion, JiraIssue, WritingOptions, get_preset, jira_files
from backlog.interchange.queries import Selection
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import WorkspaceFactory
from tests.support.hostile import FRAGMENTS
from tests.support.jira_issues import hostile_issues
from tests.support.shared import shared_folder

_STRICT = ["--target", "cloud", "--mode", "admin", "--strict"]
_OPTIONS = WritingOptions(reference_url="https://backlog.example.org/w/shop/requirements/")


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_shared = shared_folder()
assert _shared is not None, "collected only where the folder is (conftest.py)"
_CHECKER = _shared / "tools" / "check_jira_csv.py"
_checker = _load(_CHECKER)


def _violations(raw: bytes) -> list[tuple[str, str]]:
    options = _checker.options(["file", *_STRICT])
    checker = _checker.Checker(options)
    checker.run(raw)
    return list(checker.violations)


@given(hostile_issues())
def test_no_content_makes_a_file_that_jira_would_refuse(issues):
    for options in (_OPTIONS, WritingOptions()):
        for file in jira_files(issues, preset=get_preset("cloud-company"), options=options):
            assert _violations(b"".join(file.chunks)) == []


@pytest.mark.slow
def test_no_text_is_too_long():
    issues = [
        JiraIssue(
            number=number,
            key=f"REQ-{number}",
            title=text * 300,
            description=(text * 40_000)[:40_000],
            criteria=(Criterion((text * 9_000)[:9_000]),) * (number % 3),
        )
        for number, text in enumerate(FRAGMENTS[::3], start=1)
    ]
    (file,) = jira_files(issues, preset=get_preset("cloud-company"), options=_OPTIONS)
    assert _violations(b"".join(file.chunks)) == []


def test_the_command_says_so_too(tmp_path):
    issues = [
        JiraIssue(number=number, key=f"REQ-{number}", title=text, description=f"{text}\n{text * 9}", labels=(text,))
        for number, text in enumerate([*FRAGMENTS, *("".join(pair) for pair in pairwise(FRAGMENTS))], start=1)
    ]
    (file,) = jira_files(issues, preset=get_preset("cloud-company"), options=_OPTIONS)
    path = tmp_path / "hand-over.csv"
    path.write_bytes(b"".join(file.chunks))
    command = [sys.executable, str(_CHECKER), str(path), *_STRICT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "OK: 0 violation(s) of 0 rule(s), 0 advice\n")


def test_what_goes_out_without_what_stands_above_it_passes(app, session):
    workspace = WorkspaceFactory.create()
    epic = RequirementFactory.create(workspace=workspace, kind="epic")
    story = RequirementFactory.create(workspace=workspace, parent=epic.key)
    alone = RequirementFactory.create(workspace=workspace, parent=epic.key)
    under = [
        RequirementFactory.create(workspace=workspace, kind="subtask", parent=above.key) for above in (story, alone)
    ]
    session.commit()
    selection = Selection(workspace, frozenset(one.id for one in (alone, *under)))
    with app.test_request_context():
        raw = b"".join(jira_chunks(selection, preset="cloud-company"))
    assert raw.count(b"*Belongs to:*") == 2
    assert _violations(raw) == []


def test_what_people_type_passes_the_whole_way_from_the_service_to_the_file(app, session):
    workspace = WorkspaceFactory.create()
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="=cmd|' /C calc'!A0").key
    for before, text in pairwise(FRAGMENTS):
        RequirementFactory.create(
            workspace=workspace,
            title=(f"x {text}{before}" * 40)[:500] if len(text) % 2 else f"x {text}",
            parent=epic if len(before) % 2 else None,
            description=f"{text}{before}\n{before * 50}{text}",
            labels=[label for label in (text, f"two words {before}") if clean_text(label).strip()],
            acceptance_criteria=[{"text": f"{before}{text}", "done": False}],
        )
    session.commit()
    with app.test_request_context():
        raw = b"".join(jira_chunks(Selection(workspace), preset="cloud-company"))
    assert raw.count(b"Story") >= len(FRAGMENTS) - 1
    assert _violations(raw) == []
