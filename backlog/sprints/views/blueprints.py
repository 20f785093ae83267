"""Where the pages of sprints and actions are found."""

from flask import Blueprint

# The rail marks the entry named by a blueprint's first word.
sprints = Blueprint("sprints", __name__, url_prefix="/w/<workspace>/sprints")
planning = Blueprint("sprints_planning", __name__, url_prefix="/w/<workspace>/sprints/<int:number>/plan")
actions = Blueprint("sprints_actions", __name__, url_prefix="/w/<workspace>/actions")
