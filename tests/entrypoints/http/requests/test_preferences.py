"""The Prefer header: a request that is only to be tried is never carried out."""

import pytest

from entrypoints.http.requests.errors import BadRequest
from entrypoints.http.requests.preferences import prefers_dry_run


@pytest.mark.parametrize(
    "sent",
    [
        "dry-run",
        "Dry-Run",
        "dry-run=true",
        'dry-run="true"',
        "dry-run = true",
        "dry-run=1",
        "wait=3, dry-run",
        "dry-run;a=b",
    ],
)
def test_a_dry_run_is_recognised_however_it_is_written(sent: str) -> None:
    assert prefers_dry_run({b"prefer": sent.encode()})


@pytest.mark.parametrize("sent", ["", "respond-async", "return=minimal", "dry-run=false", "dry-runs", "x=dry-run"])
def test_other_preferences_are_no_dry_run(sent: str) -> None:
    assert not prefers_dry_run({b"prefer": sent.encode()})


def test_without_the_header_nothing_is_preferred() -> None:
    assert not prefers_dry_run({})


@pytest.mark.parametrize("sent", ["dry-run=yes", "dry-run=2", 'dry-run="maybe"'])
def test_an_unclear_dry_run_is_rejected(sent: str) -> None:
    with pytest.raises(BadRequest):
        prefers_dry_run({b"prefer": sent.encode()})
