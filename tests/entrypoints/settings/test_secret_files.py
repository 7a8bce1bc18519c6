"""Secrets in files."""

from pathlib import Path

import pytest

from entrypoints.settings import Settings
from tests.entrypoints.settings.support import REAL, SECRET, message_of, messages_of


@pytest.mark.parametrize("source", ["environment", ".env"])
def test_a_secret_may_be_in_a_file(tmp_path: Path, dotenv: Path, source: str) -> None:
    (tmp_path / "url").write_text("\ufeffpostgresql://ann:hunter2@db/tasks\n", encoding="utf-8")
    (tmp_path / "key").write_text(f"{SECRET}\r\n", encoding="utf-8")
    (tmp_path / "token").write_text("a-token-of-many-letters", encoding="utf-8")
    files = {
        "DATABASE_URL_FILE": str(tmp_path / "url"),
        "JWT_SECRET_FILE": str(tmp_path / "key"),
        "METRICS_TOKEN_FILE": str(tmp_path / "token"),
    }
    if source == ".env":
        dotenv.write_text("".join(f"{name}={value}\n" for name, value in files.items()), encoding="utf-8")
        files = {}

    settings = Settings.load(files, dotenv)

    assert settings == Settings.load(REAL | {"METRICS_TOKEN": "a-token-of-many-letters"})


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "cannot be read (No such file or directory)"),
        (b"", "is empty; write the secret into it"),
        (b"\n", "is empty; write the secret into it"),
        (b"\xff\xfe", "is not UTF-8 text; save it as such"),
        (b"x" * 65_537, "has more than 65536 bytes"),
    ],
)
def test_a_file_without_a_secret_stops_the_start(tmp_path: Path, content: bytes | None, expected: str) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)

    message = message_of("JWT_SECRET_FILE", str(file))

    assert message.startswith(f"JWT_SECRET_FILE (environment): {file} {expected}")


def test_an_invalid_secret_in_a_file_is_reported_with_its_source_and_not_shown(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hunter2", encoding="utf-8")

    message = message_of("JWT_SECRET_FILE", str(tmp_path / "key"))

    assert message.startswith("JWT_SECRET (JWT_SECRET_FILE, environment): ")
    assert "hunter2" not in message


def test_a_secret_and_its_file_contradict_each_other(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(SECRET, encoding="utf-8")

    (message,) = messages_of(REAL | {"JWT_SECRET_FILE": str(tmp_path / "key")})

    assert message == "JWT_SECRET_FILE (environment): JWT_SECRET is set as well; remove one of the two"


def test_other_settings_have_no_files() -> None:
    assert Settings.load({"SERVER_HOST_FILE": "x"}) == Settings()
