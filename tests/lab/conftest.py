"""The lab's fixtures for the tests of the lab itself."""

from tests.lab.fixtures import agents, ami, callers, fresh_pbx, pbx

__all__ = ["agents", "ami", "callers", "fresh_pbx", "pbx"]
