"""The canary lives in the town of the guards."""

from tests.guards.conftest import clock, samples

__all__ = ["clock", "samples"]
