"""Settings that are valid, and the messages for invalid ones."""

from pathlib import Path

import pytest

from entrypoints.settings import Settings, SettingsError

SECRET = "vG4x-Kq81nM_z0LwTtYbHs6ReUc2DaPj"
REAL = {"DATABASE_URL": "postgresql://ann:hunter2@db/tasks", "JWT_SECRET": SECRET}


def messages_of(environ: dict[str, str], dotenv: Path | None = None) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        Settings.load(environ, dotenv)
    return caught.value.messages


def message_of(name: str, text: str) -> str:
    (message,) = messages_of({name: text})
    return message
