"""The routes of the application, as guards walk them: read from the map at run time, filled with samples."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask

#: For arguments that take only certain words.
WORDS = {"brake": "pause"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    """One method of one rule; `arguments` are the names in the rule."""

    method: str
    rule: str
    endpoint: str
    arguments: frozenset[str]
    who_may: tuple[str, ...] | None

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def is_public(self) -> bool:
        """Whether anyone may."""
        return self.who_may == ("anyone",)


def routes(app: Flask) -> Iterator[Route]:
    """Every method of every rule but Flask's own file server, the one endpoint without a view of ours."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            view = app.view_functions[rule.endpoint]
            for method in METHODS:
                if method in (rule.methods or ()):
                    yield Route(method, rule.rule, rule.endpoint, frozenset(rule.arguments),
                                getattr(view, "who_may", None))


def path_of(app: Flask, route: Route, samples: dict[str, object]) -> str:
    """The address of `route`, its arguments taken from `samples`; a 1 where no sample fits, which may well be a 404."""
    with app.test_request_context():
        return app.url_for(route.endpoint, _method=route.method,
                           **{name: (WORDS | samples).get(name, 1) for name in route.arguments})
