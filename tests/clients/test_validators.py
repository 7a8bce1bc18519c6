"""The served document passes the validators and linters of the field."""

import json
from pathlib import Path

import pytest

from tests.clients.cache import node_modules, python_environment
from tests.clients.programs import program, run

pytestmark = pytest.mark.clients

RULES = Path(__file__).parent / "rules"


def test_openapi_spec_validator_accepts_the_document(document: Path) -> None:
    programs = python_environment("openapi-spec-validator")

    run(programs / "openapi-spec-validator", document, folder=document.parent)


def test_redocly_finds_nothing(document: Path) -> None:
    redocly = node_modules("linters") / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
    options = (document, "--config", RULES / "redocly.yaml", "--format", "json")
    offline = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}

    report = run(program("node"), redocly, "lint", *options, folder=document.parent, **offline)

    assert json.loads(report)["totals"] == {"errors": 0, "warnings": 0, "ignored": 0}, report


def test_spectral_finds_nothing(document: Path) -> None:
    spectral = node_modules("linters") / "node_modules" / ".bin" / "spectral"
    ruleset = RULES / "spectral.yaml"

    run(
        program("node"),
        spectral,
        "lint",
        document,
        "--ruleset",
        ruleset,
        "--fail-severity=hint",
        folder=document.parent,
    )
