"""Migrations: forward, back and forward again on both databases, and nothing in the models that they do not make."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from backlog.core.db import make_engine
from tests.support.applications import Applications
from tests.support.databases import MIGRATIONS


@pytest.fixture
def empty_engine(applications: Applications, database_kind: str) -> Iterator[Engine]:
    databases = applications.databases(database_kind)
    name, url = databases.empty()
    engine = make_engine(url)
    yield engine
    engine.dispose()
    databases.drop(name)


def alembic_config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = engine.url.render_as_string(hide_password=False)
    return config


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_migrations_go_forward_back_and_forward_again(empty_engine):
    config = alembic_config(empty_engine)
    command.upgrade(config, "head")
    made = tables(empty_engine)
    assert made
    command.downgrade(config, "base")
    assert tables(empty_engine) == set()
    command.upgrade(config, "head")
    assert tables(empty_engine) == made


def test_the_models_hold_nothing_the_migrations_do_not_make(empty_engine):
    config = alembic_config(empty_engine)
    command.upgrade(config, "head")
    command.check(config)


def test_there_is_one_line_of_migrations():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1
