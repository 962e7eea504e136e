"""Which piece of the builder a browser asks for: all of it, or what follows the typing without the rest of the page."""

from enum import StrEnum

from flask import request


class Piece(StrEnum):
    """The number comes first and its tables after it, as soon as there is a script to ask for them."""

    #: Everything at once: the first look, and always without script.
    PAGE = "page"
    #: The form as a button leaves it, its tables to come.
    FORM = "form"
    #: The number, while somebody types.
    COUNT = "count"
    TABLES = "tables"


def piece_asked() -> Piece:
    """Return the piece this request is for."""
    if "HX-Request" not in request.headers:
        return Piece.PAGE
    if request.method != "GET":
        return Piece.FORM
    return Piece.TABLES if "tables" in request.args else Piece.COUNT
