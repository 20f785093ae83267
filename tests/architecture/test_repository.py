"""What may not be in the project's files: addresses of package indexes, paths of a machine, loose versions."""

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.repository import ROOT, name_of, tracked_files

INDEX_HOST = re.compile(
    r"\b(?:[\w-]+\.)*(?:pypi|npmjs|pythonhosted|yarnpkg|npmmirror)\.(?:org|com|dev)\b", re.IGNORECASE
)
INDEX_OPTION = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|registry\s*=\s*http")
MACHINE_PATH = re.compile(r"(?<![\w.~}\-])/(?:work|tmp|root|home/\w+|opt/\w+)/\w")
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)")
TEXT = {
    ".py",
    ".toml",
    ".lock",
    ".md",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".json",
    ".yaml",
    ".yml",
    ".txt",
    ".po",
    ".mako",
    "",
}


def text_files() -> dict[str, str]:
    return {name_of(path): path.read_text(encoding="utf-8") for path in tracked_files() if path.suffix in TEXT}


@pytest.mark.parametrize("forbidden", [INDEX_HOST, INDEX_OPTION, MACHINE_PATH], ids=["host", "option", "path"])
def test_no_file_names_a_package_index_or_a_place_on_a_machine(forbidden):
    found = {name: match.group() for name, text in text_files().items() if (match := forbidden.search(text))}
    found.pop("tests/architecture/test_repository.py", None)
    assert found == {}


def locked(name: str) -> dict[str, set[Version]]:
    versions: dict[str, set[Version]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if match := LOCKED.match(line):
            versions.setdefault(canonicalize_name(match[1]), set()).add(Version(match[2]))
    return versions


def declared(group: str | None = None) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    texts = project["dependency-groups"][group] if group else project["project"]["dependencies"]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize(
    ("lock", "group"),
    [
        ("requirements.lock", None),
        ("requirements-dev.lock", None),
        ("requirements-dev.lock", "dev"),
        ("requirements-node.lock", "node"),
    ],
)
def test_every_dependency_is_locked_in_a_version_it_allows(lock, group):
    versions = locked(lock)
    wrong = [
        str(wanted)
        for wanted in declared(group)
        if not (found := versions.get(canonicalize_name(wanted.name)))
        or not all(wanted.specifier.contains(version) for version in found)
    ]
    assert wrong == [], "run `make lock`"


def test_tests_run_on_the_versions_that_are_served():
    served, tested = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {name: versions for name, versions in served.items() if tested.get(name) != versions} == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"])
def test_every_locked_version_has_hashes(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_browser_libraries_are_locked_with_hashes_and_without_addresses():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = {name: entry for name, entry in packages.items() if name}
    assert [name for name, entry in installed.items() if "integrity" not in entry or "resolved" in entry] == []
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    named = wanted.get("dependencies", {}) | wanted.get("devDependencies", {})
    assert {name: packages[f"node_modules/{name}"]["version"] for name in named} == named


def test_the_image_builds_its_assets_from_all_that_names_an_icon():
    """The folders the build reads are found in it; what is not copied before `make assets` would be missing unseen."""
    build = (ROOT / "static" / "icons.mjs").read_text(encoding="utf-8")
    read = set(re.findall(r"""sources\(join\(root, "(\w+)"\)""", build)) | {"static"}
    before = (ROOT / "Dockerfile").read_text(encoding="utf-8").partition("RUN make assets")[0]
    assert len(read) > 2
    assert {folder for folder in read if f"COPY {folder} {folder}\n" not in before} == set()
