"""The entry points: the command line and the HTTP server."""

from taskapi import guard

guard(__name__, "domain", "application", "adapters")
