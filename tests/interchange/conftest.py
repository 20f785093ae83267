"""Tests with real exports and the independent checker are collected only where these are."""

from tests.support.shared import shared_folder

collect_ignore_glob = [] if shared_folder() else ["*/test_shared_*.py"]
