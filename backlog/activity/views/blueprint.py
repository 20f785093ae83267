"""The pages of what happened to things of every kind."""

from flask import Blueprint

blueprint = Blueprint("activity", __name__)
