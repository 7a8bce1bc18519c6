"""All settings, read once: from the environment, and from `.env` for what is not set there."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from attrs import define, field, fields, frozen, has

from entrypoints.settings.dotenv import RawSetting
from entrypoints.settings.groups import Database, Http, Limits, Logs, Metrics, Passwords, Server, Tokens
from entrypoints.settings.setting import Setting
from entrypoints.settings.sources import TELEMETRY, gathered
from entrypoints.settings.values import GENERATE, quoted


@define(eq=False)
class SettingsError(Exception):
    """The settings do not work; each problem is one line: setting, source, violation and remedy."""

    problems: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.problems)


@frozen(kw_only=True)
class Settings:
    """What this process works with; shows no secret."""

    database: Database = Database()
    tokens: Tokens = Tokens()
    passwords: Passwords = Passwords()
    server: Server = Server()
    http: Http = Http()
    limits: Limits = Limits()
    logs: Logs = Logs()
    metrics: Metrics = Metrics()
    telemetry: Mapping[str, str] = field(factory=dict, repr=False)
    """`OTEL_*`, wherever it was set: to be put into the environment before OpenTelemetry starts."""

    @classmethod
    def load(cls, environ: Mapping[str, str], dotenv: Path | None = None) -> Self:
        """Read all settings; raises `SettingsError` with all problems at once."""
        given, problems = gathered(environ, dotenv, (setting.name for setting in declared()))
        groups = {}
        for name, group in _groups().items():
            values, mistakes = _read(group, given)
            groups[name] = group(**values)
            problems += mistakes
        telemetry = {name: it.text for name, it in given.items() if name.startswith(TELEMETRY)}
        settings = cls(**groups, telemetry=telemetry)
        problems += _contradictions(settings, given)
        if problems:
            raise SettingsError(tuple(problems))
        return settings


def declared() -> list[Setting]:
    """All settings, group by group."""
    return [Setting.of(attribute) for group in _groups().values() for attribute in fields(group)]


def _groups() -> dict[str, type[Any]]:
    return {group.name: group.type for group in fields(Settings) if group.type and has(group.type)}


def _read(group: type[Any], given: Mapping[str, RawSetting]) -> tuple[dict[str, Any], list[str]]:
    """The values of a group, by field, and what is wrong with the rest."""
    values, mistakes = {}, []
    for attribute in fields(group):
        setting = Setting.of(attribute)
        it = given.get(setting.name)
        if it is None:
            continue
        try:
            values[attribute.name] = _value(setting, it.text.strip())
        except ValueError as error:
            default = f" (default: {setting.default})" if setting.default else ""
            mistakes.append(f"{setting.name} ({it.source}): {error}{default}")
    return values, mistakes


def _value(setting: Setting, text: str) -> Any:
    if setting.name.endswith("_PORT") and re.match(r"(tcp|udp|sctp)://", text):
        service = setting.name.removesuffix("_PORT").lower()
        raise ValueError(
            f"{quoted(text)} is what Kubernetes tells about a Service named {service}; "
            "put enableServiceLinks: false into the pod, or set the port there"
        )
    return setting.read(text)


def _contradictions(settings: Settings, given: Mapping[str, RawSetting]) -> Iterator[str]:
    """What is right by itself but not together."""
    if "DATABASE_URL" in given and "JWT_SECRET" not in given:
        yield f"JWT_SECRET (not set): is needed with DATABASE_URL, the same in every process; generate one: {GENERATE}"
    if settings.metrics.port == settings.server.port:
        yield f"METRICS_PORT ({_source('METRICS_PORT', given)}): is the port of the API itself; give another"
    if settings.tokens.refresh_lifetime < settings.tokens.lifetime:
        where = _source("REFRESH_EXPIRATION_DAYS", given)
        yield f"REFRESH_EXPIRATION_DAYS ({where}): is shorter than JWT_EXPIRATION_HOURS; raise it, or lower that"


def _source(name: str, given: Mapping[str, RawSetting]) -> str:
    return given[name].source if name in given else "default"
