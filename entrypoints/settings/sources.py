"""Collecting what was set, and rejecting names that would be ignored."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from entrypoints.settings.dotenv import RawSetting, read_dotenv
from entrypoints.settings.names import OTHER_NAMES, near_miss, nearest
from entrypoints.settings.secret_files import FILE, from_files
from entrypoints.settings.setting import Setting

TELEMETRY = "OTEL_"
"""The prefix of the variables of OpenTelemetry, which validates them itself."""
ALIASES = {"PORT": "SERVER_PORT"}
"""Names that hosting platforms set; they count unless the setting itself is set."""


def raw_settings(
    environ: Mapping[str, str], dotenv: Path | None, settings: Iterable[Setting]
) -> tuple[dict[str, RawSetting], list[str]]:
    """Return all values, those of the environment before those of the file, and a message per violation."""
    settings = list(settings)
    secrets = [setting.name for setting in settings if setting.secret]
    names = [*(setting.name for setting in settings), *(name + FILE for name in secrets)]
    in_file, unreadable = read_dotenv(dotenv) if dotenv else ({}, [])
    in_environment = {name: RawSetting(name, text, "environment") for name, text in environ.items()}
    raw = {**in_file, **in_environment}
    for alias, name in ALIASES.items():
        if alias in raw:
            raw.setdefault(name, RawSetting(name, raw[alias].text, f"{alias}, {raw[alias].source}"))
    read, violations = from_files(raw, secrets)
    violations = [*_misspelled(environ, names), *unreadable, *_unknown(in_file, names), *violations]
    return raw | read, violations


def _misspelled(environ: Mapping[str, str], names: list[str]) -> Iterator[str]:
    """The environment contains many names for other programs, so only near misses are rejected."""
    for name in environ:
        suggestion = None if name in names else near_miss(name, names)
        if suggestion and not (name in OTHER_NAMES and suggestion in environ):
            yield f"{name} (environment): is not a setting; rename it to {suggestion}, or unset it"


def _unknown(from_file: dict[str, RawSetting], names: list[str]) -> Iterator[str]:
    """The file is for this program alone, so every unknown name is rejected."""
    for name, raw in from_file.items():
        if name not in names and name not in ALIASES and not name.startswith(TELEMETRY):
            suggestion = nearest(name, names)
            yield f"{name} ({raw.source}): is not a setting; the nearest is {suggestion}; rename it, or remove the line"
