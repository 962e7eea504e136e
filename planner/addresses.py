"""Which numbers lead anywhere in the addresses of pages."""

from werkzeug.datastructures import ImmutableDict
from werkzeug.routing import IntegerConverter, Map

from planner.db import LARGEST_ID


class IdConverter(IntegerConverter):
    """A number in an address: one that no table can hold leads nowhere, which is a 404 like any other."""

    regex = r"\d{1,10}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)


class AddressMap(Map):
    """The addresses of the site."""

    default_converters = ImmutableDict({**Map.default_converters, "int": IdConverter})
