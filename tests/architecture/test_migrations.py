"""Migrations: forward, back and forward again on both databases, and nothing in the models that they do not make."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from backlog.core.db import make_engine
from tests.support.applications import Applications
from tests.support.databases import MIGRATIONS

# A workspace as the first tables hold it, and something that belongs to it and goes with it.
STORED = (
    (
        "INSERT INTO workspaces (id, slug, name, requirement_prefix, action_prefix, experiment_prefix, locale, "
        "time_zone, is_example, created_at, requirement_number, action_number, sprint_number, activity_number) VALUES "
        "(1, 'shop', 'Shop', 'REQ', 'ACT', 'EXP', 'en', 'UTC', false, '2026-11-22 12:00:00', 0, 0, 0, 0)"
    ),
    "INSERT INTO components (workspace_id, name, position) VALUES (1, 'Checkout', 0)",
)


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


def test_what_is_stored_stays_whichever_way_the_migrations_go(empty_engine):
    config = alembic_config(empty_engine)
    first = ScriptDirectory.from_config(config).get_base()
    assert first
    command.upgrade(config, first)
    with empty_engine.begin() as connection:
        for statement in STORED:
            connection.execute(text(statement))
    for go in (lambda: command.upgrade(config, "head"), lambda: command.downgrade(config, first)):
        go()
        with empty_engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM components WHERE workspace_id = 1")) == 1


def test_there_is_one_line_of_migrations():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1
