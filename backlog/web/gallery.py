"""Every part of the interface in all its states at /dev/components; in development only."""

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from backlog.web.access import public
from backlog.web.forms import Form
from backlog.web.toasts import flash_with_undo

blueprint = Blueprint("gallery", __name__, url_prefix="/dev")
_NAVIGATION = {
    "workspace_name": "Online shop",
    "home_href": "/dev/components",
    "search_href": "/dev/components/results",
    "entries": [
        {"label": "Today", "href": "/dev/components", "icon": "sun"},
        {"label": "Voices", "href": "/dev/components#voices", "icon": "quote", "count": 38},
        {"label": "Backlog", "href": "/dev/components#rows", "icon": "list-ordered", "count": 128, "is_current": True},
        {"label": "Sprints", "href": "/dev/components#board", "icon": "square-kanban"},
        {"label": "Retrospectives", "href": "/dev/components#tables", "icon": "rotate-ccw", "is_wide": True},
    ],
    "last": [{"label": "Settings", "href": "/dev/components#fields", "icon": "settings-2"}],
    "more": [{"label": "Retrospectives", "href": "/dev/components#tables", "icon": "rotate-ccw"}],
    "workspaces": [
        {"label": "Online shop", "href": "/dev/components", "is_current": True},
        {"label": "Garden fairs", "href": "/dev/components"},
    ],
    "create": [{"label": "Requirement", "href": "/dev/components/dialog", "icon": "list-ordered", "shortcut": "n"}],
    "notifications_href": "/dev/components",
    "notification_count": 3,
    "person_name": "Merle Ohlsen",
    "person_initials": "MO",
    "account": [{"label": "Your account", "href": "/dev/components", "icon": "circle-user-round"}],
    "sign_out_href": "/dev/components/move",
    "note": "Example data: Harkenau Gartengeräte is made up.",
}


class SpecimenForm(Form):
    """One field of each kind."""

    title = StringField("Title", description="What the customer could do then, in one line.")
    effort = StringField("Effort", [InputRequired("Effort starts at half a person-month.")])
    text = TextAreaField("Description")
    component = SelectField("Component", choices=[SelectChoice("shop", "Shop"), SelectChoice("billing", "Billing")])
    tell = BooleanField("Tell the nine customers", description="One message each, in their language")
    keep = RadioField(
        "Which version",
        choices=[SelectChoice("both", "Keep both versions"), SelectChoice("mine", "Take mine")],
        default="both",
    )


def register(app: Flask) -> None:
    """Add the gallery to the application."""
    app.register_blueprint(blueprint)


@blueprint.get("/components")
@public
def show() -> ResponseReturnValue:
    """Show all parts."""
    form = SpecimenForm(data={"title": "Guest checkout", "effort": "", "tell": True, "keep": "both"})
    form.effort.errors = ("Effort starts at half a person-month.",)
    return render_template("dev/components.html", form=form, navigation=_NAVIGATION)


@blueprint.get("/components/dialog")
@public
def dialog() -> ResponseReturnValue:
    """Answer with what a dialog holds."""
    return render_template("dev/_dialog.html", form=SpecimenForm())


@blueprint.post("/components/dialog")
@public
def submit() -> ResponseReturnValue:
    """Refuse what was written, so that the answer can be looked at."""
    form = SpecimenForm()
    form.validate()
    return render_template("dev/_dialog.html", form=form), 422


@blueprint.get("/components/menu")
@public
def menu() -> ResponseReturnValue:
    """Answer with what the menu of a row holds."""
    return render_template("dev/_menu.html")


@blueprint.get("/components/results")
@public
def results() -> ResponseReturnValue:
    """Answer what the palette found."""
    return render_template("dev/_results.html")


@blueprint.post("/components/move")
@public
def move() -> ResponseReturnValue:
    """Take any move and say so."""
    flash_with_undo("Moved.", action="/dev/components/move")
    return render_template("components/toasts.html")


@blueprint.post("/components/refuse")
@public
def refuse() -> ResponseReturnValue:
    """Refuse any move."""
    return render_template("errors/_fragment.html", detail="The list has changed meanwhile. Please look again."), 403
