"""The guide of the API documents every error and every violation code, and no other."""

import ast
import re
from collections.abc import Iterator

import entrypoints.container  # noqa: F401 - brings in every adapter with its errors
from entrypoints.http.responses.problems import status_of
from tests.entrypoints.http.support.errors import public_errors
from tests.support.repository import ROOT

GUIDE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
PACKAGES = ("domain", "application", "adapters", "entrypoints")


def test_every_error_is_documented_with_its_status() -> None:
    documented = re.findall(r"^\| (\d{3}) \| `([a-z-]+)` \| \S", GUIDE, re.MULTILINE)
    assert sorted(documented) == sorted((str(status_of(error).value), error.code) for error in public_errors(*PACKAGES))


def test_every_violation_code_is_documented() -> None:
    documented = [
        code for row in re.findall(r"^\| (`[a-z`, -]+`) \| [A-Z]", GUIDE, re.MULTILINE) for code in row.split(", ")
    ]
    assert sorted(documented) == sorted(f"`{code}`" for code in set(violation_codes()))


def violation_codes() -> Iterator[str]:
    """Yield the codes of all violations, extracted from the source."""
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _codes_in(node)


def _codes_in(call: ast.Call) -> Iterator[str]:
    name = ast.unparse(call.func)
    place = {"Violation": 1, "InvalidInput.of": 0}.get(name)
    if place is not None and len(call.args) > place and isinstance(call.args[place], ast.Constant):
        yield ast.literal_eval(call.args[place])
    if name == "unknown_name":
        yield from (f"unknown-{ast.literal_eval(keyword.value)}" for keyword in call.keywords if keyword.arg == "kind")
