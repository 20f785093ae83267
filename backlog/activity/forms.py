"""What is filled in about things of every kind."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from backlog.web.forms import Form


class CommentForm(Form):
    """What somebody has to say."""

    body = TextAreaField(_l("Comment"), [DataRequired(_l("Write something first."))])
