"""The generated signing secret of a data folder."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from adapters.postgres_server import FolderUnusable, kept_secret
from entrypoints.settings import Settings


def test_a_secret_is_generated_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    start = Barrier(8)

    def ask(_: int) -> str:
        start.wait()
        return kept_secret(tmp_path / "data")

    with ThreadPoolExecutor(8) as threads:
        (secret,) = set(threads.map(ask, range(8)))

    assert stat.S_IMODE((tmp_path / "data/jwt-secret").stat().st_mode) == 0o600
    assert (
        Settings.load({"DATABASE_URL": "postgresql://db/tasks", "JWT_SECRET": secret}).tokens.signing_keys is not None
    )
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == [".gitignore", "jwt-secret"]


@pytest.mark.parametrize("content", ["", "too short", "ü" * 64])
def test_a_damaged_secret_is_not_used(tmp_path: Path, content: str) -> None:
    (tmp_path / "jwt-secret").write_text(content, encoding="utf-8")

    with pytest.raises(FolderUnusable, match="jwt-secret is damaged"):
        kept_secret(tmp_path)
