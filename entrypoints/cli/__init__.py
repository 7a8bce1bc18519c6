"""The command line: the program `taskapi`, one file for each of its commands."""

from taskapi import guard

guard("entrypoints", "migrations")

from entrypoints.cli.program import main

__all__ = ["main"]
