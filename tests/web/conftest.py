"""Applications in other surroundings than the shared one of the tests."""

from pathlib import Path

import pytest
from flask import Flask

from backlog import create_app
from config import load_config


@pytest.fixture
def make_app(tmp_path: Path):
    """Return a function that makes an application with these settings."""
    made: list[Flask] = []

    def make(**settings: str) -> Flask:
        usual = {"SECRET_KEY": "only for tests", "INSTANCE_PATH": str(tmp_path), "BASE_URL": "http://localhost"}
        made.append(create_app(load_config(usual | settings)))
        return made[-1]

    yield make
    for app in made:
        app.extensions["live"].close()
        app.extensions["engine"].dispose()
