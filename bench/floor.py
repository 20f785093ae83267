"""The floor: the least a page of Flask, SQLAlchemy and SQLite can cost. No sign-in, no CSRF, no layout.

What Throughline costs is said as a multiple of this, measured in the same run on the same machine.
"""

import csv
import io
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, Response, render_template
from jinja2 import DictLoader
from sqlalchemy import String, Text, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bench.items import items

ROWS_A_PAGE = 100
_ONE = 500
_COLUMNS = ("id", "title", "description", "priority", "status", "tags")
_PAGE = """<!doctype html><html><head><title>Backlog</title></head><body><table>
<thead><tr><th>#</th><th>Title</th><th>Priority</th><th>Status</th><th>Tags</th></tr></thead><tbody>
{% for row in rows %}<tr id="i{{ row.id }}"><td>{{ row.id }}</td>
<td><a href="/items/{{ row.id }}">{{ row.title }}</a></td>
<td><span class="p-{{ row.priority }}">{{ row.priority }}</span></td><td>{{ row.status }}</td>
<td>{% for tag in row.tags.split(',') %}<span class="tag">{{ tag }}</span>{% endfor %}</td></tr>
{% endfor %}</tbody></table></body></html>"""


class _Base(DeclarativeBase):
    """Parent of the one table."""


class Item(_Base):
    """One row of the list."""

    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    priority: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    tags: Mapped[str] = mapped_column(String(200))
    rank: Mapped[int] = mapped_column(index=True)


database = os.environ.get("FLOOR_DATABASE", ":memory:")
engine = create_engine(f"sqlite:///{database}")
application = Flask(__name__)
application.jinja_options = {"loader": DictLoader({"page.html": _PAGE})}


@event.listens_for(engine, "connect")
def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def make_database(path: Path, count: int) -> None:
    """Write a database with the same items that Throughline is given."""
    filled = create_engine(f"sqlite:///{path}")
    _Base.metadata.create_all(filled)
    with Session(filled) as session, session.begin():
        session.add_all(
            Item(title=each.title, description=each.description, priority=each.priority, status=each.status,
                 tags=",".join(each.tags), rank=rank)
            for rank, each in enumerate(items(count))
        )  # fmt: skip
    filled.dispose()


@application.get("/hello")
def hello() -> str:
    """Answer with a word."""
    return "hello world"


@application.get("/orm100")
def orm100() -> str:
    """Show 100 whole objects in their order."""
    with Session(engine) as session:
        return render_template("page.html", rows=session.scalars(select(Item).order_by(Item.rank).limit(ROWS_A_PAGE)))


@application.get("/one")
def one() -> str:
    """Show one object."""
    with Session(engine) as session:
        return render_template("page.html", rows=[session.get_one(Item, _ONE)])


@application.post("/write")
def write() -> dict[str, bool]:
    """Read one object, change it, commit."""
    with Session(engine) as session:
        item = session.get_one(Item, _ONE)
        item.rank += 7
        session.commit()
    return {"ok": True}


@application.get("/csv")
def export() -> Response:
    """Stream all rows without objects."""
    return Response(_csv(), mimetype="text/csv")


def _csv() -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    connection = sqlite3.connect(database)
    cursor = connection.execute("SELECT id, title, description, priority, status, tags FROM item ORDER BY rank")
    while rows := cursor.fetchmany(500):
        writer.writerows(rows)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    connection.close()
