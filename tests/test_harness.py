"""The harness keeps its promises: isolation on both databases, and faults that are found."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from backlog.core.clock import utcnow
from backlog.core.db import transaction
from backlog.identity.models import User
from tests.support import html


def add_user(session: Session, email: str = "ada@example.org") -> None:
    session.add(User(email=email, name="Ada", fs_uniquifier=email, created_at=utcnow()))


def count_users(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(User)) or 0


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_commits_the_next_does_not_see(session, turn):
    assert count_users(session) == 0
    add_user(session)
    session.commit()
    assert count_users(session) == 1


def test_a_job_or_command_shares_the_tests_transaction(session, engine):
    with transaction(engine) as other:
        add_user(other)
    assert count_users(session) == 1


def test_a_rolled_back_session_leaves_what_came_before(session, engine):
    add_user(session)
    session.commit()
    with Session(engine) as other:
        add_user(other, "grace@example.org")
        other.rollback()
    assert count_users(session) == 1


@pytest.mark.commits
@pytest.mark.parametrize("turn", [1, 2])
def test_a_committing_test_has_a_database_of_its_own(session, engine, turn):
    assert isinstance(engine, Engine)
    assert count_users(session) == 0
    add_user(session)
    session.commit()
    with engine.connect() as other:
        assert other.scalar(select(func.count()).select_from(User)) == 1


def test_the_application_answers_on_the_tests_connection(client: FlaskClient, engine):
    assert isinstance(engine, Connection)
    assert client.get("/healthz").status_code == 200


PAGE = "<!DOCTYPE html><html lang=en><title>T</title><body><main><h1>H</h1>{}</main></body></html>"


@pytest.mark.parametrize(
    ("piece", "fault"),
    [
        ("<h1>Again</h1>", "2 <h1>"),
        ("<input name=q>", "no label"),
        ("<form method=post action=/a></form>", "CSRF"),
        ("<form></form>", "no action"),
        ("<p>Hello %(name)s</p>", "untranslated"),
        ("<button type=button hx-post=/a>Go</button>", "without JavaScript"),
        ("<a hx-get=/a>Go</a>", "without JavaScript"),
        ("<p id=a></p><p id=a></p>", "twice"),
        ("<button></button>", "without a name"),
        ("<p style='color:red'></p>", "style attribute"),
    ],
)
def test_a_fault_is_found(piece, fault):
    faults = list(html.page_faults(html.parse_page(PAGE.format(piece))))
    assert len(faults) == 1
    assert fault in faults[0]


@pytest.mark.parametrize(
    "piece",
    [
        "<label>Q <input name=q></label>",
        "<label for=q>Q</label><input id=q name=q>",
        "<form method=post action=/a hx-post=/a><input type=hidden name=csrf_token value=x><button>Go</button></form>",
        "<a href=/a hx-get=/a>Go</a>",
        "<button aria-label=Close></button>",
    ],
)
def test_a_proper_piece_passes(piece):
    assert list(html.page_faults(html.parse_page(PAGE.format(piece)))) == []


def test_broken_html_is_refused_with_its_place():
    with pytest.raises(AssertionError, match="line 1"):
        html.parse_page("<!DOCTYPE html><p><div></span></div>")
