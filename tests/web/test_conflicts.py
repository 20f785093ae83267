"""Both versions of a field beside each other."""

from datetime import date
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from backlog.web.conflicts import clashes, settled
from backlog.web.forms import Form, NumberField, choices


class Asked(Form):
    title = StringField("Title", [Length(max=80)])
    text = TextAreaField("Text")
    owner = SelectField("Owner", choices=[])
    points = NumberField("Points")
    due_on = DateField("Due")


@pytest.fixture
def both(app):
    """Return the clashes between what was sent and what stands there now, by name."""
    with app.test_request_context("/"):
        sent = {"title": "Mine", "text": "", "owner": "1", "points": "2,5", "due_on": "2030-05-01"}
        mine = Asked(MultiDict(sent))
        mine.owner.choices = choices({"": "Nobody", "1": "Merle", "2": "Tarek"})
        filled = {"title": "", "text": "T\nt", "owner": "2", "points": Decimal(3), "due_on": date(2030, 5, 2)}
        theirs = Asked(formdata=None, data=filled)
        sides = {name: {"yours": None, "theirs": None, "by": None} for name in sent}
        return {clash.name: clash for clash in clashes(mine, theirs, sides)}


def test_values_are_carried_as_sent_and_shown_as_read(both):
    carried = {name: (clash.yours, clash.theirs) for name, clash in both.items()}
    assert carried == {
        "title": ("Mine", ""), "text": ("", "T\nt"), "owner": ("1", "2"), "points": ("2,5", "3"),
        "due_on": ("2030-05-01", "2030-05-02"),
    }  # fmt: skip
    shown = {name: (clash.yours_shown, clash.theirs_shown) for name, clash in both.items()}
    assert shown == {
        "title": ("Mine", "(empty)"), "text": ("(empty)", "T\nt"), "owner": ("Merle", "Tarek"), "points": ("2.5", "3"),
        "due_on": ("1 May 2030", "2 May 2030"),
    }  # fmt: skip


def test_only_words_can_be_changed_once_more(both):
    assert [name for name, clash in both.items() if clash.is_written] == ["title", "text"]
    assert (both["title"].is_long, both["text"].is_long, both["title"].max_length) == (False, True, 80)
    assert {clash.by for clash in both.values()} == {"Someone"}


def test_their_version_takes_the_place_of_mine_where_it_was_chosen():
    sent = MultiDict(
        [("title", "Mine"), ("theirs-title", "Theirs"), ("take-title", "theirs"), ("text", "My own"),
         ("theirs-text", "Theirs"), ("take-text", "mine"), ("components", "Web"), ("components", "App")]
    )  # fmt: skip
    form = settled(sent)
    assert (form["title"], form["text"], form.getlist("components")) == ("Theirs", "My own", ["Web", "App"])
    assert settled({"take-title": "theirs", "title": "Mine"})["title"] == ""
