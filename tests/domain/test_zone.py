"""Time zones are named as the IANA database names them."""

import os
import subprocess
import sys

import pytest

from domain.errors import InvalidInput
from domain.zone import UTC_ZONE, zone_named, zone_names
from tests.support.repository import ROOT


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+1"])
def test_a_zone_is_found_by_its_name(name: str) -> None:
    assert str(zone_named(name)) == name


def test_the_names_are_in_their_order_without_those_that_mean_something_else_elsewhere() -> None:
    names = list(zone_names.__wrapped__())

    assert names == sorted(names)
    assert {"UTC", "Europe/Berlin"} < set(names)
    assert not {"localtime", "Factory"} & set(names)


def test_equal_names_are_one_zone() -> None:
    assert zone_named("UTC") is UTC_ZONE


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/berlin", "did you mean Europe/Berlin?"),
        ("Europe/Berlni", "did you mean Europe/Berlin?"),
        ("utc", ""),
        ("", ""),
        ("localtime", ""),
        ("Factory", ""),
        ("../etc/passwd", ""),
        ("/usr/share/zoneinfo/UTC", ""),
        ("posix/UTC", ""),
        ("Europe", ""),
        ("+01:00", ""),
        ("Europe/" * 1_000, ""),
    ],
)
def test_anything_else_is_rejected_with_the_most_similar_name(name: str, hint: str) -> None:
    with pytest.raises(InvalidInput) as error:
        zone_named(name)

    (violation,) = error.value.violations
    assert (violation.path, violation.code) == ((), "unknown-value")
    assert violation.detail.startswith("must be the name of a time zone, such as Europe/Berlin")
    assert violation.detail.endswith(hint)


def test_zones_are_known_where_the_operating_system_has_no_database_of_them() -> None:
    program = "from domain.zone import zone_named; print(zone_named('Europe/Berlin'))"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONTZPATH": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("Europe/Berlin\n", "")
