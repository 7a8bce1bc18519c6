"""A missing program is reported with a way to get it."""

from pathlib import Path

import pytest

from tests.clients.programs import PACKAGES, ProgramMissing, program


@pytest.mark.parametrize("name", PACKAGES)
def test_a_missing_program_is_reported_with_its_package(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ProgramMissing, match=f"{name} is missing: apt-get install"):
        program(name)
