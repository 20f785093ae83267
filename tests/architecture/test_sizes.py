"""Nothing is too long to be read at one go."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.repository import files, name_of

LONGEST_FUNCTION = 40
# An exception is one line: path, its limit, and why.
EXCEPTIONS: dict[str, int] = {}
LIMITS = [
    (".", "*.py", 300),
    ("templates", "*.html", 120),
    ("templates", "*.txt", 120),
    ("static/css", "*.css", 200),
    ("static/js/controllers", "*.js", 100),
]
# Generated once and never edited again.
GENERATED = "migrations/versions/"


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


@pytest.mark.parametrize(("folder", "pattern", "limit"), LIMITS)
def test_no_file_is_too_long(folder, pattern, limit):
    too_long = {
        name: lines
        for path in files(folder, pattern)
        if not (name := name_of(path)).startswith(GENERATED) and (lines := length(path)) > EXCEPTIONS.get(name, limit)
    }
    assert too_long == {}


def test_no_function_is_too_long():
    too_long = {
        f"{name_of(path)}:{name}": lines
        for path in files(".", "*.py")
        if not name_of(path).startswith(GENERATED)
        for name, lines in functions(path)
        if lines > LONGEST_FUNCTION
    }
    assert too_long == {}


def test_no_exception_is_left_over():
    assert {name for name in EXCEPTIONS if name not in {name_of(path) for path in files(".", "*")}} == set()
