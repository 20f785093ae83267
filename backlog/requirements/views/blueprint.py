"""The pages of the backlog stand under one address."""

from flask import Blueprint

blueprint = Blueprint("requirements", __name__, url_prefix="/w/<workspace>/requirements")
