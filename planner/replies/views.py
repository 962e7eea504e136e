"""Pages of replies."""

from flask import Blueprint

bp = Blueprint("replies", __name__, url_prefix=None)
