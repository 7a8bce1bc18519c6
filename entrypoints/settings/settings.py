"""All settings, read once: from the environment, and from `.env` for what is not set there."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from attrs import define, field, fields, frozen, has

from entrypoints.settings.dotenv import RawSetting
from entrypoints.settings.groups import Database, Http, Limits, Logs, Metrics, Passwords, Server, Tokens
from entrypoints.settings.setting import Setting
from entrypoints.settings.sources import TELEMETRY, raw_settings
from entrypoints.settings.values import GENERATE, quoted


@define(eq=False)
class SettingsError(Exception):
    """The settings are invalid; each message is one line: setting, source, violation and remedy."""

    messages: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.messages)


@frozen(kw_only=True)
class Settings:
    """All settings of a process; its `repr` contains no secret."""

    database: Database = Database()
    tokens: Tokens = Tokens()
    passwords: Passwords = Passwords()
    server: Server = Server()
    http: Http = Http()
    limits: Limits = Limits()
    logs: Logs = Logs()
    metrics: Metrics = Metrics()
    telemetry: Mapping[str, str] = field(factory=dict, repr=False)
    """`OTEL_*` from either source: put into the environment before OpenTelemetry starts."""

    @classmethod
    def load(cls, environ: Mapping[str, str], dotenv: Path | None = None) -> Self:
        """Read all settings; raise `SettingsError` with all violations."""
        raw, messages = raw_settings(environ, dotenv, all_settings())
        groups = {}
        for name, group in _groups().items():
            values, violations = _parsed(group, raw)
            groups[name] = group(**values)
            messages += violations
        telemetry = {name: each.text for name, each in raw.items() if name.startswith(TELEMETRY)}
        settings = cls(**groups, telemetry=telemetry)
        messages += _contradictions(settings, raw)
        if messages:
            raise SettingsError(tuple(messages))
        return settings


def all_settings() -> list[Setting]:
    """Return the declarations of all settings, group by group."""
    return [Setting.of(attribute) for group in _groups().values() for attribute in fields(group)]


def _groups() -> dict[str, type[Any]]:
    return {group.name: group.type for group in fields(Settings) if group.type and has(group.type)}


def _parsed(group: type[Any], raw: Mapping[str, RawSetting]) -> tuple[dict[str, Any], list[str]]:
    """Return the valid values of a group, by field, and a message for each invalid one."""
    values, violations = {}, []
    for attribute in fields(group):
        setting = Setting.of(attribute)
        given = raw.get(setting.name)
        if given is None:
            continue
        try:
            values[attribute.name] = _value(setting, given.text.strip())
        except ValueError as error:
            default = f" (default: {setting.default})" if setting.default else ""
            violations.append(f"{setting.name} ({given.source}): {error}{default}")
    return values, violations


def _value(setting: Setting, text: str) -> Any:
    if setting.name.endswith("_PORT") and re.match(r"(tcp|udp|sctp)://", text):
        service = setting.name.removesuffix("_PORT").lower()
        raise ValueError(
            f"{quoted(text)} is the value that Kubernetes sets for a Service named {service}; "
            "set enableServiceLinks: false in the pod, or set the port there"
        )
    return setting.parse(text)


def _contradictions(settings: Settings, raw: Mapping[str, RawSetting]) -> Iterator[str]:
    """Yield a message for each combination of valid settings that is invalid."""
    if "DATABASE_URL" in raw and "JWT_SECRET" not in raw:
        yield f"JWT_SECRET (not set): is needed with DATABASE_URL, the same in every process; generate one: {GENERATE}"
    if settings.metrics.port == settings.server.port:
        yield f"METRICS_PORT ({_source('METRICS_PORT', raw)}): is the port of the API; choose another port"
    if settings.tokens.refresh_lifetime < settings.tokens.lifetime:
        where = _source("REFRESH_EXPIRATION_DAYS", raw)
        yield f"REFRESH_EXPIRATION_DAYS ({where}): must not be shorter than JWT_EXPIRATION_HOURS; raise it"


def _source(name: str, raw: Mapping[str, RawSetting]) -> str:
    return raw[name].source if name in raw else "default"
