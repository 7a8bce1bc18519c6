"""Collecting what was set, and rejecting names that would be ignored."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from entrypoints.settings.dotenv import RawSetting, given_in
from entrypoints.settings.names import near_miss, nearest

TELEMETRY = "OTEL_"
"""Names that begin so belong to OpenTelemetry, which judges them itself."""


def gathered(
    environ: Mapping[str, str], dotenv: Path | None, known: Iterable[str]
) -> tuple[dict[str, RawSetting], list[str]]:
    """All that was set, the environment before the file, and the problems met on the way."""
    names = list(known)
    from_file, mistakes = given_in(dotenv) if dotenv else ({}, [])
    from_environment = {name: RawSetting(name, text, "environment") for name, text in environ.items()}
    problems = [*_misspelled(environ, names), *mistakes, *_unknown(from_file, names)]
    return from_file | from_environment, problems


def _misspelled(environ: Mapping[str, str], names: list[str]) -> Iterator[str]:
    """The environment contains many names for other programs, so only near misses are rejected."""
    for name in environ:
        meant = None if name in names else near_miss(name, names)
        if meant:
            yield f"{name} (environment): is not a setting; rename it to {meant}, or unset it"


def _unknown(from_file: dict[str, RawSetting], names: list[str]) -> Iterator[str]:
    """The file is for this program alone, so every unknown name is rejected."""
    for name, given in from_file.items():
        if name not in names and not name.startswith(TELEMETRY):
            meant = nearest(name, names)
            yield f"{name} ({given.source}): is not a setting; the nearest is {meant}; rename it, or remove the line"
